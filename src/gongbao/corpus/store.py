"""The database of a corpus: what all reports say, each triple once, and which source each report came from.

The default graph is the union of the reports' graphs, each triple once, however many reports state it: queries over it
count and sum rightly, which they would not over a union made at query time, where a repeated triple matches repeatedly.
A report's graph repeats what it says of things that others may speak of too; the rest is known as its own by the
subjects' IRIs (see `gongbao.stored`), and is held once, in a third of the room.
A report's graph is keyed by its text. Where several sources hold the same text, the first of them by name is its owner,
and the graph is the one read from the owner: so the database depends on which sources are in it, and on nothing else.
Every change is one transaction; additions wait, whole, in files beside the database, and go into it together.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from gongbao.corpus.additions import GraphFile
from gongbao.corpus.on_disk import CATALOG, MADE_BY, NS
from gongbao.model import Notice
from gongbao.settings import Recipe

_SOURCE = "https://w3id.org/gongbao/corpus/source/"
_TEXT_FIELDS = ("key", "digest", "title", "publisher", "issued", "error", "error_zh", "whole")
_COUNTED = ("ontology", "characters", "entities", "statements", "quantities")


def term(name: str) -> ox.NamedNode:
    """Return a term of the catalog's own vocabulary."""
    return ox.NamedNode(NS + name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from. `key` is its path (and row or member), `digest` of its bytes.

    `title`, `publisher` and `issued` came with it from columns or front matter; `error` says why it could not be read;
    `whole` is the key of the file of many that it is a part of.
    """

    key: str
    digest: str
    report: str | None = None
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    error: str | None = None
    error_zh: str | None = None
    whole: str | None = None

    @property
    def node(self) -> ox.NamedNode:
        """The name of the source in the catalog."""
        return ox.NamedNode(_SOURCE + hashlib.sha256(self.key.encode("utf-8", "surrogatepass")).hexdigest()[:32])


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the corpus: its IRI, with what it was made, how much is in it, and the lines of decisions on it."""

    report: str
    program: str
    ontology: str
    characters: int
    entities: int
    statements: int
    quantities: int
    decisions: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read from a source: the entry, and the report's triples as N-Quads, as a corpus holds them, or their file.

    `notices` tell of a report about which people decided.
    """

    entry: Entry
    graph: bytes | GraphFile
    notices: tuple[Notice, ...] = ()


def is_current(entry: Entry, key: str, recipe: Recipe) -> bool:
    """Say whether a report was made by this version of program and ontology, and goes by what is decided about it now."""
    if (entry.program, entry.ontology) != (recipe.program_version, recipe.ontology_version):
        return False
    return recipe.decisions is None or entry.decisions == recipe.settings.decisions.bound(
        entry.report.rpartition("/")[2], key
    )


_FEWEST = 8  # digits of a report's id that tell it from what people call folders, such as 2023


def bears(report: str, given: str) -> bool:
    """Say whether what is given are first digits of a report's id, alone or as in its IRI."""
    folder, _, own = report.rpartition("/")
    digits = given.strip().removeprefix(f"{folder}/").lower()
    return len(digits) >= _FEWEST and own.startswith(digits)


class Catalog:
    """What the catalog graph of a store says, for readers and for the writer."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def source(self, key: str) -> Source | None:
        """Return the source of a key, or None."""
        return self._source(Source(key, "").node)

    def sources(self, report: str | None = None) -> list[Source]:
        """Return all sources, or those of one report, by key."""
        return self.all()[0] if report is None else self._sources(term("report"), ox.NamedNode(report))

    def parts(self, whole: str) -> list[Source]:
        """Return the sources that are parts of a file of many, by key."""
        return self._sources(term("whole"), ox.Literal(whole))

    def _sources(self, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> list[Source]:
        nodes = {q.subject for q in self.store.quads_for_pattern(None, predicate, value, CATALOG)}
        found = [self._source(node) for node in nodes if isinstance(node, ox.NamedNode)]
        return sorted((source for source in found if source), key=lambda source: source.key)

    def _said(self, node: ox.NamedNode | None = None) -> dict[str, dict[str, str]]:
        """Return what the catalog says of a node, or of each, in one pass."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for quad in self.store.quads_for_pattern(node, None, None, CATALOG):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal | ox.NamedNode):
                found[quad.subject.value][quad.predicate.value.removeprefix(NS)] = quad.object.value
        return found

    def entry(self, report: str) -> Entry | None:
        """Return the entry of a report, or None."""
        values = self._said(ox.NamedNode(report)).get(report, {})
        return _entry_of(report, values) if "program" in values else None

    def entries(self) -> list[Entry]:
        """Return the entries of all reports, by IRI."""
        return self.all()[1]

    def all(self) -> tuple[list[Source], list[Entry]]:
        """Return all sources, by key, and the entries of all reports, by IRI, in one pass."""
        said = self._said()
        sources = [_source_of(values) for values in said.values() if "source" in values]
        entries = [_entry_of(report, values) for report, values in sorted(said.items()) if "program" in values]
        return sorted(sources, key=lambda source: source.key), entries

    def _source(self, node: ox.NamedNode) -> Source | None:
        values = self._said(node).get(node.value, {})
        return _source_of(values) if "source" in values else None


def _source_of(values: Mapping[str, str]) -> Source:
    return Source(**json.loads(values["source"]), report=values.get("report"))


def _entry_of(report: str, values: Mapping[str, str]) -> Entry:
    counted = dict(zip(_COUNTED, json.loads(values["counted"]), strict=True))
    return Entry(report, values["program"], **counted, decisions=values.get("decisions", ""))


def source_quads(source: Source) -> Iterator[ox.Quad]:
    """Yield what the catalog says of a source: what it is sought by, and the rest in one literal, in a third of the room."""
    fields = {name: value for name in _TEXT_FIELDS if (value := getattr(source, name)) is not None}
    yield ox.Quad(source.node, term("source"), ox.Literal(json.dumps(fields, ensure_ascii=False)), CATALOG)
    if source.whole is not None:
        yield ox.Quad(source.node, term("whole"), ox.Literal(source.whole), CATALOG)
    if source.report:
        yield ox.Quad(source.node, term("report"), ox.NamedNode(source.report), CATALOG)


def entry_quads(entry: Entry) -> Iterator[ox.Quad]:
    """Yield what the catalog says of a report."""
    node = ox.NamedNode(entry.report)
    yield ox.Quad(node, MADE_BY, ox.Literal(entry.program), CATALOG)
    counted = json.dumps([getattr(entry, name) for name in _COUNTED], ensure_ascii=False)
    yield ox.Quad(node, term("counted"), ox.Literal(counted), CATALOG)
    if entry.decisions:
        yield ox.Quad(node, term("decisions"), ox.Literal(entry.decisions), CATALOG)
