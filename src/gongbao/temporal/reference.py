"""What year a report is of that has neither date of issue nor dated title: what it tells of itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from gongbao.model import Document
from gongbao.text import numerals
from gongbao.text.script import LETTER

YEAR = "(?:1[89]|2[01])[0-9]{2}"
_NAMED_DATES = re.compile("《[^《》]{1,80}》|[〔\\[【（(][0-9]{4}[〕\\]】）)]")
_TRADITIONAL = 0.1
"""Share of characters that folding changes, from which on a text is in traditional script; in such texts it is a third."""

_HEAD, _TAIL = 200, 80
_BYLINE = re.compile(
    f"(?<![至到—~～-])({YEAR})年[01]?[0-9]月[0-3]?[0-9]日(?=[ 　]*(?:来源|编辑|讯|电|消息|$|(?!{LETTER})[^，、。；至到—~～-]))"
    "(?![ 　]*[0-9]{1,2}[时分])"
)
_MONTHS = re.compile(f"(?P<y>{YEAR}年)?(?<![0-9])(?:1[0-2]|[1-9])(?:[—–至到-](?:1[0-2]|[1-9]))?月")
_OWN = re.compile(
    f"截[至止]到?({YEAR})年(?!底|末|12月)(?![^，。]{{0,6}}前)"
    f"|(?<![0-9到至—–~～-])({YEAR})年(?=[上下]半年|第?[一二三四1-4]季度|前[一二三四五六七八九十两0-9]{{1,2}}个?[月季]"
    "|“(?![0-9]|[^”]{0,8}[0-9])|第[一二三四五六七八九十0-9]{1,3}[次批届期周])"
    "|[“「][^“”「」0-9\n]{0,12}(20[0-3][0-9])(?=[^0-9“”「」年][^“”「」0-9\n]{0,16}[”」]|[”」])"
)
"""A year that tells when a report is of: 截至2023年6月, 2023年上半年, 2023年第三次会议, the quoted campaign of that year. Of other
years told as past, 54 in a hundred were that of the report."""


_TITLED = re.compile(
    f"(?<![—–至到~～0-9-])(?P<y>{YEAR}|二[〇零○][〇零○一二三四五六七八九]{{2}}|1[0-2][0-9])(?P<last>[—–至~-]{YEAR})?(?P<of>学年|年)"
    "(?:(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?![0-9一二三]))?"
)
_REPUBLIC = re.compile(
    "[一1](?:(?<=一)(?<![一二三四五六七八九十〇零]一)[〇零一二][〇零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月"
    "|(?<=1)(?<![0-9]1)[0-2][0-9]年[01]?[0-9]月[0-3]?[0-9]日"
    "|(?<=一)百[一二]?十?[一二三四五六七八九]?年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
"""Dates in years counted from 1912: 一一四年五月, 114年5月8日."""
_REPUBLIC_YEARS = re.compile(
    "(1[0-2][0-9])(?<![0-9第近]...)年(?![期来间龄])(度|起|[01]?[0-9]月|第[一二三四1-4]季|[上下]半年)?"
)


class Title(NamedTuple):
    """What a title says of when its report is of: a year, a month (2024-11), or the year in which a school year begins."""

    year: int | None
    month: str = ""
    school: int | None = None


def titled(title: str, republic: bool) -> Title:
    """Return the first time that a folded title names, in years of the Republic where they are counted so."""
    for found in _TITLED.finditer(title):
        year = int(numerals.digits(found["y"]) or 0)
        year += 1911 if year < 1000 and republic else 0
        if found["of"] == "学年":
            return Title(None, school=year)
        if year > 1000 and not found["last"]:
            return Title(year, f"{year}-{int(numerals.value(found['m']) or 0):02d}" if found["m"] else "")
    return Title(None)


def by_republic(document: Document) -> bool:
    """Say whether years are counted from 1912, by dates that say so, or by two such parts of years (114年5月, 114年第一季).

    In a text in traditional script one is enough, or three years on end (110年…，111年…，112年…): 114年 may be a length of time.
    """
    found = _REPUBLIC_YEARS.findall(document.folded)
    parts, years = [part for _, part in found if part], {int(year) for year, _ in found}
    if len(parts) > 1 or _REPUBLIC.search(document.folded):
        return True
    return (bool(parts) or any({year + 1, year + 2} <= years for year in years)) and traditional(document)


def traditional(document: Document) -> bool:
    """Say whether a report is written in traditional script."""
    changed = sum(1 for own, folded in zip(document.text, document.folded, strict=True) if own != folded)
    return changed > _TRADITIONAL * len(document.folded)


def stated(document: Document, titled: int | None) -> int | None:
    """Return the year that a report without date of issue tells it is of, or None; `titled` is the first in its title.

    A five-year plan opens and closes in a known year (今年是“十五五”开局之年); else a date in a byline at the head or the end
    counts, and what is told of parts of a year and of what is held in it.
    """
    body = document.folded[document.body.start : document.body.end]
    if plan := re.search("今年是.{0,4}“?(十[一二三四五六])五”?(?:规划)?的?(开局|收官)之年", body):
        return 2021 + 5 * (int(numerals.value(plan[1]) or 0) - 14) + (0 if plan[2] == "开局" else 4)
    dated = _BYLINE.findall(body[:_HEAD] + "\n" + document.folded[-_TAIL:])[-1:]
    if titled and not dated:
        return titled
    done = [
        s for s in document.sentences if s.modality == "done" and document.body.start <= s.start < document.body.end
    ]
    told = _OWN.findall(_NAMED_DATES.sub("", "\n".join(document.folded[s.start : s.end] for s in done)))
    return max(map(int, [*dated, *("".join(m) for m in told)]), default=None)


def narrates(body: str) -> bool:
    """Say whether the first month or day of a folded text has its year: what follows is of the years told, not of its own."""
    first = _MONTHS.search(_NAMED_DATES.sub("", body))
    return first is not None and first["y"] is not None
