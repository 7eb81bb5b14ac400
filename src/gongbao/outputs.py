"""Build a report's files: the checked graph, the network files and the viewer, each whole or absent."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from gongbao.errors import GraphError, OutputError
from gongbao.export.atomic import spare, write_atomic
from gongbao.export.formats import Material, get_format
from gongbao.export.layout import positions
from gongbao.export.rdf import serialize
from gongbao.export.viewer_page import render
from gongbao.graph import prefixes, quads
from gongbao.messages import both
from gongbao.model import Extraction, Notice
from gongbao.network.choice import Choice
from gongbao.network.values import Network
from gongbao.settings import Settings
from gongbao.text.pinyin import pinyin
from gongbao.text.script import to_traditional
from gongbao.validate.laws import check


class Built(NamedTuple):
    """What was written for one report: files in order, network, and notices for the summary."""

    extraction: Extraction
    network: Network
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]


def warm(settings: Settings) -> None:
    """Load and compile what writing needs: write a graph of next to nothing. Raises OutputError without the viewer."""
    _contents(Material(tuple, settings.ontology, {}))
    check((), settings.ontology)
    positions((pinyin(to_traditional("写")), ""), ((0, 1),))
    render(ox.Store(), settings.ontology)


def build_one(extraction: Extraction, settings: Settings, stem: Path, choice: Choice) -> Built:
    """Write `stem`.ttl, .graphml, .gexf and .html; the network files by choice.

    Raises GraphError where a law is broken (nothing is written then), OutputError where a file cannot be written.
    """
    graph = quads(extraction, settings.ontology, settings.base)
    wrong = check(graph, settings.ontology)
    if wrong:
        source, more = extraction.document.source, len(wrong) - 1
        found = GraphError(wrong[0].message, wrong[0].zh)
        raise GraphError(
            "the graph breaks a law", source=source, law=wrong[0].law, node=wrong[0].node, found=found, more=more
        )
    files, notices, network = _write(graph, settings, stem, ox.RdfFormat.TURTLE, choice)
    return Built(extraction, network, files, notices)


def build_together(built: Sequence[Built], settings: Settings, stem: Path, choice: Choice) -> tuple[Path, ...]:
    """Write all reports as one, in whatever order they come: `stem`.trig with a named graph each, network and viewer."""
    ordered = sorted(built, key=lambda one: (one.extraction.document.source, one.extraction.document.sha256))
    graph = [quad for one in ordered for quad in quads(one.extraction, settings.ontology, settings.base)]
    files, _, _ = _write(graph, settings, stem, ox.RdfFormat.TRIG, choice)
    return files


def _write(
    graph: list[ox.Quad], settings: Settings, stem: Path, format: ox.RdfFormat, choice: Choice
) -> tuple[tuple[Path, ...], tuple[Notice, ...], Network]:
    for ending in ("html", format.file_extension):
        spare(stem.with_name(f"{stem.name}.{ending}"))
    names = prefixes(settings.ontology, settings.base)
    material = Material(lambda: graph, settings.ontology, names, choice)
    contents: dict[str, bytes | Iterable[bytes]] = {f".{format.file_extension}": serialize(graph, format, names)}
    contents |= _contents(material)
    notices: tuple[Notice, ...] = ()
    try:
        store = ox.Store()
        store.extend(graph)
        measured = material.drawing.measured
        contents[".html"] = render(store, settings.ontology, measured=measured).encode()
    except OutputError as error:
        notices = (Notice(*both("the page was not written", name=stem.name, error=error)),)
    files = []
    for suffix, content in contents.items():
        path = stem.with_name(f"{stem.name}{suffix}")
        write_atomic(path, content)
        files.append(path)
    return tuple(files), notices, material.network


def _contents(material: Material) -> dict[str, bytes | Iterable[bytes]]:
    """The network files that every build writes."""
    return {k: v for name in ("graphml", "gexf") for k, v in get_format(name).write(material).items()}
