"""Each rule finds the names that its example marks, and none in its counter-example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongbao import ontology
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.rules import RULES, Rule, Sheet
from gongbao.text.words import Segmenter

MINE = Path(__file__).parent / "data" / "fire-inspection.ttl"
MARK = re.compile("[【】]")


def run(rule: Rule, text: str) -> list[str]:
    """What a rule finds in a text of which the tagger knows 清河市…支队 and 清河市东湖消防救援站 as organizations."""
    known = [
        Candidate(match.start(), match.end(), "Organization", "tagger", 0.9)
        for match in re.finditer("清河市[^（，。、]*?(?:支队|救援站|局)", text)
    ]
    trained = frozenset(c.id for c in ontology.load().entity_classes)
    sheet = Sheet(text, ontology.load((MINE,)), Segmenter(), trained, (("清湖夜巡", "Campaign"),))
    return [text[c.start : c.end] for c in rule.find(sheet, known)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_and_counter_examples(rule: Rule) -> None:
    wanted = re.findall("【(.*?)】", rule.example)
    assert wanted, f"{rule.id}: mark what it finds with 【】"
    assert run(rule, MARK.sub("", rule.example)) == wanted
    assert run(rule, rule.counter) == []


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("根据津交发〔2023〕5号", ["津交发〔2023〕5号"], id="sender"),
        pytest.param("（2023）沪01刑终12号", ["（2023）沪01刑终12号"], id="court"),
        pytest.param("高等法院HCMP 12/2023一案", ["HCMP 12/2023"], id="hong-kong"),
        pytest.param("2023年第5号台风", [], id="no-number"),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    (rule,) = (r for r in RULES if r.id == "number")
    assert run(rule, text) == found


def test_a_row_of_titles_behind_a_work_of_art_holds_none() -> None:
    (rule,) = (r for r in RULES if r.id == "title-in-marks")
    assert run(rule, "话剧《春》《夏夜》上演，修订《条例》") == ["《条例》"]
    assert len(run(rule, "《" * 3000 + "》" * 3000)) <= 1
