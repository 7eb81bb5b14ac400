"""Who reports: decided once, from what head, title, signature and sentences say; nobody where nothing says it.

A body that only leads, approves or is named most does not report.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from gongbao import iri
from gongbao.linking import matching
from gongbao.model import Document, How, Mention, Span
from gongbao.ontology import ClassSpec, Ontology
from gongbao.text.alternation import alternation
from gongbao.text.punctuation import CLAUSE_ENDS, JOINERS
from gongbao.text.script import fold

_LABEL = re.compile("^[【\\[][^】\\]]{1,12}[】\\]]")
_YEARLY = re.compile("(?:关于)?[12一二][0-9〇零一二三四五六七八九]{3}年")
_CASES = re.compile("(?:发布|公布|通报|曝光|公开|披露)[^，。：]{0,20}(?:案例|案件|案$)")
_CLAUSE = re.compile(f"[{CLAUSE_ENDS}]")
_DATED = re.compile("[0-9一二三四五六七八九十〇零年月日号时点分上下半午晚晨凌内来起至到以期间—~（）() 　\\-.]*")
_OUTSIDE = {"", "\n", " ", "　", "\t", "：", ":", "，", "）"}
_NO_SUBJECT = frozenset(f"{JOINERS}的暨原，,。；;：:）)")
_SUIT = re.compile("诉.+案")
_OPENING = 3  # a source of news is told in so many first sentences
_REACH = 4  # the first subject of news stands in so many sentences
_LEFT = 80  # so many characters before a name tell whether it is a subject
_VERBS = (2, 3, 4)
_any_of = lru_cache(maxsize=64)(alternation)


class Claim(NamedTuple):
    """Who reports: its canonical name, as written, and how it is known: `press` where it only tells what others do."""

    name: str
    written: str
    how: How | Literal["press"]


def claimed(
    document: Document, named: Mapping[tuple[str, str], Sequence[Mention]], actors: Collection[str], ontology: Ontology
) -> Claim | None:
    """Decide from the names that a report mentions, by class; a signature that no mention covers counts by itself."""
    bodies: dict[str, list[Span]] = {}
    for (class_id, name), group in named.items():
        if class_id in actors:
            bodies.setdefault(name, []).extend(m.span for m in group)
    case = _Case(document, bodies, ontology)
    found = next(((case.whole(name), how) for how, name in case.ways() if name is not None), None)
    signer, signature = document.publisher, document.publisher_span
    covered = signature and any(m.span.overlaps(signature) for group in named.values() for m in group)
    text, at = document.folded, signature  # a line or a field of its own, or what came with the file
    alone = at is None or {text[max(0, at.start - 1) : at.start], text[at.end : at.end + 1]} <= _OUTSIDE
    if signer and ontology.role("actor") in actors and not covered and alone:
        tells = case.tells(iri.canonical(signer))
        if found is None or (found[1] not in ("title", "signature", "press") and not tells):
            return Claim(iri.canonical(signer), signer, "press" if tells else "signature")
    if found is None:
        return None
    name, how = found
    return Claim(name, document.text[bodies[name][0].start : bodies[name][0].end], how)


class _Case(NamedTuple):
    """A report, the bodies that may report it, by name with where each stands, and the words for what bodies do."""

    document: Document
    bodies: Mapping[str, Sequence[Span]]
    ontology: Ontology

    def ways(self) -> Iterator[tuple[How | Literal["press"], str | None]]:
        """Say one way after the other which of the bodies reports, and how it is known; None where that does not tell."""
        signed = self.signed()
        yield "title", self.titled(_YEARLY)
        yield "signature", None if signed is not None and self.tells(signed) else signed
        yield "source", self.source()
        yield "acting", self.titled(_CASES, self.first_line)
        yield "acting", self.acting()
        yield "acting", self.opens() if self.tells(iri.canonical(self.document.publisher or "")) else None
        yield "press", signed

    @property
    def actor(self) -> ClassSpec:
        return self.ontology.get_class(self.ontology.role("actor"))

    def words(self, kind: str) -> tuple[str, ...]:
        return self.actor.words(kind)

    def tells(self, name: str) -> bool:
        """Whether a body only tells or hosts what others do: a newspaper, an office for news."""
        return name.endswith((*self.words("press"), *self.words("host")))

    def quiet(self, name: str) -> bool:
        """Whether a body is not told of by what it does: it tells, is no public body, or has no name (某局)."""
        private, public = (matching.ends_with(name, kind, self.actor.id) for kind in ("private", "public"))
        return self.tells(name) or bool(private and not public) or matching.contains(name, "anonymous")

    def mentions(self) -> list[tuple[Span, str]]:
        found = ((span, name) for name, spans in self.bodies.items() for span in spans)
        return sorted(found, key=lambda one: (one[0].start, one[0].end, one[1]))

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences of the body of the report that are more than a heading."""
        for s in self.document.sentences:
            if s.start >= self.document.body.start and _CLAUSE.search(self.document.folded, s.start, s.end):
                yield s.start, s.end

    def titled(self, behind: re.Pattern[str], opening: str = "") -> str | None:
        """甲局2023年工作总结, whoever publishes it, 甲局公布典型案例, or 甲局 alone, in the title or what opens in its place."""
        title = iri.canonical(_LABEL.sub("", fold(self.document.title or opening)))
        name = max(filter(title.startswith, self.bodies), key=len, default=None)
        return name if name and (name == title or behind.match(title, len(name))) else None

    def opens(self) -> str | None:
        """The body with whose name the title begins."""
        title = self.document.text.find(self.document.title or "\n")
        return next((name for span, name in self.mentions() if span.start == title and not self.tells(name)), None)

    def signed(self) -> str | None:
        """The body whose mention is the signature that the reader of the file found, or that bears that name."""
        span, name = self.document.publisher_span, self.document.publisher
        if span is not None:
            return next((n for s, n in self.mentions() if s.covers(span)), None)
        wanted = iri.canonical(name or self.first_line)
        return wanted if wanted in self.bodies else None

    @property
    def first_line(self) -> str:
        """The first line of a report, as a title has none: nothing where it is the only line, or a clause."""
        text, start = self.document.folded, self.document.body.start
        line = text[start : max(start, text.find("\n", start))]
        return "" if _CLAUSE.search(line) else line

    def whole(self, name: str) -> str:
        """The body for which an office signs, where the report names it: 甲局 for 甲局办公室."""
        stems = (name.removesuffix(office) for office in self.words("office") if name.endswith(office))
        return next((stem for stem in stems if stem in self.bodies), name)

    def source(self) -> str | None:
        """记者从甲局获悉, 据甲局通报: the one body that the first sentences give as their source."""
        text = self.document.folded
        briefing = f"(?:{_any_of(self.words('held'))})的?[^，,。]{{0,24}}(?:{_any_of(self.words('briefing'))})上?"
        told = re.compile(f"(?:{briefing})?了?(?:{_any_of(self.words('speech'))})")
        opening = list(islice(self.sentences(), _OPENING))
        start, end = (opening[0][0], opening[-1][1]) if opening else (0, 0)
        inside = ((span, name) for span, name in self.mentions() if start <= span.start < end)
        found = {
            name
            for span, name in inside
            if text.endswith(self.words("source"), start, span.start)
            and told.match(text, span.end)
            and not self.quiet(name)
        }
        return found.pop() if len(found) == 1 else None

    def acting(self) -> str | None:
        """The first subject of the news, if no other body is the subject of more clauses; who is sued does not report."""
        if _SUIT.search(fold(self.document.title or "")):
            return None
        bounds = list(self.sentences())
        starts = [start for start, _ in bounds]
        verbs = _verbs(self.ontology)
        acting: list[str] = []
        for span, name in self.mentions():
            at = bisect_right(starts, span.start) - 1
            inside = at >= 0 and span.start < bounds[at][1]
            if inside and not self.quiet(name) and self.leads(starts[at], span, verbs):
                if not acting and at >= _REACH:
                    return None
                acting.append(name)
        most = Counter(acting).most_common(1)  # of equals the first
        return most[0][0] if most and most[0][0] == acting[0] else None

    def leads(self, start: int, span: Span, verbs: frozenset[str]) -> bool:
        """Whether a name is the subject of a clause, behind a dateline, a date or an opener, and does something."""
        text = self.document.folded
        if text[span.end : span.end + 1] in _NO_SUBJECT:
            return False
        start = max(start, span.start - _LEFT)
        cut = max((m.end() for m in _CLAUSE.finditer(text, start, span.start)), default=start)
        marks = self.ontology.get_class(self.ontology.role("platform")).words("sourceMark")  # of datelines: 讯, 电
        left = re.sub(f"^.*(?:{_any_of(marks)})(?:[（(][^（()）]*[)）])?", "", text[cut : span.start])
        if _DATED.fullmatch(re.sub(f"(?:{_any_of(self.words('opener'))})", "", left)) is None:
            return False
        stop = _CLAUSE.search(text, span.end, span.end + _LEFT)
        end = stop.start() if stop else span.end + _LEFT
        return any(text[i : i + size] in verbs for i in range(span.end, end) for size in _VERBS)


@lru_cache(maxsize=8)
def _verbs(ontology: Ontology) -> frozenset[str]:
    """The words for what bodies do and say."""
    actor = ontology.get_class(ontology.role("actor"))
    acting = (p for p in ontology.relations if any(ontology.is_a(d, actor.id) for d in p.domain))
    return frozenset((*(w for p in acting for w in p.words("trigger")), *actor.words("speech")))
