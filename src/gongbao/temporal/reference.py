"""What year a report is of that has neither date of issue nor dated title: what it tells of itself."""

import re
from typing import NamedTuple

from gongbao.model import Document
from gongbao.temporal import calendar
from gongbao.temporal.patterns import WAYS
from gongbao.text import numerals
from gongbao.text.script import is_traditional

_HEAD, _TAIL = 200, 80


class Title(NamedTuple):
    """What a title says of when its report is of: a year, a month (2024-11), or the year in which a school year begins."""

    year: int | None
    month: str = ""
    school: int | None = None


def titled(title: str, republic: bool) -> Title:
    """Return the first time that a folded title names, in years of the Republic too; a yearbook tells of the year before."""
    if book := re.search("年鉴[（(]?(20[0-9]{2})(?![0-9—–-])|(?<![0-9])(20[0-9]{2})年?[^，。0-9]{0,12}年鉴", title):
        return Title(int(book[1] or book[2]) - 1)
    for found in WAYS["titled"].finditer(title):
        year = int(numerals.digits(found["y"]) or 0)
        year += 1911 if year < 1000 and republic else 0
        if found["of"] == "学年":
            return Title(None, school=year)
        if year > 1000 and not found["last"]:
            return Title(year, f"{year}-{numerals.whole(found['m']):02d}" if found["m"] else "")
    return Title(None)


def dated(title: str) -> str:
    """Return the day that closes a title in eight digits (清河新闻（20240315）) or on which it is issued (5月6日8时发布), or nothing."""
    issued = r"(?:(?<=[（(])(?=20\d{6}[）)]$)|(?=20\d\d年\d{1,2}月\d{1,2}日[0-9时分]*发布))"
    found = re.search(rf"{issued}(20\d\d)年?(\d{{1,2}})月?(\d{{1,2}})", title)
    day = calendar.day(*map(int, found.groups())) if found else None
    return day.value if day else ""


def by_republic(document: Document) -> bool:
    """Say whether years are counted from 1912: by dates that say so, or two parts of such years (114年5月, 114年第一季).

    In traditional script one is enough, or three years on end (110年…，111年…，112年…): 114年 may be a length of time.
    """
    found = WAYS["republic_year"].findall(document.folded)
    parts, years = [part for _, part in found if part], {int(year) for year, _ in found}
    if len(parts) > 1 or WAYS["republic_date"].search(document.folded):
        return True
    known = bool(parts) or any({year + 1, year + 2} <= years for year in years)
    return known and is_traditional(document.text, document.folded)


def stated(document: Document, titled: int | None) -> int | None:
    """Return the year that a report without date of issue tells it is of, or None; `titled` is the first in its title.

    A five-year plan opens and closes in a known year (今年是“十五五”开局之年); else a date in a byline at the head or the end
    counts, and what is told of parts of a year and of what is held in it.
    """
    body = document.folded[document.body.start : document.body.end]
    if plan := re.search("今年是.{0,4}“?(十[一二三四五六])五”?(?:规划)?的?(开局|收官)之年", body):
        return 2021 + 5 * (numerals.whole(plan[1]) - 14) + (0 if plan[2] == "开局" else 4)
    dated = WAYS["byline"].findall(body[:_HEAD] + "\n" + document.folded[-_TAIL:])[-1:]
    if titled and not dated:
        return titled
    begin, end = document.body.start, document.body.end
    done = [s for s in document.sentences if s.modality == "done" and begin <= s.start < end]
    text = "\n".join(document.folded[s.start : s.end] for s in done)
    told = WAYS["own_year"].findall(WAYS["named_date"].sub("", text))
    return max(map(int, ["".join(years) for years in (*dated, *told)]), default=None)


def narrates(body: str) -> bool:
    """Say whether the first month or day of a folded text has its year: what follows is of the years told, not of its own."""
    first = WAYS["month_told"].search(WAYS["named_date"].sub("", body))
    return first is not None and first["y"] is not None
