"""A corpus, or a selection of its reports, as one RDF file: the same reports give the same bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.store import Catalog, bears
from gongbao.errors import StoreError, UsageError
from gongbao.export.atomic import write_atomic
from gongbao.export.rdf import pieces
from gongbao.graph import prefixes
from gongbao.ontology import DCTERMS, SKOS, Ontology
from gongbao.view import Columns

STREAMED = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
MERGED = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES}


_DATE = re.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports: all of them, or those that fit every condition given.

    `match` is part of the title, the publisher's name or the path; `since` and `until` compare dates of issue (ISO 8601,
    a year is enough); `reports` are first digits of report ids, at least eight.
    """

    match: str | None = None
    since: str | None = None
    until: str | None = None
    reports: tuple[str, ...] = ()


def select(store: ox.Store, selection: Selection) -> list[str]:
    """Return the IRIs of the chosen reports, sorted. Raises UsageError for what is no date."""
    for given in filter(None, (selection.since, selection.until)):
        if not _DATE.fullmatch(given):
            raise UsageError("no date of issue", given=given)
    catalog, columns = Catalog(store), Columns(store)
    chosen = []
    for entry in catalog.entries():
        issued = columns.first(entry.report, DCTERMS + "issued")
        if selection.since and (not issued or issued < selection.since):
            continue
        if selection.until and (not issued or issued[: len(selection.until)] > selection.until):
            continue
        if selection.reports and not any(bears(entry.report, wanted) for wanted in selection.reports):
            continue
        if selection.match and not any(selection.match in words for words in _words(columns, catalog, entry.report)):
            continue
        chosen.append(entry.report)
    return chosen


def _words(columns: Columns, catalog: Catalog, report: str) -> Iterator[str]:
    yield from columns.values(report, DCTERMS + "title")
    for publisher in columns.values(report, DCTERMS + "publisher"):
        yield from columns.values(publisher, SKOS + "prefLabel")
    yield from (source.key for source in catalog.sources(report))


def dump(path: Path, target: Path, terms: Ontology, selection: Selection) -> int:
    """Write reports to `.nq` or `.trig` (a graph each), `.ttl` or `.nt` (one graph); return how many.

    The file is whole or absent. Raises StoreError where nothing fits, UsageError for another extension, OutputError.
    """
    suffix = target.suffix.lower()
    if suffix not in STREAMED and suffix not in MERGED:
        raise UsageError("not a graph by its extension", path=target, known=" ".join([*STREAMED, *MERGED]))
    with open_reader(path) as reader:
        chosen = select(reader.store, selection)
        if not chosen:
            raise StoreError("no report fits the selection", path=path)
        format = STREAMED.get(suffix) or MERGED[suffix]
        write_atomic(target, pieces(reader.store, map(ox.NamedNode, chosen), format, prefixes(terms, reader.base)))
    return len(chosen)
