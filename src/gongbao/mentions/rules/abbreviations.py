"""Short names that the report gives itself: X（以下简称Y）, X（Y）."""

import re
from collections.abc import Iterator, Sequence

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules.rule import Rule, Sheet
from gongbao.text.columns import in_order
from gongbao.trace import Why

_LONGEST = 16
_BRACKET = re.compile(rf"（([^（）\n]{{2,{_LONGEST + 10}}})）")


def _abbreviations(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """The short name in brackets right behind a name, of the same class: with a cue, or made of the name's characters."""
    named = {candidate.end: candidate for candidate in sorted(before, key=lambda c: -c.score)[::-1]}
    for match in _BRACKET.finditer(sheet.text):
        name = named.get(match.start())
        if name is None:
            sheet.tell(ABBREVIATIONS.id, *match.span(1), Why.NO_NAME_BEFORE)
            continue
        inner, start = match[1], match.start(1)
        cues = sheet.ontology.inherited(name.type, "aliasCue")
        cue = max((cue for cue in cues if inner.startswith(cue)), key=len, default="")
        lead = re.match("[为：，]*[“]?", inner[len(cue) :])
        skip = len(cue) + (lead.end() if lead else 0)
        short = inner[skip:].rstrip("”")
        full = sheet.text[name.start : name.end]
        shortens = len(short) < len(full) and not short.isdigit() and in_order(short, full)
        if 1 < len(short) <= _LONGEST and (cue or shortens):
            cited = sheet.cite(name.type, "aliasCue", cue) if cue else None
            sheet.tell(ABBREVIATIONS.id, start, match.end(1), Why.CUE if cue else Why.SHORTENED, cited)
            yield Candidate(start + skip, start + skip + len(short), name.type, ABBREVIATIONS.id, 0.9)
        else:
            sheet.tell(ABBREVIATIONS.id, *match.span(1), Why.NO_SHORT_NAME)


ABBREVIATIONS = Rule(
    "abbreviation",
    "*",
    "a name with brackets behind it, cues of abbreviation (gbw:aliasCue)",
    "清河市城市管理综合行政执法支队（以下简称【执法支队】）开展检查。",
    "清河市城市管理综合行政执法支队（上午9时）开展检查。",
    _abbreviations,
)
