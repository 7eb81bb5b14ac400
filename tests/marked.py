"""Made-up reports with their names marked in the text: 甲[乙|O]丙."""

from __future__ import annotations

import re

from gongbao import quantities, read, temporal
from gongbao.model import Document, Entity, Mention, Quantity, Reporter, Statement
from gongbao.ontology import Ontology
from gongbao.relations import relate
from gongbao.text.script import fold

CLASSES = {
    "O": "Organization", "P": "Place", "C": "Campaign", "A": "Case",
    "E": "Event", "D": "Document", "W": "Platform", "H": "Person",
}  # fmt: skip
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Za-z]+)\]")
Row = tuple[str, str, str]


def build(
    marked: str, terms: Ontology, classes: dict[str, str] = CLASSES, sure: float = 1.0
) -> tuple[Document, list[Entity]]:
    """Turn marked text into a document and the entities of its marks, one for each name, each as `sure`."""
    text, spans, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), classes.get(match[2], match[2]), match[1]))
        text += match[1]
        at = match.end()
    document = read.from_text(text + marked[at:], "made-up.txt", ontology=terms)
    found: dict[tuple[str, str], list[Mention]] = {}
    for start, end, kind, name in spans:
        found.setdefault((kind, name), []).append(Mention(start, end, kind, "test", sure))
    return document, [Entity(f"x:{n}", k, fold(n), (n,), tuple(m)) for (k, n), m in found.items()]


def related(
    marked: str, terms: Ontology, own: str | None = None, sure: float = 1.0
) -> tuple[Document, tuple[Statement, ...], tuple[Quantity, ...]]:
    """Relate a marked text; `own` is the name that reports, each name is as `sure`."""
    document, entities = build(marked, terms, sure=sure)
    times = temporal.find(document, terms)
    counted = quantities.observe(document, terms, times).quantities
    reporter = Reporter(f"x:{own}", "signature") if own else None
    return document, *relate(document, entities, counted, times, terms, reporter=reporter)


def row(statement: Statement) -> Row:
    """The names and the predicate of a statement."""
    return statement.subject.removeprefix("x:"), statement.predicate, statement.object.removeprefix("x:")


def rows(marked: str, terms: Ontology, own: str | None = None) -> set[Row]:
    """The statements of a marked text by names."""
    return {row(s) for s in related(marked, terms, own)[1]}
