"""Cases told behind what is done about them: 查处某酒楼使用不合格原料案, however long and with whatever 的 inside."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules.rule import Rule, Sheet
from gongbao.ontology import Ontology
from gongbao.text.alternation import alternation
from gongbao.trace import Why

_LONGEST = 44
_PARTY = re.compile("[某×]")
_LINE = re.compile("[^。\n]+[。\n]?")
_COUNT = re.compile("[0-9一二三四五六七八九十多数余]+[起件宗例]")


def _handled(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """What stands between a word that says what is done about a case, and 案 at the end of a clause, if it names a party."""
    case = sheet.role("case")
    if case is None or _PARTY.search(sheet.text) is None:
        return
    pattern = _pattern(sheet.ontology, case)
    lines = (line.span() for line in _LINE.finditer(sheet.text) if _PARTY.search(line[0]))
    for found in (found for line in lines for found in pattern.finditer(sheet.text, *line)):
        start, end = found.span("name")
        if _PARTY.search(found["name"]) and not _COUNT.search(found["name"]) and not found["name"].startswith("的"):
            sheet.tell(HANDLED.id, start, end, Why.HEAD, sheet.cite(case, "headNoun", found["head"]))
            yield Candidate(start, end, case, HANDLED.id, 0.98)


@lru_cache(maxsize=8)
def _pattern(ontology: Ontology, case: str) -> re.Pattern[str]:
    done = {word for p in ontology.relations if case in p.range for word in p.words("trigger")}
    heads = {word for word in ontology.get_class(case).words("headNoun") if word.endswith("案")}
    verbs, ends = map(alternation, (done, heads))
    inside = f"[^，。；：、！？\\s“”《》（）()]{{2,{_LONGEST}}}?"
    number = "[一二三四五六七八九十0-9]{1,3}"
    line = f"(?=[^，。；\\n]{{4,{_LONGEST}}}案[ 　]*(?:\\n|$))(?![^\\n]*(?:{verbs}))"
    told = f"(?:{verbs})了?|案例{number}：(?=[^，。\\s]{{0,5}}[某×])"
    told += f"|^[ 　]*(?:(?:典型)?案例{number}[：:、.． 　]?|[（(]?{number}[）)、.．])[ 　]*{line}"
    return re.compile(
        f"(?:{told})(?P<name>{inside}(?P<head>{ends}))(?=[，。；：、！？（(\\n]|[和及与]|$)", re.MULTILINE
    )


HANDLED = Rule(
    "case-handled",
    "case",
    "a word for what is done about cases (gbw:trigger), 案例一：, or the number of a line that is no more, a party (某), a head noun at the end of the clause",
    "案例四：海州市水务局查处【某厂偷排未经处理的污水案】\n典型案例二 【某学校发布含有虚假内容的广告案】\n一、【钱某生产不符合标准的门锁案】\n案例三：【某药店售卖过期的药品案】。清河市水务局查处【某公司违法取水的案】、侦办【王某等人使用禁用渔具捕捞案】，现予公布。",
    "查处某公司等3起违法取水案，侦办一批盗采河砂案，查处某公司擅自取水。",
    _handled,
)
