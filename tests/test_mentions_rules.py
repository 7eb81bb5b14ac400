"""Each rule finds the names that its example marks, and none in its counter-example."""

from __future__ import annotations

import pytest

from gongbao import ontology
from gongbao.mentions.rules import RULES, Rule
from gongbao.mentions.rules.rule import Sheet
from gongbao.text.words import Segmenter
from ruled import UNMARKED, found, marked


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_and_counter_examples(rule: Rule) -> None:
    wanted = marked(rule.example)
    assert wanted, f"{rule.id}: mark what it finds with 【】"
    assert found(rule, rule.example.translate(UNMARKED)) == wanted
    assert found(rule, rule.counter) == []


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("根据津交发〔2023〕5号", ["津交发〔2023〕5号"], id="sender"),
        pytest.param("（2023）沪01刑终12号", ["（2023）沪01刑终12号"], id="court"),
        pytest.param("高等法院HCMP 12/2023一案", ["HCMP 12/2023"], id="hong-kong"),
        pytest.param("2023年第5号台风", [], id="no-number"),
    ],
)
def test_numbers(text: str, names: list[str]) -> None:
    (rule,) = (r for r in RULES if r.id == "number")
    assert found(rule, text) == names


def test_a_head_noun_that_the_wording_got_after_the_training_is_found() -> None:
    terms, text = ontology.load(), "可通过清河举报平台办理。"
    trained = frozenset((c.id, word) for c in terms.entity_classes for word in c.words("headNoun"))
    rule = next(rule for rule in RULES if rule.id == "user-head")

    def names(known: frozenset[tuple[str, str]]) -> list[str]:
        return [text[c.start : c.end] for c in rule.find(Sheet(text, terms, Segmenter(), known), [])]

    assert names(trained) == []
    assert names(trained - {("Platform", "举报平台")}) == ["清河举报平台"]
