"""What tells of decisions besides the graph: explain, score, and training from reports that were checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gongbao
from called import run
from deciding_texts import TEAM, folder_with, row
from gongbao.decisions import found
from gongbao.errors import GoldError
from gongbao.evaluate.scoring import mentions, read_gold
from gongbao.relations.cues import compile_cues
from gongbao.settings import Recipe
from gongbao.train import data, decided
from gongbao.train.relation_examples import predicates, read

SPRING = "“春风”专项行动"
FACT = {"subject": TEAM, "predicate": "conducts", "object": "春风专项行动"}


def test_explain_says_that_a_person_decided(tmp_path: Path) -> None:
    report = folder_with(
        tmp_path, row("name", "wrong", at="市公安局", note="a place"), row("statement", "wrong", scope="report", **FACT)
    )
    why = run("explain", report, "--why", "市公安局").stdout
    assert "decided    name 市公安局 (a place): wrong; 李四, 2026-11-29T09:00:00Z" in why
    assert "nothing here" in why
    both = run("explain", report, "--why", TEAM, "--why", "春风专项行动").stdout
    assert f"decided    statement {TEAM} · conducts · 春风专项行动: wrong; 李四" in both


def test_explain_of_a_graph_says_that_a_person_joined_names(tmp_path: Path) -> None:
    report = folder_with(tmp_path, row("same", "right", subject="市公安局", object=TEAM))
    gongbao.build(report).save(tmp_path, "turtle")
    told = run("explain", tmp_path / "报告.ttl", TEAM).stdout
    assert "市公安局 ← 市交通执法总队" in told or "a person decided so" in told


def test_what_people_checked_is_gold(tmp_path: Path) -> None:
    report = folder_with(tmp_path, row("name", "right", at="安全月活动", type="Event"), row("report", "right"))
    other = tmp_path / "另一份.txt"
    other.write_text(report.read_text("utf-8").replace("春风", "秋风"), "utf-8")
    settings = Recipe(decisions=found([tmp_path])).settings
    assert decided.write([tmp_path], settings, tmp_path / "gold") == 1
    (path,) = (tmp_path / "gold").glob("*.json")
    marked, text = read_gold(path)
    assert [text[m.start : m.end] for m in mentions(marked, settings.ontology)][-1] == "安全月活动"
    assert {"head": TEAM, "predicate": "organizes", "tail": "安全月活动"} in marked["relations"]
    classes = frozenset(spec.id for spec in settings.ontology.entity_classes)
    (example,) = data.load([tmp_path / "gold"], classes)
    assert (74, 79, "Event") in example.spans
    cues = compile_cues(settings.ontology, predicates(settings.ontology))
    assert len(list(read([tmp_path / "gold"], settings.ontology, cues))) == 1
    scored = run("score", path, "--decisions", tmp_path / "decisions.csv").stdout
    assert "heart" in scored
    record = json.loads(path.read_text("utf-8"))
    assert record["entities"][0] == ["天津市交通运输委员会"]


def test_what_nobody_checked_whole_is_no_gold(tmp_path: Path) -> None:
    report = folder_with(tmp_path, row("name", "wrong", at=SPRING))
    with pytest.raises(GoldError, match="checked whole"):
        decided.write([report], Recipe(decisions=found([report])).settings, tmp_path / "gold")
    assert not (tmp_path / "gold").exists()
