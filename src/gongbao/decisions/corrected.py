"""Names as a person decided them: applied to what the chooser took, before anything is linked."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gongbao.decisions.anchor import Placed
from gongbao.decisions.decision import Applied
from gongbao.model import PERSON, Decided, Document, Mention, Notice, Span
from gongbao.text.script import fold


class _Names:
    """The names of a report, none over another, while decisions are applied to them, one after the other."""

    def __init__(self, document: Document, found: Iterable[Mention]) -> None:
        self.document = document
        self.by_start: dict[int, Mention] = {}
        self.by_words: dict[str, list[int]] = {}
        self.starts: list[int] = []
        for mention in sorted(found, key=lambda mention: mention.start):
            self.put(mention)
        self.decided: list[Decided] = []
        self.notices: list[Notice] = []

    @property
    def kept(self) -> tuple[Mention, ...]:
        return tuple(self.by_start[start] for start in self.starts)

    def put(self, mention: Mention) -> None:
        insort(self.starts, mention.start)
        insort(self.by_words.setdefault(self.words(mention), []), mention.start)
        self.by_start[mention.start] = mention

    def words(self, mention: Mention) -> str:
        return self.document.folded[mention.start : mention.end]

    def take(self, mention: Mention) -> Mention:
        self.starts.pop(bisect_left(self.starts, mention.start))
        same = self.by_words[self.words(mention)]
        same.pop(bisect_left(same, mention.start))
        return self.by_start.pop(mention.start)

    def over(self, span: Span) -> list[Mention]:
        """The names that share a character with a range."""
        found: list[Mention] = []
        at = bisect_left(self.starts, span.end) - 1
        while at >= 0 and self.by_start[self.starts[at]].end > span.start:
            found.append(self.by_start[self.starts[at]])
            at -= 1
        return found[::-1]

    def at(self, span: Span) -> Mention | None:
        """The name of exactly these characters."""
        found = self.by_start.get(span.start)
        return found if found is not None and found.end == span.end else None

    def same(self, words: str) -> list[Span]:
        """The names that are written so, in either script."""
        return [self.by_start[start].span for start in self.by_words.get(words, ())]

    def places(self, words: str) -> Iterator[Span]:
        """Where characters stand in the body, and are no part of another name."""
        return (span for span in self.all(words) if all(span.covers(mention.span) for mention in self.over(span)))

    def all(self, words: str) -> Iterator[Span]:
        """Where characters stand in the body."""
        body, at = self.document.body, self.document.body.start
        while (at := self.document.folded.find(words, at, body.end)) >= 0:
            yield Span(at, at + len(words))
            at += len(words)

    def missing(self, one: Placed, words: str) -> None:
        """Tell that a decision on this report names what does not stand in it; one on all reports may."""
        if one.decision.scope != "all" or one.span is not None:
            self.notices.append(one.decision.gone("stands nowhere on one line", words=words))

    def give(self, spans: Iterable[Span], kind: str) -> tuple[list[Mention], list[Mention]]:
        """Put names in place of what overlaps them; return what was there, and what is there now."""
        before: list[Mention] = []
        after: list[Mention] = []
        for span in spans:
            there = self.over(span)
            before += there
            for mention in there:
                self.take(mention)
            confirmed = next((m for m in there if m.span == span and m.type == kind), None)
            now = replace(confirmed, score=1.0) if confirmed else Mention(span.start, span.end, kind, PERSON, 1.0)
            self.put(now)
            after.append(now)
        return before, after


def corrected(document: Document, found: Sequence[Mention], standing: Sequence[Placed]) -> Applied[tuple[Mention, ...]]:
    """Apply the decisions on names."""
    if not standing:
        return Applied(tuple(found))
    state = _Names(document, found)
    for one in standing:
        (_right if one.decision.verdict == "right" else _wrong)(state, one)
    notices = tuple(dict.fromkeys(state.notices))  # each once, not for each place
    return Applied(state.kept, tuple(state.decided), notices)


def _words(state: _Names, one: Placed) -> str:
    """The characters of a decision as the report is read: simplified, without what typesetting put in."""
    if one.span is not None:
        return state.document.folded[one.span.start : one.span.end]
    return _written(one.decision.text, state.document)


def _written(words: str, document: Document) -> str:
    """Words that were given by hand as the report is read, where typesetting's spaces are gone."""
    given = fold(words)
    return given if given in document.folded else "".join(given.split())


def _right(state: _Names, one: Placed) -> None:
    words = _words(state, one)
    spans = [one.span] if one.span is not None else []
    if one.decision.scope != "here":
        spans += [span for span in state.places(words) if span != one.span]
    if not spans or "\n" in words:
        return state.missing(one, words)
    _record(state, one, *state.give(spans, one.decision.type))


def _wrong(state: _Names, one: Placed) -> None:
    decision, words = one.decision, _words(state, one)
    changed = bool(decision.instead or decision.type)
    spans = state.same(words) if decision.scope != "here" else []
    if one.span is not None and one.span not in spans:
        spans.append(one.span)
    if not spans and decision.scope == "all":
        return
    if not spans and next(state.all(words), None) is None:
        state.missing(one, words)
    elif changed:
        _changed(state, one, sorted(spans) or [*(state.all if decision.instead else state.places)(words)])
    else:  # what the program no longer finds was decided all the same
        _record(state, one, [state.take(mention) for span in spans if (mention := state.at(span))], [])


def _changed(state: _Names, one: Placed, spans: Sequence[Span]) -> None:
    """Give names other ends or another type; also where the program no longer finds them."""
    decision = one.decision
    before, after, instead = [], [], _written(decision.instead, state.document)
    for span in spans:
        now = _instead(state.document, instead, span) if instead else span
        kind = decision.type or next((m.type for m in state.over(span)), "")
        if now is None:
            what = decision.instead
            state.notices.append(decision.gone("is not to be found around there", what=what))
            continue
        if not kind:
            state.notices.append(decision.gone("no name was read there"))
            continue
        there = [state.take(mention) for mention in state.over(span)]
        lost, given = state.give((now,), kind)
        before += [*there, *lost]
        after += given
    if after or not spans:  # they stand in other names only
        _record(state, one, before, after)


def _instead(document: Document, words: str, span: Span) -> Span | None:
    """The nearest place of other characters that shares a character with a name."""
    low, high = max(document.body.start, span.start - len(words)), min(document.body.end, span.end + len(words))
    found = [
        Span(at, at + len(words)) for at in range(low, high - len(words) + 1) if document.folded.startswith(words, at)
    ]
    near = [other for other in found if other.overlaps(span)]
    return min(near, key=lambda other: (abs(other.start - span.start), other.start), default=None)


def _record(state: _Names, one: Placed, before: Sequence[Mention], after: Sequence[Mention]) -> None:
    state.decided.append(one.decision.settled(one.decision.text, names=tuple(before), given=tuple(after)))
