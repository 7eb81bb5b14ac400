"""CSV tables of entities, statements and quantities, each row with its evidence, safe to open in a spreadsheet.

A cell of text that a spreadsheet would take for a formula (it begins with = + - @, their full-width forms, a tab or a
line end) gets an apostrophe before it; numbers of ours stay numbers. UTF-8 with a byte-order mark and CRLF, as Excel
wants for Chinese.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from gongbao.export.network import joined, printable
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


def entities(network: Network) -> bytes:
    """Return the table of entities."""
    rows = (
        (n.iri, n.type, _text(n.label), _text(n.label_hant), _text(joined(n.aliases)), n.mentions, _text(n.code))
        for n in network.nodes
    )
    return _csv(ENTITIES, rows)


def statements(network: Network) -> bytes:
    """Return the table of statements."""
    names = {node.iri: node.label for node in network.nodes}
    rows = (
        (
            *(e.source, _text(names.get(e.source, "")), e.relation, e.label),
            *(e.target, _text(names.get(e.target, "")), e.modality, e.score, e.time, *day_bounds(e.time)),
            *(_text(joined(e.quotations)), _text(e.sentence), e.report, _text(e.report_source), e.start, e.end, e.id),
        )
        for e in network.edges
    )
    return _csv(STATEMENTS, rows)


def quantities(network: Network) -> bytes:
    """Return the table of quantities."""
    names = {node.iri: node.label for node in network.nodes}
    rows = (
        (
            *(_text(o.counted), o.value, _text(o.unit), o.bound, o.change, o.comparison, o.modality),
            *(o.actor, _text(names.get(o.actor, "")), o.campaign, _text(names.get(o.campaign, ""))),
            *(o.time, *day_bounds(o.time), _text(o.evidence), _text(o.sentence)),
            *(o.report, _text(o.report_source), o.start, o.end, o.id),
        )
        for o in network.observations
    )
    return _csv(QUANTITIES, rows)


def _text(words: str) -> str:
    """A cell of text from a report: no control characters, and nothing that a spreadsheet would run."""
    cell = printable(words)
    return f"'{cell}" if cell.lstrip(" \u3000\u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
