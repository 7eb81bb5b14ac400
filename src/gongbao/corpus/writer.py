"""Changing a corpus: additions wait beside the database and go into it together, each other change is one transaction."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from gongbao.corpus import on_disk
from gongbao.corpus.additions import Additions, GraphFile
from gongbao.corpus.store import Catalog, Entry, Extracted, Source, entry_quads, source_quads
from gongbao.errors import StoreError
from gongbao.stored import LABEL, PREFERRED, of_keywords, own

PUBLISH_EVERY = 300.0  # seconds after which a long run lets readers see what it has added
MOST_WAITING = 1_000_000_000
"""Bytes of N-Quads after which additions are put into the database: what waits for that is on the disk twice."""

FLUSH_EVERY = 8_000_000
"""Bytes of N-Quads after which the database writes out what it holds in memory; else it holds a gigabyte."""

GROWN = 1.25
"""A run that leaves so many times the bytes that it found puts the database in order: else each later one, however
small, goes on with what this one left, and an added report costs the more the larger the corpus is."""


class Writer(Catalog, AbstractContextManager["Writer"]):
    """A corpus open for writing; only one at a time. Use it in a `with`: leaving it publishes a view for readers.

    Additions wait in files beside the database, and are put into it together, in `threads` threads.
    """

    def __init__(self, path: Path, base: str, *, threads: int = 1) -> None:
        self.path, self.threads = path, threads
        self.lock = on_disk.create(path, base)
        try:
            with on_disk.readable(path):
                self._open(base)
        except OSError as error:
            self.lock.close()
            raise on_disk.unwritable(path, error) from error
        except StoreError:
            self.lock.close()
            raise

    def _open(self, base: str) -> None:
        if on_disk.base_of(self.path) != base:
            raise StoreError("a corpus has another base", path=self.path, base=on_disk.base_of(self.path))
        super().__init__(on_disk.database(self.path))
        self.changed = not on_disk.is_current(self.path)
        self.found = on_disk.size(self.path)
        self.bulky = False
        self.published = time.monotonic()
        self.unflushed = 0
        self.additions = Additions(self.path)
        self._forget()
        if not on_disk.current(self.path):
            self._publish()

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
            self.additions.close()
            del self.store  # which closes the database, before the next one may open it
            self.lock.close()

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
        drop = self._dropped(before, keep=entry.report, heir=heir)
        if owns and self.entry(entry.report):
            drop += self._without(entry.report)
        if before:
            drop += _without_node(before.node)
        if not owns:
            self.additions.drop(extracted.graph)
        if drop:
            told = [(source, entry if owns else None), (None, heir.entry if heir else None)]
            graphs = [one.graph for one in (extracted if owns else None, heir) if one]
            self._change(drop, told, graphs)
        else:
            self._add(source, entry if owns else None, extracted.graph if owns else b"")
        if before is None:
            return "added"
        return "kept" if before.report == entry.report else "replaced"

    def fail(self, source: Source) -> None:
        """Record that a source cannot be read now; what was read from it before stays."""
        before = self.source(source.key)
        if before and before.report:
            source = replace(before, error=source.error, error_zh=source.error_zh)
        if before is None:
            self._add(source, None, b"")
        elif before != source:
            self._change(_without_node(source.node), [(source, None)])

    def remove(self, source: Source, heir: Extracted | None = None) -> None:
        """Take a source out, with its report unless another source holds the same text."""
        drop = self._dropped(source, keep=None, heir=heir) + _without_node(source.node)
        self._change(drop, [(None, heir.entry)] if heir else [], [heir.graph] if heir else [])

    def orphan(self, key: str, report: str | None) -> Source | None:
        """Return the source that must be read again when `key` goes over to `report`: the next owner of what it held."""
        before = self.source(key)
        if before is None or before.report is None or before.report == report:
            return None
        holders = self.sources(before.report)
        if len(holders) < 2 or holders[0].key != key:
            return None
        self._settle()  # its text is read from the database
        return holders[1]

    def _dropped(self, before: Source | None, keep: str | None, heir: Extracted | None) -> str:
        if before is None or before.report is None or before.report == keep:
            return ""
        if heir is None and len(self.sources(before.report)) > 1:
            return ""
        return self._without(before.report)

    def _without(self, report: str) -> str:
        self._settle()
        return _without_report(self.store, report)

    def _add(self, source: Source, entry: Entry | None, graph: bytes | GraphFile) -> None:
        """Add what is new; it waits until there is enough to be put into the database together."""
        with self._changing():
            self.additions.add(_told([(source, entry)]), graph)
            self.new[source.node] = source
            if source.report:
                self.holders[source.report].append(source)
            if entry:
                self.made[entry.report] = entry
            if self.additions.size > MOST_WAITING:
                self._settle()

    def _change(
        self, drop: str, told: list[tuple[Source | None, Entry | None]], graphs: Iterable[bytes | GraphFile] = ()
    ) -> None:
        """Apply one change, which takes out and may put in, as one transaction."""
        with self._changing():
            self._settle()
            added = b"".join((_told(told), *map(self.additions.take, graphs)))
            self.store.update(drop + _insert(added))
            self._written(len(added))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Do what changes the corpus; let readers see it where they have waited long enough."""
        try:
            if not self.changed:
                on_disk.mark_changed(self.path)
                self.changed = True
            yield
            if time.monotonic() - self.published > PUBLISH_EVERY:
                self._settle()
                self._publish()
        except OSError as error:
            raise on_disk.unwritable(self.path, error) from error

    def _settle(self) -> None:
        """Put the additions that wait into the database; after a Ctrl-C in between, once more, which changes nothing."""
        size = self.additions.size
        if self.additions.load(self.store, self.threads):
            self.bulky = True
        else:
            self._written(size)
        self._forget()

    def _forget(self) -> None:
        """Forget what the catalog will say of additions: they are in the database now."""
        self.new: dict[ox.NamedNode, Source] = {}
        self.holders: dict[str, list[Source]] = defaultdict(list)
        self.made: dict[str, Entry] = {}

    def _written(self, size: int) -> None:
        self.unflushed += size
        if self.unflushed > FLUSH_EVERY:
            self.store.flush()
            self.unflushed = 0

    def source(self, key: str) -> Source | None:
        """Return the source of a key, or None."""
        return self.new.get(Source(key, "").node) or super().source(key)

    def sources(self, report: str | None = None) -> list[Source]:
        """Return all sources, or those of one report, by key."""
        if report is None:
            self._settle()
            return super().sources()
        waiting = self.holders.get(report, ())
        return sorted([*super().sources(report), *waiting], key=lambda source: source.key)

    def entry(self, report: str) -> Entry | None:
        """Return the entry of a report, or None."""
        return self.made.get(report) or super().entry(report)

    def entries(self) -> list[Entry]:
        """Return the entries of all reports, by IRI."""
        self._settle()
        return super().entries()


def _told(of: Iterable[tuple[Source | None, Entry | None]]) -> bytes:
    """What the catalog says of sources and reports, as N-Quads."""
    told: list[ox.Quad] = []
    for source, entry in of:
        told += source_quads(source) if source else ()
        told += entry_quads(entry) if entry else ()
    return ox.serialize(told, format=ox.RdfFormat.N_QUADS) or b""


def _without_node(node: ox.NamedNode) -> str:
    """The update, in SPARQL, that drops what the catalog says of a node."""
    return f"DELETE WHERE {{ GRAPH {on_disk.CATALOG} {{ {node} ?p ?o }} }};\n"


def _without_report(store: ox.Store, report: str) -> str:
    """The update that drops what a report alone says; it costs what the report says."""
    node = ox.NamedNode(report)
    hers = (*own(store, node), *of_keywords(store, node))
    told = " .\n".join(f"{q.subject} {q.predicate} {q.object}" for q in hers)
    return (
        f"DELETE {{ ?s ?p ?o . ?s {LABEL} ?name }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} "
        f"BIND(IF(?p = {PREFERRED}, ?o, ?nothing) AS ?name) "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {node}) }} }};\n"
        f"DROP SILENT GRAPH {node};\nDELETE DATA {{ {told} }};\n" + _without_node(node)
    )


def _insert(nquads: bytes) -> str:
    """The update that inserts N-Quads, graph by graph."""
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} "
        graphs.setdefault(graph, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    inside = (f"{graph}{{ {' '.join(triples)} }}" if graph else " ".join(triples) for graph, triples in graphs.items())
    return "INSERT DATA { " + "\n".join(inside) + " }"
