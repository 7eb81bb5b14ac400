"""CSV tables of entities, statements and quantities, each row with its evidence, safe to open in a spreadsheet.

A cell of text that a spreadsheet would take for a formula (it begins with = + - @, their full-width forms, a tab or a
line end) gets an apostrophe before it; numbers of ours stay numbers. UTF-8 with a byte-order mark and CRLF, as Excel
wants for Chinese.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import IO

from gongbao.export.attributes import joined, printable
from gongbao.network.dates import day_bounds
from gongbao.network.values import Edge, Network, Node, Observation
from gongbao.ontology import Ontology
from gongbao.text.formula import guarded

_READ = 1 << 20  # bytes handed on at once

Fill = Callable[[Mapping[str, IO[bytes]]], None]
"""Writes all of the files, which are given by name."""

ENTITIES = ("iri", "type", "name", "name_traditional", "aliases", "mentions", "code")
STATEMENTS = (
    *("subject", "subject_name", "predicate", "predicate_name", "object", "object_name", "modality", "score"),
    *("time", "time_start", "time_end", "evidence", "sentence", "report", "source", "start", "end", "statement"),
)
QUANTITIES = (
    *("counted", "value", "unit", "bound", "change", "comparison", "modality", "actor", "actor_name"),
    *("campaign", "campaign_name", "time", "time_start", "time_end"),
    *("evidence", "sentence", "report", "source", "start", "end", "quantity"),
)


def tables(networks: Iterable[Network], terms: Ontology) -> dict[str, Iterator[bytes]]:
    """Return the tables by name, of networks that follow one another; entities of several are put together."""
    return spooled(("entities", "statements", "quantities"), partial(_fill, networks, terms))


def _fill(networks: Iterable[Network], terms: Ontology, files: Mapping[str, IO[bytes]]) -> None:
    things: dict[str, Node] = {}
    _write(files["statements"], (STATEMENTS,))
    _write(files["quantities"], (QUANTITIES,))
    for network in networks:
        names = {node.iri: harmless(node.label) for node in network.nodes}
        _write(files["statements"], (_statement(edge, names) for edge in network.edges), head=b"")
        _write(files["quantities"], (_quantity(o, names) for o in network.observations), head=b"")
        for node in network.nodes:
            known = things.get(node.iri)
            things[node.iri] = node if known is None else _one(known, node, terms)
    _write(files["entities"], chain((ENTITIES,), (_entity(things[iri]) for iri in sorted(things))))


def _one(a: Node, b: Node, terms: Ontology) -> Node:
    """What two networks say of a thing."""
    return replace(
        a,
        type=max((a.type, b.type), key=lambda type: (len(terms.get_class(type).ancestors), type)),
        label=min(a.label, b.label),
        label_hant=min(a.label_hant, b.label_hant),
        aliases=tuple(sorted({*a.aliases, *b.aliases})),
        mentions=a.mentions + b.mentions,
        code=min(filter(None, (a.code, b.code)), default=""),
    )


def _entity(n: Node) -> Sequence[object]:
    names = harmless(n.label), harmless(n.label_hant), harmless(joined(n.aliases))
    return n.iri, n.type, *names, n.mentions, harmless(n.code)


def _statement(e: Edge, names: Mapping[str, str]) -> Sequence[object]:
    return (
        *(e.source, names.get(e.source, ""), e.relation, e.label, e.target, names.get(e.target, "")),
        *(
            e.modality,
            e.score,
            e.time,
            *day_bounds(e.time),
            harmless(joined(words for words, _, _ in e.quotations)),
            harmless(e.sentence),
        ),
        *(e.report, harmless(e.report_source), e.start, e.end, e.id),
    )


def _quantity(o: Observation, names: Mapping[str, str]) -> Sequence[object]:
    return (
        *(harmless(o.counted), o.value, harmless(o.unit), o.bound, o.change, o.comparison, o.modality),
        *(o.actor, names.get(o.actor, ""), o.campaign, names.get(o.campaign, "")),
        *(o.time, *day_bounds(o.time), harmless(o.evidence), harmless(o.sentence)),
        *(o.report, harmless(o.report_source), o.start, o.end, o.id),
    )


def harmless(words: str) -> str:
    """Return a cell of text from a report: no control characters, and nothing that a spreadsheet would run."""
    return guarded(printable(words))


def _write(file: IO[bytes], rows: Iterable[Sequence[object]], *, head: bytes = b"\xef\xbb\xbf") -> None:
    file.write(head)
    text = io.TextIOWrapper(file, "utf-8", "replace", newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    text.detach()  # else the file would be closed with it


def spooled(names: Sequence[str], fill: Fill) -> dict[str, Iterator[bytes]]:
    """Return the contents of files that one pass over a corpus writes, however long they are, in pieces.

    They are on disk until they are asked for; the first that is read makes the pass that fills them all.
    """
    files: dict[str, IO[bytes]] = {}

    def pieces(name: str) -> Iterator[bytes]:
        if not files:
            files.update((each, tempfile.TemporaryFile()) for each in names)  # noqa: SIM115  closed when it is read
            fill(files)
        with files[name] as file:
            file.seek(0)
            while piece := file.read(_READ):
                yield piece

    return {name: pieces(name) for name in names}
