"""CSV tables of entities, statements and quantities, each row with its evidence, safe to open in a spreadsheet.

A cell of text that a spreadsheet would take for a formula (it begins with = + - @, their full-width forms, a tab or a
line end) gets an apostrophe before it; numbers of ours stay numbers. UTF-8 with a byte-order mark and CRLF, as Excel
wants for Chinese.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from gongbao.export.attributes import joined, printable
from gongbao.network.dates import day_bounds
from gongbao.network.values import Network

_FORMULA = tuple("=+-@＝＋－＠\t\r\n")

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


def entities(network: Network) -> Iterator[bytes]:
    """Return the table of entities."""
    rows = (
        (
            n.iri,
            n.type,
            harmless(n.label),
            harmless(n.label_hant),
            harmless(joined(n.aliases)),
            n.mentions,
            harmless(n.code),
        )
        for n in network.nodes
    )
    return _csv(ENTITIES, rows)


def statements(network: Network) -> Iterator[bytes]:
    """Return the table of statements."""
    names = {node.iri: node.label for node in network.nodes}
    rows = (
        (
            *(e.source, harmless(names.get(e.source, "")), e.relation, e.label),
            *(e.target, harmless(names.get(e.target, "")), e.modality, e.score, e.time, *day_bounds(e.time)),
            *(
                harmless(joined(e.quotations)),
                harmless(e.sentence),
                e.report,
                harmless(e.report_source),
                e.start,
                e.end,
                e.id,
            ),
        )
        for e in network.edges
    )
    return _csv(STATEMENTS, rows)


def quantities(network: Network) -> Iterator[bytes]:
    """Return the table of quantities."""
    names = {node.iri: node.label for node in network.nodes}
    rows = (
        (
            *(harmless(o.counted), o.value, harmless(o.unit), o.bound, o.change, o.comparison, o.modality),
            *(o.actor, harmless(names.get(o.actor, "")), o.campaign, harmless(names.get(o.campaign, ""))),
            *(o.time, *day_bounds(o.time), harmless(o.evidence), harmless(o.sentence)),
            *(o.report, harmless(o.report_source), o.start, o.end, o.id),
        )
        for o in network.observations
    )
    return _csv(QUANTITIES, rows)


def harmless(words: str) -> str:
    """Return a cell of text from a report: no control characters, and nothing that a spreadsheet would run."""
    cell = printable(words)
    return f"'{cell}" if cell.lstrip(" \u3000\u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain((columns,), rows):
        writer.writerow(row)
        yield out.getvalue().encode("utf-8", "replace")
        out.seek(0)
        out.truncate()
