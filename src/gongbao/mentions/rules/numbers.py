"""Numbers of documents and cases: 津交罚〔2023〕12号, ESS 12/2023."""

import re
from collections.abc import Iterator, Sequence

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules.rule import Rule, Sheet
from gongbao.text.script import LETTER
from gongbao.trace import Cited, Why

_SENDER = 12  # characters of a sender
_NUMBER = re.compile(
    rf"(?P<sender>{LETTER}{{0,{_SENDER}}})[〔（] ?(?:19|20)\d\d ?[〕）][^\W\d_]{{0,8}}\d{{0,6}}{LETTER}{{0,6}}第?\d+(?:[-－]\d+)?号"
)
_YEAR = re.compile(r"[〔（] ?(?:19|20)\d\d ?[〕）]")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,6} ?\d{1,6}/(?:19|20)\d\d(?!\d)")
_FRAME = frozenset({"v", "vn", "p", "c", "d", "u", "uj", "r", "f"})
_PARTICLES = frozenset("按的据由以为和及与在")


def _numbers(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """A year in brackets and a number; a mark in the sender's part (gbw:numberMark) makes it a case."""
    case, document = sheet.role("case"), sheet.role("document")
    marks = sheet.ontology.get_class(case).words("numberMark") if case else ()
    year = _YEAR.search(sheet.text)
    for match in _NUMBER.finditer(sheet.text, max(0, year.start() - _SENDER)) if year else ():
        start = match.start() + _sender(sheet, match["sender"])
        sender = sheet.text[start : match.end("sender")]
        mark = next((mark for mark in marks if mark in sender), None)
        kind = case if not sender or mark else document
        if kind is not None:
            why = Why.NUMBER_CASE if mark else Why.NUMBER_DOCUMENT if sender else Why.NUMBER_ALONE
            sheet.tell(NUMBERS.id, start, match.end(), why, Cited(kind, "numberMark", mark) if mark else None)
            yield Candidate(start, match.end(), kind, NUMBERS.id, 0.97)
    if case is not None:
        for match in _LATIN.finditer(sheet.text):
            sheet.tell(NUMBERS.id, *match.span(), Why.NUMBER_ALONE)
            yield Candidate(match.start(), match.end(), case, NUMBERS.id, 0.9)


def _sender(sheet: Sheet, before: str) -> int:
    """How many characters before the bracket belong to the sentence (根据津交发〔2023〕5号): up to the last function word."""
    at = cut = 0
    for word, tag in sheet.segmenter.tagged(before):
        at += len(word)
        if (tag in _FRAME and len(word) > 1) or word in _PARTICLES:
            cut = at
    return cut


NUMBERS = Rule(
    "number",
    "*",
    "a year in brackets with 号; marks of cases (gbw:numberMark)",
    "依据【津交发〔2023〕5号】作出【津交罚〔2023〕12号】。",
    "第12号台风（2023）登陆。",
    _numbers,
)
