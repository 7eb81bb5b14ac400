"""Open a graph to ask it: a file, loaded into memory, or a corpus or store on disk, read as it is."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from gongbao import stored
from gongbao.corpus import on_disk
from gongbao.errors import GraphError, QueryError, typed
from gongbao.export.rdf import graph_format, parsing
from gongbao.keywords import patterns
from gongbao.query import Results, has_default, run
from gongbao.triples import unmarked

MOST_GRAPHS, MOST_QUADS = 100, 300_000
"""Reports of a corpus whose graphs are put together in memory for a query that names graphs; statements of its predicates."""
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Opened:
    """A store to ask. `base` is the base IRI where the store knows it; `reader` holds a corpus's view for as long as it is asked."""

    store: ox.Store
    base: str | None = None
    reader: on_disk.Reader | None = None

    @property
    def merged(self) -> bool:
        """Whether the default graph holds what the named graphs say, each triple once."""
        return has_default(self.store)

    def ask(self, text: str, prefixes: Mapping[str, str], **graphs: Iterable[ox.NamedNode] | None) -> Results:
        """Run a query, which may be told its graphs (`default_graphs`, `named_graphs`). Raises QueryError: see `query.run`."""
        whole = partial(self._whole, text, prefixes) if self.reader is not None else None
        return run(self.store, text, prefixes=prefixes, whole=whole, **graphs)

    def _whole(self, text: str, prefixes: Mapping[str, str], graphs: Sequence[ox.NamedNode] | None) -> ox.Store:
        """Return a store in memory of what a query may need of some graphs, or of all. Raises QueryError where it is too much."""
        found = list(dict.fromkeys(self._graphs() if graphs is None else graphs))
        if graphs is None and (wanted := patterns(text, prefixes)) is not None:
            held, fitting = ox.Store(), stored.fitting(self.store, self.reports(), wanted)
            held.bulk_extend(islice(fitting, MOST_QUADS))
            if next(fitting, None) is None:
                for graph in found:
                    held.add_graph(graph)
                return held
        if len(found) > MOST_GRAPHS:
            raise QueryError("too broad", count=len(found), most=MOST_GRAPHS)
        held = stored.whole(self.store, [graph for graph in found if graph != on_disk.CATALOG])
        if on_disk.CATALOG in found:
            held.extend(self.store.quads_for_pattern(None, None, None, on_disk.CATALOG))
        if graphs is None:
            held.extend(self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        return held

    def _graphs(self) -> list[ox.NamedNode]:
        return [graph for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode)]

    def reports(self) -> list[ox.NamedNode]:
        """Return the names of the reports' graphs, sorted."""
        return sorted((graph for graph in self._graphs() if graph != on_disk.CATALOG), key=str)


def check_folder(path: Path) -> None:
    """Refuse a folder that is neither a corpus nor a store: one of reports, mostly. Raises GraphError."""
    if path.is_dir() and not on_disk.is_corpus(path) and not (path / "CURRENT").exists():
        raise GraphError("a folder and no corpus", path=path, typed=typed(path))


def open_graph(path: Path, view: str | None = None) -> Opened:
    """Open a graph file, a corpus (its newest view, or the one named) or a store. Raises GraphError or StoreError."""
    check_folder(path)
    if not path.is_dir():
        return Opened(load_file(path))
    if on_disk.is_corpus(path):
        reader = on_disk.open_reader(path) if view is None else on_disk.open_view(path, view)
        return Opened(reader.store, reader.base, reader)
    with on_disk.readable(path):
        store = ox.Store.read_only(str(path))
    return Opened(store)


@contextmanager
def reading(path: Path) -> Iterator[Opened]:
    """Open a graph for a while; a corpus's view is given back. Raises GraphError or StoreError, also while it is read."""
    with on_disk.readable(path):
        opened = open_graph(path)
        try:
            yield opened
        finally:
            if opened.reader is not None:
                opened.reader.close()


def load_file(path: Path) -> ox.Store:
    """Load a graph file into memory, and what its named graphs say into the default graph too. Raises GraphError."""
    with parsing(path):
        path.stat()  # a store whose name is mistyped is no file of another kind
    format = graph_format(path)
    store = ox.Store()
    with parsing(path):
        with path.open("rb") as file:
            marked = file.read(len(BOM_UTF8)) == BOM_UTF8
        if marked:
            store.load(unmarked(path), format=format)
        else:
            store.load(path=path, format=format)
    merge(store)
    return store


def merge(store: ox.Store) -> None:
    """Put what the named graphs say into the default graph, each triple once."""
    if next(store.named_graphs(), None) is not None:
        store.update(_MERGE)
