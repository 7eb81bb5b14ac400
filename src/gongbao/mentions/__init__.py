"""Finding mentions: several finders propose, one chooser decides, names found once are found everywhere."""

from __future__ import annotations

import re

from gongbao.mentions import (
    aliases,
    branches,
    cases,
    grammar,
    hotlines,
    lists,
    marks,
    names,
    people,
    propagate,
    repair,
    sites,
    tagger,
    units,
)
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page, page
from gongbao.mentions.vocabulary import vocabulary
from gongbao.model import Document, Mention
from gongbao.ontology import Ontology

FINDERS = (names.FINDER, grammar.FINDER, tagger.FINDER)
"""The finders that `without` can switch off."""

__all__ = ["FINDERS", "find", "notices", "warm"]


def notices(without: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """Return what a reader must know about this installation, in English and Chinese; empty where all is well."""
    if tagger.FINDER in without or tagger.available():
        return ()
    return ((tagger.NOTICE, tagger.NOTICE_ZH),)


def warm(without: frozenset[str] = frozenset()) -> None:
    """Begin to load what takes longest, beside whatever the program does next; a process that forks must not."""
    if tagger.FINDER not in without and tagger.available():
        tagger.warm()


def find(document: Document, ontology: Ontology, *, without: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """Find the names in a report's body: sorted, without overlaps; `without` switches finders off."""
    body = document.body
    sheet = page(document.folded[body.start : body.end], body.start, vocabulary(ontology))
    chosen = propagate.spread(sheet, _proposals(sheet, without))
    return tuple(Mention(body.start + c.start, body.start + c.end, c.type, c.finder, round(c.score, 2)) for c in chosen)


def _proposals(sheet: Page, without: frozenset[str]) -> list[Candidate]:
    roles = sheet.vocabulary.roles
    place, actor = roles.get("place", ""), roles.get("actor", "")
    lead = sheet.vocabulary.words.get("placeLead", frozenset())
    hits = names.hits(sheet, lead) if names.FINDER not in without else []
    places = names.anchors(sheet, hits, place)
    bodies = {h.end: h for h in hits if actor in h.known.types and not h.known.weak}
    known = grammar.Known(
        places,
        places | bodies,
        frozenset(h.end for h in hits if not h.known.weak),
        frozenset(sheet.text[h.start : h.end] for h in hits if h.known.weak),
        {h.start: h.end for h in hits if not h.known.weak},
    )
    found = names.find(sheet, hits, lead, place)
    heads = grammar.heads(sheet)
    if grammar.FINDER not in without:
        found += grammar.find(sheet, heads, known)
        found += cases.numbers(sheet, roles)
        found += marks.titles(sheet, roles.get("document"))
        found += marks.articles(sheet, roles.get("document"))
        found += marks.founded(sheet, roles.get("actor"))
        found += marks.groups(sheet, roles.get("actor"))
        found += marks.sources(sheet, roles.get("platform"))
        found += marks.houses(sheet, roles.get("actor"))
        found += [*marks.addressed(sheet, roles.get("event")), *marks.congresses(sheet, roles.get("event"), places)]
        found += hotlines.find(sheet, heads, found)
        found += lists.bodies(sheet, roles.get("actor"))
        found += marks.mass_bodies(sheet, roles.get("actor"))
        found += marks.named_before(sheet, heads, known)
        found += marks.shared_heads(sheet, heads, places)
        found += marks.listed_campaigns(sheet, heads, known)
        persons = list(people.find(sheet, roles.get("person")))
        found = [c for c in found if c.type != actor or not people.inside(c, persons)] + persons
    if tagger.FINDER not in without:
        found += repair.find(sheet, heads, known, found)
    if grammar.FINDER not in without:
        found += sites.find(sheet, heads, found, places)
        found += [*sites.coded(sheet), *sites.sections(sheet, found), *sites.stations(sheet, places)]
        found += branches.numbered(sheet, place, places)
        found += branches.find(sheet, found, places)
        found += [*branches.coded(sheet, found, place), *branches.bracketed(sheet, found)]
        found += branches.chained(sheet, found, place, places)
        found += units.find(sheet, heads, found, known.starts)
        found += units.stationed(sheet, found)
    found += grammar.sections(sheet, found, heads)
    if grammar.FINDER not in without:
        found += marks.same_heads(sheet, heads, found)
        found += lists.units(sheet, heads, found)
        found += lists.sisters(sheet, heads, places)
    found += marks.siblings(sheet, found)
    found += marks.celebrated(sheet, found)
    found += aliases.find(sheet, found)
    barred = {at for opening in marks.works(sheet) for at in range(opening, sheet.pairs[opening])}
    return [
        c
        for c in found
        if c.start not in barred and not sheet.goes_on(c.type, c.end) and not _LOST.search(sheet.text, c.start, c.end)
    ]


_LOST = re.compile(r"[\ufffd\ue000-\uf8ff\n]|\?\?")
"""Characters that were lost, and ends of lines: no name runs across them."""
