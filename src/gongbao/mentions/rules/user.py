"""What a user brings: names with their class, and head nouns, of classes of their own or of gongbao's."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules.rule import Rule, Sheet
from gongbao.ontology import ClassSpec, Ontology
from gongbao.text.alternation import alternation
from gongbao.text.words import Word
from gongbao.trace import Cited, Why

_NAME, _HEAD = 0.97, 0.96  # what users bring goes before what the tagger thinks: it was not trained for their classes
_LONGEST = 24
_BROKEN = re.compile(r"[。！？；\n]")  # what no quoted part of a name has in it
_WALL = ("v", "vd", "p", "c", "d", "u", "uj", "ul", "uz", "ud", "ug", "uv", "r", "f", "x", "y", "m", "t", "i")


def _names(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """Every occurrence of a name that the user gave, of the class the user gave it."""
    for name, kind in sheet.user_names:
        for found in re.finditer(re.escape(name), sheet.text):
            sheet.tell(NAMES.id, *found.span(), Why.USER_NAME)
            yield Candidate(*found.span(), kind, NAMES.id, _NAME)


def _typed(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """A name of a wider class that ends with a head noun of the user's class is one of that class."""
    for spec, heads in _own(sheet.ontology, sheet.trained):
        for candidate in before:
            if candidate.type == spec.id or candidate.type not in spec.ancestors:
                continue
            start, end = candidate.start, candidate.end
            head = next((word for word in heads if sheet.text.endswith(word, start, end)), None)
            if head is None:
                sheet.tell(TYPED.id, start, end, Why.OTHER_HEAD, word=spec.id)
            else:
                sheet.tell(TYPED.id, start, end, Why.HEAD_OF_NAME, Cited(spec.id, "headNoun", head))
                yield candidate._replace(type=spec.id, by=TYPED.id, score=min(1.0, candidate.score + 0.01))


def _heads(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """From a head noun back to the verb, function word or mark before it; a name that is known there begins the name."""
    specs = _own(sheet.ontology, sheet.trained)
    if not specs:
        return
    triggers = {word for p in sheet.ontology.relations for word in p.words("trigger")}
    begins = {at: known.start for known in reversed(before) for at in range(known.start + 1, known.end + 1)}
    ends = {word.end: word for word in sheet.words}
    measures = frozenset(sheet.ontology.get_class(sheet.ontology.role("observation")).words("measure"))
    measured = {word.start for word in sheet.words if sheet.text[word.start : word.end] in measures}
    for spec, words in specs:
        for match in re.finditer(alternation(words), sheet.text):
            start = _start(sheet, match.start(), begins, ends, triggers)
            number = ends.get(start - (sheet.text[start - 1 : start] == " "))
            if number is not None and number.tag == "m" and start in measured:
                start = match.start()  # 3个商场 are counted, not named
            why = Why.HEAD if start < match.start() else Why.HEAD_ALONE
            before_it = sheet.text[ends[start].start : start] if start in ends else ""
            sheet.tell(HEADS.id, start, match.end(), why, Cited(spec.id, "headNoun", match[0]), before_it)
            if start < match.start():
                yield Candidate(start, match.end(), spec.id, HEADS.id, _HEAD)


def _start(sheet: Sheet, at: int, begins: dict[int, int], ends: dict[int, Word], triggers: set[str]) -> int:
    """Walk back word by word from a head noun; what the tagger knows as a name is one step, and so is what is quoted."""
    start, floor = at, max(0, at - _LONGEST)
    while start > floor:
        if start in begins:
            start = begins[start]
            continue
        quoted = sheet.text.rfind("“", floor, start) if sheet.text[start - 1] == "”" else -1
        if quoted >= 0 and not _BROKEN.search(sheet.text, quoted, start):
            start = quoted
            continue
        word = ends.get(start)
        if word is None or word.tag in _WALL or sheet.text[word.start : word.end] in triggers:
            break
        start = word.start
    return max(start, floor)


@lru_cache(maxsize=8)
def _own(ontology: Ontology, trained: frozenset[tuple[str, str]]) -> tuple[tuple[ClassSpec, tuple[str, ...]], ...]:
    """The head nouns that the tagger was not trained beside: of new classes all, of those it knows what was added since."""
    found = ((c, tuple(w for w in c.words("headNoun") if (c.id, w) not in trained)) for c in ontology.entity_classes)
    return tuple((spec, words) for spec, words in found if words)


NAMES = Rule(
    "user-name", "*", "names given with their class (--userdict)", "启动【清湖夜巡】。", "启动清湖巡查。", _names
)
TYPED = Rule(
    "user-class",
    "*",
    "head nouns (gbw:headNoun) that the tagger was not trained beside, a user's above all, on names that it found",
    "【清河市东湖消防救援站】出动。",
    "清河市消防救援局出动。",
    _typed,
)
HEADS = Rule(
    "user-head",
    "*",
    "head nouns (gbw:headNoun) that the tagger was not trained beside, a user's above all, where it found no name",
    "检查【银泰“好货”商场】。",
    "检查3个商场。",
    _heads,
)
