"""Annotated reports become examples: what holds between two things, the words that campaigns target, who reports."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gongbao import ontology
from gongbao.relations.cues import compile_cues
from gongbao.relations.scene import CONCEPT
from gongbao.train.relation_examples import Example, predicates, read, without_reporter

TERMS = ontology.load()
PREDICATES = predicates(TERMS)
CONDUCT = PREDICATES.index("targets")
CUES = compile_cues(TERMS, PREDICATES)
TEXT = "海州市交通局联合市公安局开展“清风”行动，整治拒载行为。交通局查处案件若干。"
RELATIONS = [
    ("海州市交通局", "cooperatesWith", "市公安局"),
    ("交通局", "conducts", "清风"),
    ("清风", "targets", "拒载"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = {"海州市交通局": "Organization", "市公安局": "Organization", "“清风”行动": "Campaign"}
    mentions = [
        {"start": (at := TEXT.index(name)), "end": at + len(name), "type": kind, "text": name}
        for name, kind in names.items()
    ]
    at = TEXT.rindex("交通局")
    mentions.append({"start": at, "end": at + 3, "type": "Organization", "text": "交通局"})
    gold = {
        "publisher": "海州市交通局",
        "mentions": mentions,
        "entities": [["海州市交通局", "交通局"], ["“清风”行动", "清风"]],
        "relations": [{"head": h, "predicate": p, "tail": t} for h, p, t in RELATIONS],
    }
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    return tmp_path


@pytest.fixture
def found(folder: Path) -> Example:
    ((name, example),) = read([folder], TERMS, CUES)
    assert name == "a"
    return example


def held(example: Example) -> set[tuple[str, str, str]]:
    told = example.told
    head = np.where(example.rows[:, 0] < 0, told.reporter, told.thing[example.rows[:, 0]])
    longest = [max(names, key=len) for names in told.names_of]
    return {
        (longest[one], PREDICATES[number], longest[told.thing[other]])
        for one, other, group in zip(head, example.rows[:, 1], example.group, strict=True)
        for number in np.flatnonzero(example.holds[group])
    }


def test_what_holds_between_two_things(found: Example) -> None:
    assert held(found) == {
        ("海州市交通局", "cooperatesWith", "市公安局"),
        ("市公安局", "cooperatesWith", "海州市交通局"),
        ("海州市交通局", "conducts", "清风”行动"),
        ("清风”行动", "targets", "拒载"),
    }


def test_what_may_be_targeted_is_compared_too(found: Example) -> None:
    told = found.told
    words = {told.names_of[thing][0] for thing, kind in zip(told.thing, told.kind, strict=True) if kind == CONCEPT}
    assert {"拒载", "拒载行为"} <= words


def test_what_holds_is_possible(found: Example) -> None:
    assert not np.any((found.holds > 0) & ~found.possible)
    assert found.holds[:, CONDUCT].sum() == 1


def test_the_same_report_with_nobody_who_reports(found: Example) -> None:
    other = without_reporter(found, TERMS, CUES)
    assert other is not None and other.told.reporter == -1
    assert held(other) == held(found)
