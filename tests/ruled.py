"""One rule on one text, as tests run its examples."""

from __future__ import annotations

import re
from pathlib import Path

from gongbao import ontology
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules import Rule, Sheet
from gongbao.text.words import Segmenter

MINE = Path(__file__).parent / "data" / "fire-inspection.ttl"
UNMARKED = str.maketrans("", "", "【】")


def marked(example: str) -> list[str]:
    """The names that an example marks with 【】."""
    return re.findall("【(.*?)】", example)


def found(rule: Rule, text: str) -> list[str]:
    """What a rule finds in a text of which the tagger knows 清河市…支队 and 清河市东湖消防救援站 as organizations."""
    known = [
        Candidate(match.start(), match.end(), "Organization", "tagger", 0.9)
        for match in re.finditer("清河市[^（，。、]*?(?:支队|救援站|局)", text)
    ]
    trained = frozenset((c.id, word) for c in ontology.load().entity_classes for word in c.words("headNoun"))
    sheet = Sheet(text, ontology.load((MINE,)), Segmenter(), trained, (("清湖夜巡", "Campaign"),))
    return [text[c.start : c.end] for c in rule.find(sheet, known)]
