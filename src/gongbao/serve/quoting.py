"""Sentences of reports as the pages quote them: the words marked, the report with a link to the very place."""

from __future__ import annotations

import pyoxigraph as ox

from gongbao.ontology import OA
from gongbao.serve.judging import judging
from gongbao.serve.markup import Visit, path_of, shown, text
from gongbao.serve.reader import Node, Reader


def told(reader: Reader, visit: Visit, statement: Node) -> str:
    """The sentences that a statement was read from, and whence its subject comes where they do not name it."""
    quoted = "".join(
        quotation(reader, visit, evidence) + judging(reader, visit, statement, evidence)
        for evidence in reader.nodes(statement, reader.prop("evidence"))
    )
    return quoted + supplied(reader, visit, statement)


def supplied(reader: Reader, visit: Visit, statement: Node) -> str:
    """Say where a statement's subject was supplied from; nothing where the sentence names it."""
    whence = reader.value(statement, reader.prop("subjectSupplied"))
    return f'<p class="supplied">{visit.word(f"supplied{whence}")}</p>' if whence else ""


def quotation(reader: Reader, visit: Visit, evidence: Node) -> str:
    """The sentence of a piece of evidence with its words marked, and the report with the offsets."""
    words = reader.value(evidence, OA + "exact")
    start, end = reader.number(evidence, OA + "start"), reader.number(evidence, OA + "end")
    sentence = reader.first(evidence, reader.prop("sentence"))
    whole, at = reader.value(sentence, OA + "exact"), reader.number(sentence, OA + "start")
    marked = f"<mark>{text(words)}</mark>"
    if start is not None and at is not None:
        offset = start - at
        if offset >= 0 and whole[offset : offset + len(words)] == words:
            marked = text(whole[:offset]) + marked + text(whole[offset + len(words) :])
    report = reader.first(evidence, reader.prop("inReport"))
    return f"<blockquote><bdi>{marked}</bdi>{cited(reader, visit, report, start, end)}</blockquote>"


def cited(reader: Reader, visit: Visit, report: Node | None, start: int | None, end: int | None) -> str:
    """The report's title and date; the link leads to the place in its text."""
    if not isinstance(report, ox.NamedNode):
        return ""
    date = reader.date(report)
    dated = f" <time>{text(date)}</time>" if date else ""
    if not report.value.startswith(visit.base) or start is None or end is None:
        return f"<cite>{shown(reader.label(report))}{dated}</cite>"
    href = f"{path_of(report.value)}?at={start}-{end}#at"
    return f'<cite><a href="{text(href)}">{shown(reader.label(report))}</a>{dated} <span>{start}–{end}</span></cite>'
