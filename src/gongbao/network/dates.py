"""Days: what a time begins and ends with, and when what a tie says was."""

import calendar
from collections.abc import Iterable
from functools import lru_cache

from gongbao.network.values import Edge, Source, Tie


@lru_cache(maxsize=4096)  # the same few days recur
def day_bounds(value: str) -> tuple[str, str]:
    """Return first and last day of an ISO 8601 value as `YYYY-MM-DD`, '' where open or unknown, or of no year.

    >>> day_bounds("2023-04/2023-09")
    ('2023-04-01', '2023-09-30')
    """
    if not value or value.startswith("-"):
        return "", ""
    first, slash, last = value.partition("/")
    return _day(first, end=False), _day(last if slash else first, end=True)


def _day(value: str, *, end: bool) -> str:
    if len(value) == 4 and value.isdigit():
        return f"{value}-12-31" if end else f"{value}-01-01"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{value}-{calendar.monthrange(year, month)[1]:02d}" if end else f"{value}-01"
    return value[:10] if len(value) >= 10 else ""


class Dates:
    """When a tie was: as its statements say, else as their sentences do, else when their reports were issued."""

    def __init__(self, reports: Iterable[Source]) -> None:
        self.issued = {report.iri: report.issued for report in reports}

    def of(self, tie: Tie) -> Tie:
        """Return the tie with the first and last day of what says so, and where that was read."""
        found = [self.dated(proof) for proof in tie.proofs]
        return tie._replace(
            first=min((first for first, _, _ in found if first), default=""),
            last=max((last for _, last, _ in found if last), default=""),
            dated="|".join(sorted({how for _, _, how in found if how})),
        )

    def dated(self, proof: Edge) -> tuple[str, str, str]:
        """Return first and last day of a quotation and where they were read, '' where no day is known."""
        values = (("statement", proof.time), ("sentence", proof.told), ("report", self.issued.get(proof.report, "")))
        for how, value in values:
            first, last = day_bounds(value)
            if first or last:
                return first or last, last or first, how
        return "", "", ""
