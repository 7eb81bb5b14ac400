"""Build a report's files: the checked graph, the network files and the viewer, each whole or absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from gongbao.check import check
from gongbao.errors import GraphError, OutputError
from gongbao.export.files import write_atomic
from gongbao.export.layout import positions
from gongbao.export.network import Network, read_network
from gongbao.export.page import render
from gongbao.export.pinyin import pinyin
from gongbao.export.rdf import serialize
from gongbao.export.xml import gexf, graphml
from gongbao.graph import prefixes, quads
from gongbao.model import Extraction
from gongbao.settings import Settings
from gongbao.text.script import to_traditional


@dataclass(frozen=True, slots=True)
class Built:
    """What was written for one report: files in order, network, notices for the summary, and the graph as N-Quads."""

    extraction: Extraction
    graph: bytes
    network: Network
    files: tuple[Path, ...]
    notices: tuple[str, ...]


def warm(settings: Settings) -> None:
    """Load and compile what writing needs: write a graph of next to nothing. Raises OutputError without the viewer."""
    nothing = read_network((), settings.ontology)
    graphml(nothing)
    gexf(nothing)
    check((), settings.ontology)
    positions((pinyin(to_traditional("写")), ""), ((0, 1),))
    render(ox.Store(), settings.ontology)


def build_one(extraction: Extraction, settings: Settings, stem: Path) -> Built:
    """Write `stem`.ttl, .graphml, .gexf and .html.

    Raises GraphError where a law is broken (nothing is written then), OutputError where a file cannot be written.
    """
    graph = quads(extraction, settings.ontology, settings.base)
    wrong = check(graph, settings.ontology)
    if wrong:
        raise GraphError(
            f"{extraction.document.source}: the graph breaks the law of {wrong[0].law} at {wrong[0].node}: "
            f"{wrong[0].message} (and {len(wrong) - 1} more); please report this with the file",
            f"{extraction.document.source}：图谱未通过检查：{wrong[0].zh}",
        )
    network = read_network(graph, settings.ontology)
    files, notices = _write(graph, network, settings, stem, ox.RdfFormat.TURTLE)
    return Built(extraction, serialize(graph, ox.RdfFormat.N_QUADS, {}), network, files, notices)


def build_together(built: Sequence[Built], settings: Settings, stem: Path) -> tuple[Path, ...]:
    """Write all reports as one: `stem`.trig with a named graph each, network files and viewer."""
    graph = [quad for one in built for quad in ox.parse(one.graph, format=ox.RdfFormat.N_QUADS)]
    network = read_network(graph, settings.ontology)
    files, _ = _write(graph, network, settings, stem, ox.RdfFormat.TRIG)
    return files


def _write(
    graph: list[ox.Quad], network: Network, settings: Settings, stem: Path, format: ox.RdfFormat
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    names = prefixes(settings.ontology, settings.base)
    contents = {
        format.file_extension: serialize(graph, format, names),
        "graphml": graphml(network),
        "gexf": gexf(network),
    }
    notices: tuple[str, ...] = ()
    try:
        store = ox.Store()
        store.extend(graph)
        contents["html"] = render(store, settings.ontology).encode()
    except OutputError as error:
        notices = (f"{stem.name}.html was not written: {error}",)
    files = []
    for extension, content in contents.items():
        path = stem.with_name(f"{stem.name}.{extension}")
        write_atomic(path, content)
        files.append(path)
    return tuple(files), notices
