"""What typesetting puts between the characters of a text: spaces inside words, invisible marks, line ends inside sentences.

These characters are no part of what a report says. `find_gaps` finds them in a folded text; they are left out for reading
(`text.reading`), while all that is read keeps the offsets of the text as given.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from gongbao.model import Span
from gongbao.text import tsv
from gongbao.text.punctuation import QUOTES_CLOSE, QUOTES_OPEN, TITLES_CLOSE, TITLES_OPEN
from gongbao.text.reading import Reading
from gongbao.text.script import LETTER

_INVISIBLE = re.compile(
    "(?:(?<=&)amp[;；]|&nbsp[;；]|[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff])+"
)
_OPENING = f"{QUOTES_OPEN}{TITLES_OPEN}（〔"
_CLOSING = f"{QUOTES_CLOSE}{TITLES_CLOSE}）〕，。；：、！？"
_STOPS = re.compile("[，。；！？]")
_SPACES = re.compile("[ 　]+")
_TWICE = re.compile(r"(?m)^(?:(\S)\1[ 　]*){4,}$")
_NUMBERED = re.compile("[0-9]{1,2} (?![年月日—–~～-])")
BREAKS = tsv.Patterns("gongbao.text", "breaks.tsv", {"letter": LETTER, "opening": _OPENING, "closing": _CLOSING})

_SEVERED = tuple(
    ",，.．0123456789零一二两三四五六七八九十百千万亿分之点个人方公小毫厘年月上下—–至到~～-家户辆艘架台批件"
)
"""What stands before a line end inside a number or date, or between it and its unit."""
_SCATTERED, _SCATTERED_SHARE = 3, 0.08
_SPREAD_TOKENS, _SPREAD_SHARE = 6, 0.7
_WRAPPED, _EVEN = 40, 6
"""A line that is broken inside a sentence is so wide at least (Chinese counts two), and nearly the widest of its block."""

_ENDED = ("。", "！", "？", "；", "：", "…", "。”", "：“")
_INNER = re.compile("[，。；：]")
_MARKED = tuple(_CLOSING + "…—")


def find_gaps(folded: str) -> tuple[Span, ...]:
    """Return the ranges of a folded text that typesetting put in, in order, not touching each other."""
    found = [m.span() for m in _INVISIBLE.finditer(folded)]
    visible = _INVISIBLE.sub("", folded) if found else folded
    inner = sorted({*_in_lines(visible), *_line_ends(visible)})
    outward = Reading([Span(*place) for place in found]).outward
    return _united(sorted([*found, *((outward(start), outward(end - 1) + 1) for start, end in inner)]))


def joined(gaps: Iterable[Span], more: Iterable[Span]) -> tuple[Span, ...]:
    """Return the gaps of both, in order, those that touch as one."""
    return _united(sorted((gap.start, gap.end) for gap in (*gaps, *more)))


def _united(ranges: list[tuple[int, int]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end in ranges:
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _in_lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if " " in line or "　" in line:
            yield from ((at + start, at + end) for start, end in _spaces(line))
        at += len(line) + 1
    for twice in _TWICE.finditer(text):
        doubled = (m for m in re.finditer(r"(\S)\1", twice[0]))
        yield from ((twice.start() + m.start() + 1, twice.start() + m.end()) for m in doubled)


def _spaces(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spaces of a line that part nothing."""
    tokens = line.split()
    if len(tokens) < 2:
        return
    single = sum(len(token) == 1 for token in tokens)
    if len(tokens) >= _SPREAD_TOKENS and single >= _SPREAD_SHARE * len(tokens) and not line.replace(" ", "").isascii():
        lead = len(line) - len(line.lstrip())
        yield from (m.span() for m in re.finditer(r"(?<=\S) (?=\S)", line) if m.start() >= lead)
        return
    lead = len(line) - len(line.lstrip(" 　"))
    numbered = _NUMBERED.match(line, lead)
    begin = numbered.end() if numbered else lead
    sentences = _STOPS.search(line) is not None
    around = BREAKS["beside" if sentences else "dated"]
    yield from (m.span() for m in around.finditer(line, begin, len(line.rstrip(" 　"))))
    ways = [*["grouped"] * (sentences or "：" in line), "last", "apart" if sentences else "pointed"]
    for group in chain.from_iterable(BREAKS[way].finditer(line, begin) for way in ways):
        places = (m.span() for m in re.finditer("(?<=[0-9,.])[ 　](?=[0-9.])", line))
        yield from ((start, end) for start, end in places if group.start() <= start and end <= group.end())
    if sentences or "：" in line:
        between = list(BREAKS["between"].finditer(line, begin)) if sentences else []
        if len(between) >= max(_SCATTERED, _SCATTERED_SHARE * len(line)):
            yield from (m.span() for m in between)
    for run in BREAKS["spread"].finditer(line):
        yield from _respaced(run)


def _respaced(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the narrowest spaces of a row of single characters (关 于 印 发; 王　刚　　李　明)."""
    spaces = [(m.start() + run.start(), m.end() + run.start()) for m in _SPACES.finditer(run[0])]
    narrow = min(end - start for start, end in spaces)
    yield from ((start, end) for start, end in spaces if end - start == narrow)


def _line_ends(text: str) -> Iterator[tuple[int, int]]:
    """Yield the line ends inside numbers, and those inside the sentences of text that was set in lines of one width."""
    block: list[tuple[int, str]] = []
    at = 0
    ends = [m.span() for m in BREAKS["line_end"].finditer(text)]
    for start, end in (*ends, (len(text), len(text)), (len(text), len(text))):
        line = text[at:start]
        bare = line.rstrip(" 　")
        if bare.endswith(_SEVERED) and (broken := BREAKS["any"].match(text, at + len(bare))):
            yield broken.span()
        if line.strip(" 　\t"):
            block.append((at, line))
        else:
            yield from _wrapped(block)
            block = []
        at = end


def _wrapped(block: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    lines = [line.strip(" 　\t") for _, line in block]
    if len(lines) < 2 or max(map(len, lines)) > 4 * _WRAPPED:
        return
    widths = [_width(line.rstrip(" 　\t")) for _, line in block]
    widest = max(widths)
    if widest > 4 * _WRAPPED:
        return
    full = [width >= _WRAPPED and widest - width <= _EVEN for width in widths]
    run: list[tuple[int, int]] = []
    cut = False
    for index, ((at, line), (next_at, following)) in enumerate(pairwise(block)):
        bare = line.rstrip(" 　\t")
        closed = bare.endswith(_ENDED) or BREAKS["labels"].match(line) is not None
        if not full[index] or not _INNER.search(bare) or closed or BREAKS["item"].match(following):
            run, cut = [], False
            continue
        cut = cut or not bare.endswith(_MARKED)
        run.append((at + len(bare), next_at))
        if following.rstrip(" 　\t").endswith(_ENDED) and cut:
            yield from run
            run, cut = [], False


def _width(line: str) -> int:
    """Return how many half-width columns a line takes: two for what GBK writes in two bytes."""
    return len(line.encode("gbk", "replace"))
