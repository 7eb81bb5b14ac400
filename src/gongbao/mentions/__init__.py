"""Finding mentions: several finders propose, one chooser decides, names found once are found everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.mentions import cases, grammar, marks, names, propagate, repair, tagger
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import choose
from gongbao.mentions.page import Page, page
from gongbao.mentions.vocabulary import vocabulary
from gongbao.model import Document, Mention
from gongbao.ontology import Ontology

FINDERS = (names.FINDER, grammar.FINDER, tagger.FINDER)
"""The finders that `without` can switch off."""

__all__ = ["FINDERS", "find", "notices"]


def notices(without: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Return what a reader must know about this installation, in English and Chinese; empty where all is well."""
    if tagger.FINDER in without or tagger.available():
        return ()
    return ((tagger.NOTICE, tagger.NOTICE_ZH),)


def find(document: Document, ontology: Ontology, *, without: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """Find the names in a report's body: sorted, without overlaps; `without` switches finders off."""
    body = document.body
    sheet = page(document.folded[body.start : body.end], body.start, vocabulary(ontology))
    proposals = list(_proposals(sheet, without))
    chosen = propagate.spread(sheet, proposals)
    return tuple(
        Mention(body.start + c.start, body.start + c.end, c.type, c.finder, round(c.score, 2)) for c in chosen
    )


def _proposals(sheet: Page, without: frozenset[str]) -> Iterator[Candidate]:
    roles = sheet.vocabulary.roles
    known = names.hits(sheet)
    place = roles.get("place", "")
    places = {hit.end: hit for hit in known if place in hit.known.types}
    if names.FINDER not in without:
        yield from names.find(sheet, known, sheet.vocabulary.words.get("placeLead", frozenset()), place)
    heads = grammar.heads(sheet)
    if grammar.FINDER not in without:
        yield from grammar.find(sheet, heads, places)
        yield from cases.numbers(sheet, roles)
        yield from marks.titles(sheet, roles.get("document"))
        yield from marks.bodies(sheet, roles.get("actor"))
        yield from marks.shared_heads(sheet, ((h.start, h.end, h.grammar.id) for h in heads), places)
    if tagger.FINDER not in without:
        yield from repair.find(sheet, heads, places)
