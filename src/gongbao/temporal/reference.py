"""What year a report is of that has neither date of issue nor dated title: what it tells of itself."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator

from gongbao.model import Document
from gongbao.text import numerals

YEAR = "(?:1[89]|2[01])[0-9]{2}"
_DATELINE = re.compile("(1[0-2]|[1-9])月[0-3]?[0-9]日(?:电|讯|消息)")
_SEASON = "(?:春运|春节|元旦|“?两节)"
_BARE_MONTH = re.compile("(?<!年)(?<![0-9一二三四五六七八九十])([0-9]{1,2}|[一二三四五六七八九十]{1,2})月")
_NAMED_DATES = re.compile("《[^《》]{1,80}》|[〔\\[【（(][0-9]{4}[〕\\]】）)]")
_TRADITIONAL = 0.1
"""Share of characters that folding changes, from which on a text is in traditional script; in such texts it is a third."""

_AUTUMN, _HEAD, _EARLY = 10, 200, 2
_OF_A_LIFE = f"[0-9]{{0,2}}月?[0-9]{{0,2}}日?(?:[至到—–~～-]{{1,2}}{YEAR}年|起任|出生|参加工作|毕业|任)"
_STATED = re.compile(
    f"(?<![0-9到—–~～-])(?<!(?<!截)至)(?P<y>{YEAR})年(?!底|末|[一二三四五六七八九十0-9]{{0,2}}月?底?前|春运|春节|元旦|度(?!第|[上下一二三四])|{_OF_A_LIFE})"
    f"|(?P<quoted>[“「][^“”「」0-9\n]{{0,12}})(?P<q>20[0-3][0-9])(?=[^0-9“”「」年][^“”「」0-9\n]{{0,16}}[”」]|[”」])"
)
"""A year that tells when a report is of: in a sentence on what was done, or in the quoted name of a campaign of that year."""
_PASSING = re.compile(f"[比较与从自由]{YEAR}年|.?{YEAR}年(?:起|以来|至今|同[期比月季]|[，,])")
"""A year that is compared with, begins something or is told of as a whole: of 24 such years, two were that of the report."""


_REPUBLIC = re.compile(
    "(?<![一二三四五六七八九十〇零])一[〇零一二][〇零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月"
    "|(?<![0-9])1[0-2][0-9]年[01]?[0-9]月[0-3]?[0-9]日"
    "|一百[一二]?十?[一二三四五六七八九]?年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
"""Dates in years counted from 1912: 一一四年五月, 114年5月8日."""


def titled(title: str, republic: bool) -> int | None:
    """Return the first year that a folded title names, of the Republic where its years are counted so."""
    if found := re.search(f"({YEAR})年", title):
        return int(found[1])
    found = re.search("(?<![0-9])(1[0-2][0-9])年", title) if republic else None
    return int(found[1]) + 1911 if found else None


def by_republic(document: Document) -> bool:
    """Say whether years are counted from 1912, by dates that say so, or by two such parts of years (114年5月, 114年第一季).

    One is enough in a text in traditional script: 114年 may be a length of time.
    """
    text = document.folded
    parts = re.findall("(?<![0-9第近])1[0-2][0-9]年(?:度|[01]?[0-9]月|第[一二三四1-4]季|[上下]半年)", text)
    if _REPUBLIC.search(text) or len(parts) > 1:
        return True
    return bool(parts) and sum(map(operator.ne, document.text, text)) > _TRADITIONAL * len(text)


def stated(document: Document, titled: int | None) -> int | None:
    """Return the year that a report without date of issue tells it is of, or None; `titled` is the first in its title.

    A five-year plan opens and closes in a known year (今年是“十五五”开局之年); else a date at the head or the end counts, else
    the title, else the latest year told of as past, unless only in passing (自2021年起, 比2021年增长).
    """
    body = document.folded[document.body.start : document.body.end]
    if plan := re.search("今年是.{0,4}“?(十[一二三四五六])五”?(?:规划)?的?(开局|收官)之年", body):
        return 2021 + 5 * (int(numerals.value(plan[1]) or 0) - 14) + (0 if plan[2] == "开局" else 4)
    edges = body[:200] + "\n" + body[-80:]
    dated = re.findall(f"(?<![至到—~～-])({YEAR})年[01]?[0-9]月[0-3]?[0-9]日(?![至到起—~～-])", edges)
    if titled and not dated:
        return titled
    year = max([_latest(document) or 0, *map(int, dated[-1:])])
    of_it = [passing for told, passing in _past_years(document) if told == year]
    return None if year == 0 or (of_it and all(of_it)) else year


def _past_years(document: Document) -> Iterator[tuple[int, bool]]:
    """Yield the years of the sentences on what was done, outside of titles, and whether each is told of only in passing."""
    for sentence in document.sentences:
        if sentence.modality == "done" and document.body.start <= sentence.start < document.body.end:
            bare = "。" + _NAMED_DATES.sub("", document.folded[sentence.start : sentence.end])
            for m in _STATED.finditer(bare):
                passing = not m["q"] and _PASSING.match(bare, m.start() - 1) is not None
                yield int(m["y"] or m["q"]), passing


def _latest(document: Document) -> int | None:
    """Return the latest year of the sentences on what was done, else the one after the last rated (2023年度考核), or None.

    It is the year before where only months before its season are named (2019年春运), the next one where a dateline (1月24日电)
    lies before what is told of it (2024年7月至12月), or early in a year where it is told as a whole (2023年，…).
    """
    text = document.folded
    years = [year for year, _ in _past_years(document)]
    season = re.search(f"({YEAR})年{_SEASON}", text)
    rated = [int(y) + 1 for y in re.findall(f"({YEAR})年度(?:考核|考评|评价|评估)", text)]
    year = max(years, default=int(season[1]) if season else max(rated, default=None))
    if year is None:
        return None
    if re.search(f"{year}年{_SEASON}", text):
        months = [int(numerals.value(m) or 0) for m in _BARE_MONTH.findall(text)]
        if months and min(months) >= _AUTUMN:
            return year - 1
    line = _DATELINE.search(text, document.body.start, document.body.start + _HEAD)
    # the months told of the year, of an interval the first: a dateline within it is of that year (2024年7月至12月)
    told = re.finditer(f"{year}年(1[0-2]|[1-9])(?:月|[至到—-](?:1[0-2]|[1-9])月)", text)
    last = max((int(m[1]) for m in told), default=0)
    whole = re.search(f"{year}年(?:全年)?[，,]", text) is not None and last == 0
    return year + 1 if line and (int(line[1]) < last or whole and int(line[1]) <= _EARLY) else year
