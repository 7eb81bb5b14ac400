"""The one table of marks: quotations, titles, brackets, what joins the items of a list, what ends a clause."""

QUOTES_OPEN, QUOTES_CLOSE, QUOTES_STRAIGHT = "“‘「『", "”’」』", "\"'"
TITLES_OPEN, TITLES_CLOSE = "《〈", "》〉"
BRACKETS_OPEN, BRACKETS_CLOSE = "（〔【([", "）〕】)]"

OPENING = QUOTES_OPEN + TITLES_OPEN + BRACKETS_OPEN
CLOSING = QUOTES_CLOSE + TITLES_CLOSE + BRACKETS_CLOSE
PAIRS = dict(zip(OPENING, CLOSING, strict=True))  # each opening mark with its closing one
NAME_MARKS = QUOTES_OPEN + QUOTES_CLOSE + TITLES_OPEN + TITLES_CLOSE
"""What may stand around a name, or around a part of it."""

NAME_WRAPS = NAME_MARKS + QUOTES_STRAIGHT + "()（） "  # what the annotation guidelines leave out at the ends of a name
LISTING = "、和及"  # what stands between two items of a list, which are different things
JOINERS = LISTING + "与"  # the same, or what joins one with another
COJOINERS = JOINERS + "同暨"  # the same between bodies that act together
CLAUSE_ENDS = "，,；;：:。！？!?\n"
CLAUSE_END = f"[{CLAUSE_ENDS}]|——"  # a regular expression for what ends a clause


def unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range without the marks that wrap a name in it, as annotation guidelines have names; empty for marks alone."""
    while start < end and text[start] in NAME_WRAPS:
        start += 1
    while end > start and text[end - 1] in NAME_WRAPS:
        end -= 1
    return start, end


def in_name(text: str, start: int, end: int) -> bool:
    """Say whether a range lies in short quotation marks, which hold a name or slogan (“五个必须坚持”) and tell nothing."""
    opening = text.rfind("“", max(0, start - _SLOGAN), start)
    return opening >= 0 and text.find("”", opening, start) < 0 <= text.find("”", end, end + _SLOGAN)


_SLOGAN = 10  # characters before and behind a word in quotation marks
