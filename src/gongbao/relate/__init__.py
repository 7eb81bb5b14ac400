"""Relate the things of a report: who did what with whom, where, within what, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.model import Document, Entity, Quantity, Statement, Time
from gongbao.ontology import Ontology
from gongbao.relate.grammar import grammar
from gongbao.relate.reader import Reader


def relate(
    document: Document,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    ontology: Ontology,
) -> tuple[tuple[Statement, ...], tuple[Quantity, ...]]:
    """Return the statements of a report, and its quantities with actor, campaign, time and modality.

    Statements come in the order of their first evidence. `entities` must hold the mentions of this document.
    """
    reader = Reader(document, entities, quantities, times, ontology, grammar(ontology))
    return reader.statements(), reader.observed()
