"""Documents that marks show: titles in 《》."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules.rule import Rule, Sheet
from gongbao.text.punctuation import JOINERS
from gongbao.trace import Cited, Why

_TITLE = re.compile("《(?:[^《》\n]|《[^《》\n]*》){1,80}》")
_SHORTEST = 3
_JOINS = ("", *JOINERS)


def _titles(sheet: Sheet, before: Sequence[Candidate]) -> Iterator[Candidate]:
    """Each title in 《》; of a row that opens behind a word for a work of art (话剧《甲》《乙》) none."""
    kind = sheet.role("document")
    if kind is None:
        return
    arts = tuple(sheet.ontology.get_class(kind).words("workOfArt"))
    last_end, art = -1, ""
    for match in _TITLE.finditer(sheet.text):
        in_row = last_end >= 0 and sheet.text[last_end : match.start()] in _JOINS
        art = art if in_row else next((word for word in arts if sheet.text.endswith(word, 0, match.start())), "")
        last_end = match.end()
        if art:
            sheet.tell(TITLES.id, *match.span(), Why.WORK_OF_ART, Cited(kind, "workOfArt", art))
        elif match.end() - match.start() <= _SHORTEST:
            sheet.tell(TITLES.id, *match.span(), Why.TITLE_SHORT)
        else:
            sheet.tell(TITLES.id, *match.span(), Why.TITLE)
            yield Candidate(match.start(), match.end(), kind, TITLES.id, 0.7)


TITLES = Rule(
    "title-in-marks",
    "document",
    "《》 and the words of works of art (gbw:workOfArt)",
    "印发【《清河市养犬管理条例》】和【《实施细则》】。",
    "演出话剧《清河人家》《春汛》。",
    _titles,
)
