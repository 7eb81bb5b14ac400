"""Dates as reports sign with them: 2023-12-01 14:09:33, 2024年1月15日, 二〇二四年一月十五日, 民國113年1月15日, 113-01-15."""

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple, Self

from gongbao.text.numerals import digits, value

_WIDE = str.maketrans("０１２３４５６７８９：－．／　", "0123456789:-./ ")
_PLAIN = str.maketrans("ＯO元", "〇〇一")
_TEN = "一二三四五六七八九十"
_CLOCK = r"(?:[ T日]{0,3}(?P<hour>\d{1,2})[:时](?P<minute>\d{2})(?:[:分](?P<second>\d{2})?秒?)?)?"
_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)" + _CLOCK + "|"
    r"(?<!\d)(?P<yearC>(?:19|20)\d{2}) ?年 ?(?P<monthC>\d{1,2}|一) ?月(?: ?(?P<dayC>\d{1,2}) ?[日号])?"
    + re.sub(r"\?P<(\w+)>", r"?P<\1C>", _CLOCK)
    + rf"|(?P<yearH>[一二][〇零○ＯO{_TEN}]{{3}})年(?P<monthH>[{_TEN}]{{1,2}})月(?:(?P<dayH>[{_TEN}]{{1,3}})日)?"
    rf"|(?:中 *华 *)?民 *国 *(?P<yearR>\d{{1,3}}|[{_TEN}百元]{{1,5}}) *年 *(?P<monthR>\d{{1,2}}|[{_TEN}]{{1,2}}) *月"
    rf"(?: *(?P<dayR>\d{{1,2}}|[{_TEN}]{{1,3}}) *日)?"
    r"|(?<![\d.])(?P<yearM>1[0-2]\d) ?年 ?(?P<monthM>\d{1,2}) ?月 ?(?P<dayM>\d{1,2}) ?日"
    r"|(?<![\d./-])(?P<yearS>1[0-2]\d)(?P<sepS>[-/.])(?P<monthS>[01]\d)(?P=sepS)(?P<dayS>[0-3]\d)(?![\d./-])"
    rf"|(?P<yearB>一百[{_TEN}]{{0,3}})年(?P<monthB>[{_TEN}]{{1,2}})月(?P<dayB>[{_TEN}]{{1,3}})日"
)
WEEKDAY = re.compile(
    f"[ 　]*(?:[（(](?:星期|周)[一二三四五六日天][）)]|星期[一二三四五六日天]|[\\d{_TEN}]{{1,3}}时(?:[\\d{_TEN}]{{1,3}}分)?)"
)
"""What may follow a date: the day of the week, and the hour in words."""

_NUMBERED = re.compile("[12１２][0129０１２９]")  # how a year in digits begins
_MINGUO, _REPUBLIC = 1911, ("R", "M", "S", "B")


class Date(NamedTuple):
    """A date as written at `start:end` of the text that was searched; `value` is ISO 8601."""

    start: int
    end: int
    value: str

    def behind(self, places: int) -> Self:
        """Return the date where it stands in what the text that was searched is a part of, behind so many places."""
        return self._replace(start=self.start + places, end=self.end + places)


def beside(text: str, date: Date) -> str:
    """Return what stands beside a date on its line, without the day of the week, and spaces and brackets around it."""
    return (text[: date.start] + WEEKDAY.sub("", text[date.end :])).strip(" \t\u3000\xa0\u200b（）()[]【】")


def only_date(text: str) -> Date | None:
    """Return the date that is all of a line."""
    date = next(find_dates(text), None)
    return date if date and not beside(text, date) else None


def find_dates(folded: str) -> Iterator[Date]:
    """Yield the full dates, and years with months, of a simplified text, in order; impossible ones are left out."""
    if "年" not in folded and not _NUMBERED.search(folded):
        return
    for match in _DATE.finditer(folded.translate(_WIDE)):
        if date := _value({key: text for key, text in match.groupdict().items() if text}):
            yield Date(match.start(), match.end(), date)


def _value(parts: dict[str, str]) -> str | None:
    kind = next(key[4:] for key in parts if key.startswith("year"))
    year, month = _number(parts["year" + kind]), _number(parts["month" + kind])
    if kind in _REPUBLIC:
        year += _MINGUO
    day = parts.get("day" + kind)
    try:
        if day is None:
            return datetime.date(year, month, 1).isoformat()[:7]
        if (hour := parts.get("hour" + kind)) is None:
            return datetime.date(year, month, _number(day)).isoformat()
        minute, second = int(parts["minute" + kind]), parts.get("second" + kind)
        moment = datetime.datetime(year, month, _number(day), int(hour), minute, int(second or 0))
        return moment.isoformat(timespec="seconds" if second else "minutes")
    except ValueError:
        return None


def _number(text: str) -> int:
    """Return a number of a date: digits, Chinese digits in a row (二〇二四), tens and hundreds (三十一, 一百五 for 105)."""
    hundreds, mark, rest = text.translate(_PLAIN).rpartition("百")
    number = int(digits(rest) or value(rest) or 0)
    return number + 100 * int(value(hundreds) or 1) if mark else number
