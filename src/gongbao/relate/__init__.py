"""Relate the things of a report: who did what with whom, where, within what, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.linking.aliases import Aliases
from gongbao.linking.hierarchy import structure
from gongbao.model import Document, Entity, Quantity, Reporter, Statement, Time
from gongbao.ontology import Ontology
from gongbao.relate.facts import united
from gongbao.relate.reader import Reader


def relate(
    document: Document,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    ontology: Ontology,
    *,
    reporter: Reporter | None = None,
    aliases: Aliases | None = None,
) -> tuple[tuple[Statement, ...], tuple[Quantity, ...]]:
    """Return the statements of a report, and its quantities with actor, campaign, time and modality.

    Statements come in the order of their first evidence; those that names make by themselves are among them.
    `entities` must hold the mentions of this document; `reporter` is the body that acts in sentences that name none.
    """
    reader = Reader(document, entities, quantities, times, ontology, reporter)
    return united(reader.statements(), structure(document, entities, ontology, reporter, aliases)), reader.observed()
