"""Many reports as one graph in Python: a file, a corpus or results opened to be asked, as tables, network or RDF.

>>> import gongbao
>>> one = gongbao.build_text("天津市公安局开展“净网”专项行动。", name="一.txt")
>>> two = gongbao.build_text("天津市公安局开展“护网”专项行动。", name="二.txt")
>>> reports = gongbao.join([one, two])
>>> reports
<Reports: 2 reports, 4 entities, 4 statements, 0 quantities>
>>> [row["object_name"] for row in reports.tables("rows")["statements"] if row["predicate"] == "conducts"]
['净网专项行动', '护网专项行动']
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import pyoxigraph as ox

from gongbao import stored
from gongbao.corpus.on_disk import CATALOG
from gongbao.errors import UsageError
from gongbao.export.atomic import safe_stem, write_atomic
from gongbao.export.attributes import to_networkx
from gongbao.export.formats import Material, get_format
from gongbao.export.rdf import pieces
from gongbao.frames import library, tables
from gongbao.graph import prefixes
from gongbao.network.choice import Choice, Options
from gongbao.network.facts import Tell, read_store
from gongbao.network.measures import Measured
from gongbao.network.values import Network
from gongbao.ontology import Ontology
from gongbao.opening import Opened, merge
from gongbao.query import Results, fill, get_ready, query_text, table

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

_SHOWN = 20  # reports that a notebook lists


class Asked(ABC):
    """What one report is asked for as many are: rows, tables, the network, files."""

    @property
    @abstractmethod
    def reports(self) -> Reports:
        """The graph to ask."""

    @property
    @abstractmethod
    def _saved(self) -> tuple[str, str]:
        """The format that is written where none is named, and what gives files their name."""

    def query(self, query: str, /, **parameters: str) -> list[dict[str, str]]:
        """Ask in SPARQL (prefixes are known), or by the name of a ready-made query with its parameters.

        Rows are dicts of plain text. Raises QueryError, UsageError.

        >>> import gongbao
        >>> result = gongbao.build_text("天津市公安局开展“净网”专项行动。")
        >>> [row["campaign"] for row in result.query("campaigns", name="公安局")]
        ['净网专项行动']
        """
        if wrong := [type(value).__name__ for value in (query, *parameters.values()) if not isinstance(value, str)]:
            raise TypeError(f"query and parameters: give str, not {wrong[0]}")
        if query.isidentifier():
            query = fill(get_ready(query), parameters, self.reports.store)
        elif parameters:
            raise UsageError("parameters belong to ready-made queries", parameters=parameters)
        found = table(self.reports.ask(query))
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def tables(self, kind: str | None = None) -> dict[str, Any]:
        """Return reports, entities, mentions, statements (names, quotes, dates) and quantities as data frames.

        `kind` is `pandas`, `polars`, `arrow` or `rows` (lists of dicts); without it the first that is installed.
        Raises UsageError where what is asked for is not installed.

        >>> import gongbao
        >>> tables = gongbao.build_text("天津市公安局开展“净网”专项行动。").tables("rows")
        >>> [(row["subject_name"], row["object_name"], row["quote"]) for row in tables["statements"]][1]
        ('天津市公安局', '净网专项行动', '天津市公安局开展“净网”专项行动')
        """
        return tables(self.reports.ask, self.reports.ontology, library(kind))

    def to_networkx(self, **options: Unpack[Options]) -> nx.MultiDiGraph[str]:
        """Return the network: nodes are IRIs with label, kind, aliases; edges have kind, weight, evidence, dates.

        The options are those of `gongbao export`: `edges` are of `statements`, `containment`, `together`, `across` (these four
        without it), `mentions` and `shared`; `separate`, `within`, `closest`, `lone`, `measures`. Raises UsageError.

        >>> import gongbao
        >>> network = gongbao.build_text("天津市公安局开展“净网”专项行动。").to_networkx()
        >>> sorted({data["kind"] for _, _, data in network.edges(data=True)})
        ['conducts', 'hasJurisdiction']
        """
        return to_networkx(self.reports.material(Choice(**options)).drawing)

    def measures(self, **options: Unpack[Options]) -> Mapping[str, Measured]:
        """Return the measures of each thing in its network, by IRI: communities, centralities, brokers.

        >>> import gongbao
        >>> measures = gongbao.build_text("天津市公安局开展“净网”专项行动。").measures()
        >>> max(found.degree for found in measures.values())
        2
        """
        choice = replace(Choice(**options), measures=True)
        return self.reports.material(choice).drawing.measured or {}

    def save(self, folder: str | PathLike[str], *formats: str, name: str = "") -> list[Path]:
        """Write files in export formats by name (`turtle`, `trig`, `gexf`, `csv`, …), called `name`; returns their paths.

        Raises UsageError for an unknown format, OutputError where the folder cannot be written.
        """
        usual, source = self._saved
        material = self.reports.material(Choice())
        written = []
        for format in [get_format(wanted) for wanted in formats or (usual,)]:
            for suffix, content in format.write(material).items():
                path = Path(folder) / f"{safe_stem(name or source)}{suffix}"
                write_atomic(path, content)
                written.append(path)
        return written


@dataclass(frozen=True, repr=False)
class Reports(Asked, AbstractContextManager["Reports"]):
    """A graph of one or many reports, read as it is. Use it in a `with`, or close it, where it is a corpus."""

    opened: Opened
    ontology: Ontology = field(compare=False)
    base: str = field(compare=False)

    @property
    def reports(self) -> Reports:
        """The graph itself."""
        return self

    @property
    def _saved(self) -> tuple[str, str]:
        return "trig", "reports"

    @property
    def store(self) -> ox.Store:
        """The pyoxigraph store."""
        return self.opened.store

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many reports, entities, statements and quantities there are."""
        classes = " ".join(f"<{spec.iri}>" for spec in self.ontology.entity_classes)
        (row,) = self.query(query_text("pages/totals") % classes)
        return {name: int(value) for name, value in row.items()}

    def __len__(self) -> int:
        return self.counts["reports"]

    def __repr__(self) -> str:
        return f"<Reports: {', '.join(f'{count:,} {name}' for name, count in self.counts.items())}>"

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the view of a corpus back; a file's graph is in memory and needs no closing."""
        if self.opened.reader is not None:
            self.opened.reader.close()

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset over the store itself: nothing is loaded, queries run in pyoxigraph.

        Its default graph is what all reports say; each report's graph has the report's IRI as its name.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store), default_union=not self.opened.merged)
        for name, namespace in self._prefixes.items():
            dataset.bind(name, namespace)
        return dataset

    @cached_property
    def network(self) -> Network:
        """The things and statements of the graph, for programs that are not RDF."""
        return self._network(None)

    def _network(self, tell: Tell | None) -> Network:
        return read_store(self.store, self.ontology, left_out=(CATALOG,), tell=tell)

    def material(self, choice: Choice, tell: Tell | None = None) -> Material:
        """Return what export formats are written from; `tell` hears how many reports are read."""
        reports = self.opened.reports()
        facts = (lambda: self._network(tell)) if tell else lambda: self.network
        return Material(
            *(self._quads, self.ontology, self._prefixes, choice, facts),
            read_pieces=(lambda format: pieces(self.store, reports, format, self._prefixes)) if reports else None,
            read_groups=(lambda: stored.groups(self.store, reports, tell=tell)) if reports else None,
        )

    def _quads(self) -> list[ox.Quad]:
        """The reports' own graphs, or the one plain graph of a file that names none, in stable order."""
        return list(stored.quads(self.store, self.opened.reports())) or sorted(self.store, key=str)

    def ask(self, query: str) -> Results:
        """Run a query. Raises QueryError."""
        return self.opened.ask(query, self._prefixes)

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        return prefixes(self.ontology, self.base)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the counts, and the first reports."""
        from gongbao.export.templates import render

        rows = self.tables("rows")["reports"][:_SHOWN]
        return render("reports.html", counts=self.counts, rows=rows, more=len(self) - _SHOWN)


def of_quads(graphs: Iterable[Iterable[ox.Quad]], terms: Ontology, base: str) -> Reports:
    """Return reports over the quads of their graphs, in memory. Raises UsageError where there are none."""
    store, found = ox.Store(), False
    for graph in graphs:
        store.extend(graph)
        found = True
    if not found:
        raise UsageError("no results to join")
    merge(store)
    return Reports(Opened(store), terms, base)
