"""Open a graph to ask it: a file, loaded into memory, or a corpus or store on disk, read as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from gongbao.corpus import layout
from gongbao.errors import GraphError

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class Opened:
    """A store to ask. `merged` says that its default graph holds what the named graphs say, each triple once.

    Where it does not, queries read the union of the named graphs, in which a triple of two reports counts twice.
    `base` is the base IRI where the store knows it; `reader` holds a corpus's view for as long as it is asked.
    """

    store: ox.Store
    merged: bool
    base: str | None = None
    reader: layout.Reader | None = None


def open_graph(path: Path, view: str | None = None) -> Opened:
    """Open a graph file, a corpus (its newest view, or the one named) or a store. Raises GraphError or StoreError."""
    if not path.is_dir():
        return Opened(load_file(path), merged=True)
    if layout.is_corpus(path):
        reader = layout.open_reader(path) if view is None else layout.open_view(path, view)
        return Opened(reader.store, _has_default(reader.store), reader.base, reader)
    with layout.readable(path):
        store = ox.Store.read_only(str(path))
    return Opened(store, _has_default(store))


def load_file(path: Path) -> ox.Store:
    """Load a graph file into memory, and what its named graphs say into the default graph too. Raises GraphError."""
    format = ox.RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if format is None:
        known = ".ttl .trig .nt .nq .rdf .jsonld"
        raise GraphError(f"{path}: not a graph by its extension; known: {known}", f"{path}：扩展名不是图文件：{known}")
    store = ox.Store()
    try:
        store.load(path=path, format=format)
    except SyntaxError as error:
        raise GraphError(
            f"{path}, line {error.lineno}: {error.msg}", f"{path} 第 {error.lineno} 行：语法错误"
        ) from error
    except (OSError, ValueError) as error:
        raise GraphError(f"{path}: cannot be read: {error}", f"{path}：无法读取") from error
    merge(store)
    return store


def merge(store: ox.Store) -> None:
    """Put what the named graphs say into the default graph, each triple once."""
    if next(store.named_graphs(), None) is not None:
        store.update(_MERGE)


def _has_default(store: ox.Store) -> bool:
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
