"""The sentences of a report, each in its section, and what each says: done, planned or required."""

import re
from collections.abc import Iterator

from gongbao.model import Section, Sentence, Span
from gongbao.read.lines import NUMBERING, SPACES, Line
from gongbao.read.wording import Wording, words_in
from gongbao.text.punctuation import CLOSING, OPENING, in_name

ENDS = "。！？；…!?"
_BY_YEAR = re.compile(r"(?:(?<![长迟期])[到至]|^)(20\d{2})年")
_PAIR = dict(zip(CLOSING, OPENING, strict=True))
_END, _BEHIND = re.compile(f"[{ENDS}]"), re.compile(f"[{re.escape(ENDS + CLOSING)}]+")
_ATTENDED = re.compile("(?:参加|出席|陪同)了?[^，；。]{0,6}。?$")
"""How a sentence behind the plans of a line ends that tells who was there: 某局、某处负责人参加活动。"""
_BRACKET = re.compile(f"[{re.escape(OPENING + CLOSING)}]")


def split_line(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of one line: an end mark inside quotes or brackets does not end a sentence.

    Where quotes or brackets do not match, they are ignored on that line. Time is linear in the length of the line.
    """
    depth = _depths(text)
    start = at = 0
    while end := _END.search(text, at):
        at = end.end()
        if depth is None or not depth[end.start()]:
            behind = _BEHIND.match(text, at)
            at = behind.end() if behind else at
            yield from _trim(text, start, at)
            start = at
    yield from _trim(text, start, len(text))


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in SPACES:
        start += 1
    while end > start and text[end - 1] in SPACES:
        end -= 1
    if start < end:
        yield start, end


def _depths(text: str) -> bytearray | None:
    """Return for each character whether it is inside quotes or brackets, or None where they do not match."""
    inside = bytearray(len(text))
    waiting: list[re.Match[str]] = []
    for mark in _BRACKET.finditer(text):
        if mark[0] in OPENING:
            waiting.append(mark)
        elif not waiting or waiting[-1][0] != _PAIR[mark[0]]:
            return None
        else:
            start = waiting.pop().start()
            inside[start : mark.start()] = b"\1" * (mark.start() - start)
    return None if waiting else inside


def find_sentences(
    kept: tuple[Line, ...], sections: tuple[Section, ...], signature: Span | None, year: int | None, wording: Wording
) -> tuple[Sentence, ...]:
    """Return the sentences of the lines, in order. The signature belongs to no section and plans nothing.

    `year` is the report's: what it says of later years (到2030年, 2025年，…) is planned.
    """
    plans = _planned_sections(kept, sections, wording)
    found: list[Sentence] = []
    current: int | None = None
    following = 0
    opened: int | None = None  # the level of the section in which a paragraph 下一步… began, 0 outside of sections
    for line in kept:
        if line.kind == "value":
            found.append(Sentence(line.start, line.end, None, wording.default))
            continue
        while following < len(sections) and sections[following].start <= line.start:
            current = following
            following += 1
            if opened is not None and sections[current].level <= opened:
                opened = None
        while current is not None and sections[current].end <= line.start:
            current = sections[current].parent
        level = sections[current].level if current is not None else 0
        lead = _lead(line.text)
        if wording.planned.opening.match(line.text, lead):
            opened = level
        elif wording.past_opening.match(line.text, lead):
            opened = None
        planned = ahead = opened is not None or (current is not None and plans[current])
        for start, end in split_line(line.text):
            sentence = line.text[start:end]
            if signature is not None and start <= signature.start - line.start < end and _closes(sentence):
                found.append(Sentence(line.start + start, line.start + end, None, wording.default))
                continue
            ahead = planned if wording.past_opening.match(sentence) or _ATTENDED.search(sentence) else ahead
            ahead = ahead or bool(wording.planned.opening.match(sentence))
            modality, turn = _modality(sentence, ahead or _is_ahead(sentence, year), wording)
            place = None if turn is None else line.start + start + turn
            found.append(Sentence(line.start + start, line.start + end, current, modality, place))
    return tuple(found)


def _closes(sentence: str) -> bool:
    """Say whether what holds the date of the signature is only that, and not a sentence that ends with it."""
    return not set(sentence) & set("。，；")


def _lead(text: str) -> int:
    """Return where the words of a line begin: after its number (一是) and the salutation (各位代表，)."""
    match = NUMBERING.match(text)
    lead = match.end() if match else 0
    address = words_in("salutation", after="[，,：:！!]").match(text, lead)
    return address.end() if address else lead


def _is_ahead(sentence: str, year: int | None) -> bool:
    """Say whether a sentence speaks of what is to be by, or begins with, a year after that of the report."""
    return year is not None and any(int(match[1]) > year for match in _BY_YEAR.finditer(sentence))


def _modality(sentence: str, planned: bool, wording: Wording) -> tuple[str, int | None]:
    """Return the modality of a sentence and the place of the word that makes it so, None for all of the sentence."""
    if cues := [cue for cue in wording.required.cue.finditer(sentence) if not in_name(sentence, *cue.span())]:
        grounds = [match.span() for match in wording.required.ground.finditer(sentence)]
        if found := next((c for c in cues if not any(a <= c.start() and c.end() <= z for a, z in grounds)), None):
            return wording.required.id, None if planned else found.start()
    if planned:
        return wording.planned.id, None
    found = wording.planned.cue.search(sentence)
    if found and not in_name(sentence, *found.span()):
        return wording.planned.id, found.start()
    return wording.default, None


def _planned_sections(kept: tuple[Line, ...], sections: tuple[Section, ...], wording: Wording) -> list[bool]:
    """Say for each section whether its heading, or one above it, announces plans.

    A part of a planned section is planned. After a planned section of the top level the next ones are planned too,
    unless their heading looks back; a heading that does both (成就和目标任务) leaves it to the sentences.
    """
    texts = {line.start: line.text for line in kept}
    plans: list[bool] = []
    before = False
    for section in sections:
        heading = texts[section.start][: section.heading.end - section.heading.start]
        ahead, back = bool(wording.planned.heading.search(heading)), bool(wording.past_heading.search(heading))
        inherited = before if section.parent is None else plans[section.parent]
        top = section.parent is None
        plan = (ahead or inherited) if not back else (inherited and (ahead or not top))
        plans.append(plan)
        if top:
            before = plan
    return plans
