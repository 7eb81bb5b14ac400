"""Whose report it is, where neither head nor signature says so: a newspaper, an office for news, or a body it tells of.

What speaks for each body is where and how it is named; how much each sign counts was learned from annotated reports
(`issuer.tsv`, made by `tests/benchmarks/publishers.py --fit`).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gongbao import iri
from gongbao.linking import matching
from gongbao.model import Document, Entity, Mention
from gongbao.ontology import Ontology
from gongbao.text import tsv
from gongbao.text.script import fold

CERTAIN = 0.35  # a body that is less likely the publisher is not called so
SHORT = 2  # characters of a name that may be any body's: 政府, 中央
NOBODY = "nobody"
_HEAD, _TAIL, _NEAR = 150, 80, 14
_AROUND = ' \t　“”《》"「」『』'
_STOPS = "，。；：！？\n"
_PARTY = re.compile("(?:受处分人|被[纠弹处告申][^，。：]{0,4}|当事人|[原被]告|第三人|利害关系人)[：:][ 　]*$")
"""What is judged, not who judges: 受处分人：某公司, 被纠正机关：某政府."""
_SIGNS = (
    ("stated", re.compile("(?<![片频据图])(?:来[ 　]*源|稿源|转自|via)[ 　]*[：:丨｜|/@][ 　]*$|转自[【《]?$")),
    ("dated", re.compile("(?:日|近日|日前|近期|今天|昨天)[，,]?(?:[上下]午)?[，,]?$")),
    ("written", re.compile("(?:(?<![正原全本])文|作者)[ 　]*[/／丨｜|：:]$")),
    ("source", re.compile("(?<![片频据图])(?:来[ 　]*源|稿源|供稿|转自|来自)[ 　]*[：:丨｜|/]?[ 　]*$")),
    ("from", re.compile("(?:据|从)$")),
    ("interviewed", re.compile("(?:采写|撰文|撰稿)[ 　]*[/／丨｜|：:]$")),
    ("by", re.compile("(?:文|作者|摄|图)[ 　]*[/丨｜|：:]$")),
    ("on behalf", re.compile("代表$")),
    ("goes on", re.compile("(?:下一步|据悉|目前|今年以来|[截至]至目前)，$")),
)
"""What stands before a name."""
_DOES = (
    ("wire", re.compile("[^，。]{0,10}?(?:\\d+年)?(?:\\d+月\\d+日)?(?:电|讯|消息)(?=[（(，：: 　]|据|记者|$)")),
    ("reporter", re.compile("(?:客户端|[融全]媒体?|首席|见习|实习)*[ 　]*[|｜]?[ 　]*记者")),
    ("paper", re.compile("[（(][ 　]*\\d{4}年\\d{1,2}月")),
    ("tells", re.compile("消息|通报|发布|获悉|介绍|了解到|透露")),
    ("asks", re.compile("提醒|呼吁|表示|指出|提示")),
)
"""What follows a name."""
_OPENS = ("head wire", "head reporter", "tail paper", "tail interviewed")
_STATED = ("stated", "written")
_NEWS = ("by", "tail reporter", "tail paper", "tail bracket", "wire")
"""What says who publishes: newspapers that open the text, or that it names with the page or the writer, before all; sources and
writers, then newspapers anywhere, where no body is likely."""
_SPEAKS = frozenset(("clause", "line", "bracket", "title begins", *(sign for sign, _ in (*_SIGNS, *_DOES))))
"""A body that does and says nothing (经市政府批准) does not publish, however often it is named."""


class Candidate(NamedTuple):
    """A body that may be the publisher, and what speaks for and against it, each with its size."""

    entity: Entity
    signs: Mapping[str, float]

    @property
    def may_publish(self) -> bool:
        """Say whether anything shows that the body speaks, and which it is (某局, 政府)."""
        tells = len(self.entity.name) > SHORT and "anonymous" not in self.signs
        return tells and not _SPEAKS.isdisjoint(self.signs)


@cache
def weights() -> Mapping[str, float]:
    """Read how much each sign counts."""
    return {sign: float(weight) for sign, weight in tsv.rows("gongbao.linking", "issuer.tsv")}


def publisher(
    document: Document, entities: Sequence[Entity], acting: str | None, how: str | None, terms: Ontology
) -> str | None:
    """Return the IRI of whose report it is: a newspaper that opens it, one likely enough, or who acts (known by `how`)."""
    known, named = weights(), candidates(document, entities, acting, how, terms)
    scores = [sum(known.get(sign, 0.0) * size for sign, size in each.signs.items()) for each in named]
    found = [each for _, each in sorted(zip(scores, named, strict=True), key=lambda pair: -pair[0])]
    most = max(scores, default=0.0)
    share = 1 / sum(math.exp(score - most) for score in (*scores, known[NOBODY]))
    sure = (c for c in found[:1] if share >= CERTAIN and (c.may_publish or "press" in c.signs))
    ways = (_bearing(found, _OPENS, press=True), sure, _bearing(found, _STATED), _bearing(found, _NEWS, press=True))
    return next((candidate.entity.iri for way in ways for candidate in way), None)


def _bearing(found: Sequence[Candidate], signs: Sequence[str], *, press: bool = False) -> Iterator[Candidate]:
    """Yield the bodies, or only newspapers, that bear a sign, the surest sign first."""
    return (c for sign in signs for c in found if sign in c.signs and ("press" in c.signs or not press))


def candidates(
    document: Document, entities: Sequence[Entity], acting: str | None, how: str | None, ontology: Ontology
) -> list[Candidate]:
    """Return all bodies and channels that a report mentions, with their signs, in the order of their first mention."""
    actor = ontology.role("actor")
    tells = {c.id for c in ontology.entity_classes if ontology.is_a(c.id, actor) or c.words("sourceMark")}
    title = fold(document.title or "")
    sued = {e.iri for e in entities if any(f"诉{fold(name)}" in title for name in names_of(e))}
    fronts = ((e.iri, max(0, m.start - _NEAR), m.start) for e in entities for m in e.mentions)
    sued |= {one for one, *front in fronts if _PARTY.search(document.folded, *front)}
    named = [e for e in entities if e.type in tells and e.mentions and not (e.iri in sued or e.name.endswith("发布厅"))]
    named.sort(key=lambda e: e.mentions[0].start)
    page = _Page(document, named, ontology)
    known = [{f"acting: {how}": 1.0} if e.iri == acting else {} for e in named]
    return [Candidate(e, dict(page.signs(n)) | own) for n, (e, own) in enumerate(zip(named, known, strict=True))]


class _Page:
    """A report and its bodies, in the order of their first mention."""

    def __init__(self, document: Document, named: Sequence[Entity], ontology: Ontology) -> None:
        actor = ontology.get_class(ontology.role("actor"))
        self.named, self.actor = named, actor.id
        self.text, self.body = document.folded, document.body
        self.title = iri.canonical(fold(document.title or ""))
        self.press = actor.words("press")
        self.names = [names_of(entity) for entity in named]
        self.bearers: dict[str, set[int]] = {}
        self.wholes: dict[str, set[int]] = {}
        for number, names in enumerate(self.names):
            for name in names:
                self.bearers.setdefault(name, set()).add(number)
                for size in range(1, len(name)):
                    self.wholes.setdefault(name[:size], set()).add(number)
        self.most = max((len(entity.mentions) for entity in named), default=0)

    def signs(self, number: int) -> Iterator[tuple[str, float]]:
        entity = self.named[number]
        tells = any(name.endswith(self.press) for name in self.names[number])
        yield from ((sign, 1.0) for sign, holds in self._kinds(number, tells=tells) if holds)
        yield "order", math.log1p(number)
        yield "mentions", math.log(len(entity.mentions))
        yield "position", math.log1p(max(0, entity.mentions[0].start - self.body.start)) / 5
        yield "length", len(entity.name) / 10
        around = Counter(sign for n, m in enumerate(entity.mentions) for sign in self._around(m, first=n == 0))
        crossed = {f"{'press' if tells else 'body'}: {sign}" for sign in around if "=" not in sign}
        yield from ((sign, 1.0) for sign in {*around, *crossed})

    def _kinds(self, number: int, *, tells: bool) -> Iterator[tuple[str, bool]]:
        """What a body is, by its names, among the others and in the title."""
        entity, names = self.named[number], self.names[number]
        last, own_one = entity.mentions[-1].end, {number}
        yield "press", tells
        public = any(matching.is_public(name, self.actor) for name in names)
        yield "private", any(matching.ends_with(name, "private", self.actor) for name in names) and not public
        yield "public", public
        yield "anonymous", any(matching.contains(name, "anonymous") for name in names)
        yield "channel", entity.type != self.actor
        yield "first", number == 0
        yield "most", len(entity.mentions) == self.most
        yield "title begins", any(self.title.startswith(name) for name in names)
        yield "in title", any(name in self.title for name in names)
        yield "at the end", self.body.end - last < _HEAD
        yield "last", self.body.end - last < 20
        fronts = (own[:size] for own in names for size in range(3, len(own)))
        yield "part", any(self.bearers.get(front, own_one) != own_one for front in fronts)
        yield "whole", any(self.wholes.get(own, own_one) != own_one for own in names)

    def _around(self, mention: Mention, *, first: bool) -> Iterator[str]:
        """What stands around one mention."""
        text = self.text
        before = text[max(0, mention.start - _NEAR) : mention.start].rstrip(_AROUND)
        after = text[mention.end : mention.end + _NEAR].lstrip(_AROUND)
        found = [sign for sign, pattern in _SIGNS if pattern.search(before)]
        found += [sign for sign, pattern in _DOES if pattern.match(after)]
        found += ["clause"] * (before[-1:] in _STOPS)
        found += ["line"] * (before[-1:] in ("", "\n") and after[:1] in ("", "\n"))
        found += ["bracket"] * (before[-1:] in ("（", "(") and after[:1] in ("）", ")"))
        near = (f"left={before[-1:]}", f"left={before[-2:]}", f"right={after[:1]}", f"right={after[:2]}")
        where = "head" if mention.start - self.body.start < _HEAD else None
        where = "tail" if self.body.end - mention.end < _TAIL else where
        for sign in (*found, *(sign.replace("\n", "↵") for sign in near)):
            yield sign
            if first:
                yield f"first {sign}"
            if where and "=" not in sign:
                yield f"{where} {sign}"


def names_of(entity: Entity) -> frozenset[str]:
    """Return the names that a thing bears, in canonical form."""
    return frozenset((entity.name, *map(iri.canonical, entity.aliases)))
