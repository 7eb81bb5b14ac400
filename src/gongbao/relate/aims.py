"""The conduct that the name of a campaign says it acts against: 打击甲专项行动, 整治甲, 甲专项整治."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongbao.model import Entity, Mention, Span
from gongbao.relate.clauses import Layout
from gongbao.relate.conduct import Conduct
from gongbao.relate.facts import NAMED, Fact
from gongbao.relate.grammar import Relation

_CLOSERS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_PARTS = re.compile("[·•—－：:]+")
_QUOTES = "".join((*_CLOSERS, *_CLOSERS.values()))
_LIST = re.compile("[^、]+")
_AND = re.compile("[和与及](?=..)")
_QUOTATION = re.compile("[“‘「『][^“”‘’「」『』]+[”’」』]")
_ROW = re.compile(f"(?:{_QUOTATION.pattern}){{2,}}")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Forms:
    """How names say it: a verb before the conduct, or the noun of the effort after it."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    tail: re.Pattern[str]
    verb: re.Pattern[str]
    head: re.Pattern[str]


@lru_cache(maxsize=8)
def _forms(conduct: Conduct) -> _Forms:
    code = "(?:[“‘「『][^“”‘’「」『』]{1,8}[”’」』])?(?:第?[0-9一二三四五六七八九十]{1,4}号)?"
    tails, verbs = conduct.tails, f"{conduct.attacks}|{conduct.corrects}"
    return _Forms(
        re.compile(f"(?P<lead>.*?)(?:(?P<attack>{conduct.attacks})|{conduct.corrects})(?P<object>.+?){code}(?:{tails})*"),
        re.compile(f"(?P<object>.+?){code}(?:{tails})*(?:{verbs})(?:{tails}|{verbs})*"),
        re.compile(f"(?:{tails}|{verbs})*"),
        re.compile(f"(?:{verbs})$"),
        re.compile(f"(?:{tails})$"),
    )  # fmt: skip


def named(entities: Sequence[Entity], layout: Layout) -> Iterator[Fact]:
    """Read the conduct that the names of campaigns say: 打击甲专项行动, 无人机“黑飞”专项整治."""
    words = layout.words
    for relation in (r for r in words.relations.values() if r.to_concept and r.id in words.conduct):
        for entity in entities:
            if words.fits[entity.type].isdisjoint(relation.domain):
                continue
            for mention in sorted(entity.mentions, key=lambda m: (m.start - m.end, m.start)):
                found = list(_told(mention, relation, layout))
                if found:
                    yield from (_fact(entity, relation, mention, span, layout) for span in found)
                    break


def _fact(entity: Entity, relation: Relation, mention: Mention, span: Span, layout: Layout) -> Fact:
    words = layout.text[span.start : span.end]
    done = layout.words.done
    return Fact(entity.iri, relation.id, words, None, mention.span, span, done, NAMED, concept=True)


def _told(mention: Mention, relation: Relation, layout: Layout) -> Iterator[Span]:
    text, conduct = layout.text[mention.start : mention.end], layout.words.conduct[relation.id]
    quoted = layout.words.named[relation.id].search(text) if relation.id in layout.words.named else None
    if quoted and quoted.start() and conduct.mark.search(quoted["object"]):
        yield Span(mention.start + quoted.start("object"), mention.start + quoted.end("object"))
        return
    wrapped = text[0] in _CLOSERS or layout.text[mention.start - 1] in _CLOSERS
    before = None if wrapped else _forms(conduct).verb.search(layout.text, max(0, mention.start - 8), mention.start)
    low = before.start() if before else mention.start
    if low == mention.start and text.count(_CLOSERS.get(layout.text[low - 1 : low], "\0")) % 2:
        low -= 1
    text = layout.text[low : mention.end]
    for start, end in _objects(text, conduct):
        yield Span(low + start, low + end)


def _objects(text: str, conduct: Conduct) -> Iterator[tuple[int, int]]:
    """The ranges of a name that are conduct; a name may join two with 暨."""
    low, high = _inner(text, conduct)
    for part in re.finditer("[^暨]+", text[low:high]):
        yield from _object(text, low + part.start(), low + part.end(), conduct)


def _object(text: str, low: int, high: int, conduct: Conduct) -> Iterator[tuple[int, int]]:
    forms = _forms(conduct)
    found = forms.before.fullmatch(text, low, high)
    if found is not None and forms.tail.fullmatch(found["object"].strip(_QUOTES)) is None:
        if text[found.start("object")] not in _CLOSERS or not forms.head.search(found["object"].rstrip(_QUOTES)):
            yield from _listed(text, *found.span("object"), conduct)
        return
    found = forms.after.fullmatch(text, low, high)
    if found is not None:
        start, end = found.span("object")
        lead = conduct.lead.search(text, start, end)
        if lead is not None and not conduct.state.search(text, start, end):
            start = lead.start()
        asked = conduct.asked.match(text, end, high)
        if asked is not None and text[end - 1] not in _QUOTES:
            end = asked.end()
        yield from _listed(text, start, end, conduct, whole=asked is not None)


def _inner(text: str, conduct: Conduct) -> tuple[int, int]:
    """The part of a name that describes: inside of quotes around it or before its head, after 清朗·."""
    low, high = 0, len(text)
    shut = text.find(_CLOSERS[text[0]], 1) if text[0] in _CLOSERS else -1
    if shut > 0 and _forms(conduct).tail.fullmatch(text, shut + 1):
        low, high = 1, shut
    for part in _PARTS.finditer(text, low, high):
        inside = text[low : part.start()]
        if high - part.end() >= 4 and all(inside.count(o) == inside.count(c) for o, c in _CLOSERS.items()):
            low = part.end()
    return low, high


def _unquoted(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Part what stands in a row of quotations: “甲”“乙”丙."""
    for left, right in pieces:
        row = _ROW.match(text, left, right)
        if row is not None:
            yield from ((m.start(), m.end()) for m in _QUOTATION.finditer(text, left, row.end()))
            left = row.end()
        if left < right:
            yield left, right


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of an item on both sides of 和."""
    found, at = [], start
    for match in _AND.finditer(text, start, end):
        found.append((at, match.start()))
        at = match.end()
    return [*found, (at, end)]


def _listed(text: str, start: int, end: int, conduct: Conduct, *, whole: bool = False) -> Iterator[tuple[int, int]]:
    """The items of a list of conduct within a name."""
    end = next((m.start() for m in re.finditer("[，,等]", text[start:end]) if m.start() > 1), end - start) + start
    pieces: list[tuple[int, int]] = []
    for item in _LIST.finditer(text, start, end):
        halves = _halves(text, *item.span())
        alike = all(conduct.mark.search(text, a, b) for a, b in halves)
        apart = alike and not whole and not conduct.state.search(text, start, end)
        pieces += halves if apart else [item.span()]
    for left, right in _unquoted(text, pieces):
        cleaned = conduct.clean(text, left, right, closed=whole)
        if cleaned is not None and cleaned[1] - cleaned[0] <= _LONGEST:
            yield cleaned
