"""What is in a corpus: counts, versions, and the reports that failed or should be rebuilt."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from gongbao.corpus.on_disk import open_reader, size
from gongbao.corpus.store import Catalog, Entry, Source, is_current
from gongbao.ontology import DCTERMS, RDF
from gongbao.settings import Recipe
from gongbao.view import Columns


@dataclass(frozen=True, slots=True)
class Listed:
    """A report with its sources, title and date, and whether another version made it."""

    entry: Entry
    sources: tuple[str, ...]
    title: str | None
    issued: str | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a corpus. `versions` counts reports by program and ontology version; `entities` are distinct."""

    path: Path
    reports: tuple[Listed, ...]
    failures: tuple[Source, ...]
    versions: Mapping[tuple[str, str], int]
    entities: int
    size: int

    @property
    def stale(self) -> tuple[Listed, ...]:
        """The reports that another version of program or ontology made."""
        return tuple(report for report in self.reports if report.stale)

    def total(self, name: str) -> int:
        """Sum a count (`characters`, `statements`, `quantities`) over the reports."""
        return sum(int(getattr(report.entry, name)) for report in self.reports)


def status(path: Path, recipe: Recipe) -> Status:
    """Read the state of a corpus from its newest view. Raises StoreError."""
    with open_reader(path) as reader:
        sources, entries = Catalog(reader.store).all()
        by_report: dict[str, list[str]] = {}
        for source in sources:
            if source.report:
                by_report.setdefault(source.report, []).append(source.key)
        columns = Columns(reader.store)
        listed = (
            Listed(
                entry,
                tuple(by_report.get(entry.report, ())),
                columns.value(entry.report, DCTERMS + "title"),
                columns.value(entry.report, DCTERMS + "issued"),
                not is_current(entry, by_report.get(entry.report, [""])[0], recipe),
            )
            for entry in entries
        )
        return Status(
            path=path,
            reports=tuple(sorted(listed, key=lambda report: report.sources)),
            failures=tuple(source for source in sources if source.error),
            versions=dict(sorted(Counter((entry.program, entry.ontology) for entry in entries).items())),
            entities=_distinct_entities(reader.store, recipe),
            size=size(path, "*"),
        )


def _distinct_entities(store: ox.Store, recipe: Recipe) -> int:
    classes = " ".join(f"<{spec.iri}>" for spec in recipe.settings.ontology.entity_classes)
    asked = f"SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ VALUES ?class {{ {classes} }} ?thing <{RDF}type> ?class }}"
    results = store.query(asked)
    assert isinstance(results, ox.QuerySolutions)
    return int(next(iter(results))["n"].value)
