"""The database of a corpus: what all reports say, each triple once, and which source each report came from.

The default graph is the union of the reports' graphs, each triple once, however many reports state it: queries over it
count and sum rightly, which they would not over a union made at query time, where a repeated triple matches repeatedly.
A report's graph repeats what it says of things that others may speak of too; the rest is known as its own by the
subjects' IRIs (see `gongbao.stored`), and is held once, in a third of the room.
A report's graph is keyed by its text. Where several sources hold the same text, the first of them by name is its owner,
and the graph is the one read from the owner: so the database depends on which sources are in it, and on nothing else.
Every change is one transaction, or part of one with other additions.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from gongbao.corpus import on_disk
from gongbao.corpus.on_disk import CATALOG, MADE_BY, NS
from gongbao.corpus.update import insert, without_node, without_report
from gongbao.errors import StoreError

_SOURCE = "https://w3id.org/gongbao/corpus/source/"
_TEXT_FIELDS = ("key", "digest", "title", "publisher", "issued", "error", "error_zh", "whole")
PUBLISH_EVERY = 60.0
"""Seconds after which a long run lets readers see what it has committed."""

BATCH_BYTES = 32_000_000
BATCH_SECONDS = 2.0
"""Additions are committed together, up to so many bytes of N-Quads or seconds: what a kill costs at most."""

BULK_FROM = 2_000_000
"""From so many bytes on a batch is written past the database's memory, which takes half the time."""

GROWN = 1.25
"""A run that leaves so many times the bytes that it found puts the database in order: else each later one, however
small, goes on with what this one left, and an added report costs the more the larger the corpus is."""

FLUSH_EVERY = 8_000_000
"""Bytes of N-Quads after which the database writes out what it holds in memory; else it holds a gigabyte."""

_COUNTS = ("characters", "entities", "statements", "quantities")


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
    """A report of the corpus: its IRI, with what it was made, and how much is in it."""

    report: str
    program: str
    ontology: str
    characters: int
    entities: int
    statements: int
    quantities: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read from a source: the entry, and the report's triples as N-Quads, as a corpus holds them."""

    entry: Entry
    graph: bytes


class Catalog:
    """What the catalog graph of a store says, for readers and for the writer."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def source(self, key: str) -> Source | None:
        """Return the source of a key, or None."""
        return self._source(Source(key, "").node)

    def sources(self, report: str | None = None) -> list[Source]:
        """Return all sources, or those of one report, by key."""
        if report is None:
            found = [_source_of(values) for values in self._every("key").values()]
            return sorted(found, key=lambda source: source.key)
        return self._sources(term("report"), ox.NamedNode(report))

    def parts(self, whole: str) -> list[Source]:
        """Return the sources that are parts of a file of many, by key."""
        return self._sources(term("whole"), ox.Literal(whole))

    def _sources(self, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> list[Source]:
        nodes = {q.subject for q in self.store.quads_for_pattern(None, predicate, value, CATALOG)}
        found = [self._source(node) for node in nodes if isinstance(node, ox.NamedNode)]
        return sorted((source for source in found if source), key=lambda source: source.key)

    def _every(self, having: str) -> dict[str, dict[str, str]]:
        """Return what the catalog says of each node that has a property, in one pass."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for quad in self.store.quads_for_pattern(None, None, None, CATALOG):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal | ox.NamedNode):
                found[quad.subject.value][quad.predicate.value.removeprefix(NS)] = quad.object.value
        return {node: values for node, values in found.items() if having in values}

    def entry(self, report: str) -> Entry | None:
        """Return the entry of a report, or None."""
        values = self._values(ox.NamedNode(report))
        return _entry_of(report, values) if "program" in values else None

    def entries(self) -> list[Entry]:
        """Return the entries of all reports, by IRI."""
        return [_entry_of(report, values) for report, values in sorted(self._every("program").items())]

    def _source(self, node: ox.NamedNode) -> Source | None:
        values = self._values(node)
        return _source_of(values) if "key" in values else None

    def _values(self, node: ox.NamedNode) -> dict[str, str]:
        found = {}
        for quad in self.store.quads_for_pattern(node, None, None, CATALOG):
            if isinstance(quad.object, ox.Literal | ox.NamedNode):
                found[quad.predicate.value.removeprefix(NS)] = quad.object.value
        return found


def _source_of(values: Mapping[str, str]) -> Source:
    fields = {name: values.get(name) for name in _TEXT_FIELDS if name not in ("key", "digest")}
    return Source(values["key"], values["digest"], values.get("report"), **fields)


def _entry_of(report: str, values: Mapping[str, str]) -> Entry:
    counts = {name: int(values.get(name, "0")) for name in _COUNTS}
    return Entry(report, values["program"], values["ontology"], **counts)


def source_quads(source: Source) -> Iterator[ox.Quad]:
    """Yield what the catalog says of a source."""
    for name in _TEXT_FIELDS:
        value = getattr(source, name)
        if value is not None:
            yield ox.Quad(source.node, term(name), ox.Literal(value), CATALOG)
    if source.report:
        yield ox.Quad(source.node, term("report"), ox.NamedNode(source.report), CATALOG)


def entry_quads(entry: Entry) -> Iterator[ox.Quad]:
    """Yield what the catalog says of a report."""
    node = ox.NamedNode(entry.report)
    yield ox.Quad(node, MADE_BY, ox.Literal(entry.program), CATALOG)
    yield ox.Quad(node, term("ontology"), ox.Literal(entry.ontology), CATALOG)
    for name in _COUNTS:
        yield ox.Quad(node, term(name), ox.Literal(getattr(entry, name)), CATALOG)


class Writer(Catalog):
    """A corpus open for writing; only one at a time. Use it in a `with`: leaving it publishes a view for readers.

    `beside`: batches of additions are committed in a thread, so that the extracting processes need not wait for it.
    """

    def __init__(self, path: Path, base: str, *, beside: bool = False) -> None:
        self.path = path
        self.lock = on_disk.create(path, base)
        try:
            with on_disk.readable(path):
                self._open(base, beside)
        except OSError as error:
            self.lock.release()
            raise on_disk.unwritable(path, error) from error
        except StoreError:
            self.lock.release()
            raise

    def _open(self, base: str, beside: bool) -> None:
        if on_disk.base_of(self.path) != base:
            raise StoreError(
                f"{self.path}: made with --base {on_disk.base_of(self.path)}; use the same, or another folder",
                f"{self.path}：语料库的 --base 为 {on_disk.base_of(self.path)}，请使用相同的值，或另选文件夹",
            )
        super().__init__(ox.Store(str(self.path / "data")))
        self.changed = not on_disk.is_current(self.path)
        self.found = on_disk.size(self.path)
        self.bulky = False
        self.published = time.monotonic()
        self.settled = 0.0  # the first report is committed at once
        self.unflushed = 0
        self.waiting: list[bytes] = []
        self.touched: set[ox.NamedNode] = set()  # what waits to be committed
        self.loaded: set[ox.NamedNode] = set()  # what is being committed
        self.thread = ThreadPoolExecutor(1) if beside else None
        self.loading: Future[None] | None = None
        if not on_disk.current(self.path):
            self._publish()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            with on_disk.readable(self.path):
                if isinstance(error, RuntimeError):
                    raise error
                self._settle()
                if self.bulky and on_disk.size(self.path) > GROWN * self.found:
                    self.store.optimize()
                if self.changed:
                    self._publish()
        except OSError as failure:
            if error is None:
                raise on_disk.unwritable(self.path, failure) from failure
        finally:
            if self.thread is not None:
                self.thread.shutdown()
            self.lock.release()

    def _publish(self) -> None:
        on_disk.publish(self.path, self.store)
        self.changed = False
        self.published = time.monotonic()
        self.unflushed = 0

    def put(self, source: Source, extracted: Extracted, heir: Extracted | None = None) -> str:
        """Record that a source holds a report, in place of what it held; say `added`, `replaced` or `kept`.

        `heir` is the graph of the report that the source held before, as its next owner reads it: see `orphan`.
        """
        before = self.source(source.key)
        entry = extracted.entry
        source = replace(source, report=entry.report)
        others = [other for other in self.sources(entry.report) if other.key != source.key]
        owns = not others or source.key < others[0].key
        new = list(source_quads(source)) + (list(entry_quads(entry)) if owns else [])
        drop = self._dropped(before, keep=entry.report, heir=heir)
        if owns and self.entry(entry.report):
            drop += without_report(self.store, entry.report)
        if before:
            drop += without_node(before.node)
        graph = (extracted.graph if owns else b"") + (heir.graph if heir else b"")
        new += list(entry_quads(heir.entry)) if heir else []
        self._commit(drop, new, graph)
        self._touch(source.node, ox.NamedNode(entry.report))
        if before is None:
            return "added"
        return "kept" if before.report == entry.report else "replaced"

    def fail(self, source: Source) -> None:
        """Record that a source cannot be read now; what was read from it before stays."""
        before = self.source(source.key)
        if before and before.report:
            source = replace(before, error=source.error, error_zh=source.error_zh)
        if before != source:
            self._commit(without_node(source.node) if before else "", list(source_quads(source)), b"")
            self._touch(source.node)

    def remove(self, source: Source, heir: Extracted | None = None) -> None:
        """Take a source out, with its report unless another source holds the same text."""
        drop = self._dropped(source, keep=None, heir=heir) + without_node(source.node)
        self._commit(drop, list(entry_quads(heir.entry)) if heir else [], heir.graph if heir else b"")

    def orphan(self, key: str, report: str | None) -> Source | None:
        """Return the source that must be read again when `key` goes over to `report`: the next owner of what it held."""
        before = self.source(key)
        if before is None or before.report is None or before.report == report:
            return None
        holders = self.sources(before.report)
        return holders[1] if len(holders) > 1 and holders[0].key == key else None

    def _dropped(self, before: Source | None, keep: str | None, heir: Extracted | None) -> str:
        if before is None or before.report is None or before.report == keep:
            return ""
        if heir is None and len(self.sources(before.report)) > 1:
            return ""
        return without_report(self.store, before.report)

    def _commit(self, drop: str, new: Iterable[ox.Quad], graph: bytes) -> None:
        """Apply one change as one transaction; mere additions wait until there are enough for a batch of them."""
        added = (ox.serialize(new, format=ox.RdfFormat.N_QUADS) or b"") + graph
        try:
            if not self.changed:
                on_disk.mark_changed(self.path)
                self.changed = True
            if drop:
                self._settle()
                self.store.update(drop + insert(added))
                self._written(len(added))
            else:
                self.waiting.append(added)
                size = sum(map(len, self.waiting))
                if size > BATCH_BYTES or time.monotonic() - self.settled > BATCH_SECONDS:
                    self._begin_to_settle(size)
            if time.monotonic() - self.published > PUBLISH_EVERY:
                self._settle()
                self._publish()
        except OSError as error:
            raise on_disk.unwritable(self.path, error) from error

    def _begin_to_settle(self, size: int) -> None:
        """Commit the additions that wait beside what comes next; at most two batches are held in memory."""
        if self.thread is None:
            self._settle()
        elif size > BATCH_BYTES or self.loading is None or self.loading.done():
            self._finish()
            self.loading = self.thread.submit(self._load, b"".join(self.waiting))
            self.waiting.clear()
            self.loaded, self.touched = self.touched, set()
            self.settled = time.monotonic()

    def _finish(self) -> None:
        """Wait for the batch that is being committed."""
        loading, self.loading = self.loading, None
        if loading is not None:
            loading.result()
        self.loaded.clear()

    def _touch(self, *nodes: ox.NamedNode) -> None:
        """Remember what is not committed yet, so that nobody reads past it."""
        if self.waiting:
            self.touched.update(nodes)
        elif self.loading:
            self.loaded.update(nodes)

    def _settle(self) -> None:
        """Commit the additions that wait, in one transaction."""
        self._finish()
        self._load(b"".join(self.waiting))
        self.waiting.clear()  # only now: after a Ctrl-C in between, the same is written once more, which changes nothing
        self.touched.clear()
        self.settled = time.monotonic()

    def _load(self, data: bytes) -> None:
        if len(data) > BULK_FROM:
            self.bulky = True
            self.store.bulk_load(input=data, format=ox.RdfFormat.N_QUADS)  # into files of its own, all or nothing
        elif data:
            self.store.load(input=data, format=ox.RdfFormat.N_QUADS)
            self._written(len(data))

    def _written(self, size: int) -> None:
        self.unflushed += size
        if self.unflushed > FLUSH_EVERY:
            self.store.flush()
            self.unflushed = 0

    def _is_pending(self, node: ox.NamedNode) -> bool:
        return node in self.touched or node in self.loaded

    def _values(self, node: ox.NamedNode) -> dict[str, str]:
        if self._is_pending(node):
            self._settle()
        return super()._values(node)

    def sources(self, report: str | None = None) -> list[Source]:
        """Return all sources, or those of one report, by key."""
        if report is None or self._is_pending(ox.NamedNode(report)):
            self._settle()
        return super().sources(report)

    def entries(self) -> list[Entry]:
        """Return the entries of all reports, by IRI."""
        self._settle()
        return super().entries()
