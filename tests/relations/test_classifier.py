"""What the shipped network finds in made-up reports, and what it must never say."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from gongbao import ontology
from gongbao.model import Entity, Evidence, Span, Statement
from gongbao.ontology import Ontology
from gongbao.relations import classifier, consistent
from gongbao.relations.classifier import Judgement
from marked import Row, related, row, rows

TERMS = ontology.load()
C = "[“清风”专项行动|C]"
OWN = "海州市交通运输局"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"[海州市公安局|O]开展{C}。", {("海州市公安局", "conducts", "“清风”专项行动")}),
        ("[海州市交通运输局|O]印发[《海州市出租汽车管理办法》|D]。", {(OWN, "issues", "《海州市出租汽车管理办法》")}),
        ("[海州市交通运输局|O]举办[海州智能交通大会|E]。", {(OWN, "organizes", "海州智能交通大会")}),
        (
            f"[海州市交通运输局|O]联合[海州市公安局|O]开展{C}。",
            {
                (OWN, "conducts", "“清风”专项行动"),
                ("海州市公安局", "conducts", "“清风”专项行动"),
                (OWN, "cooperatesWith", "海州市公安局"),
            },
        ),
        (
            f"[海州市公安局|O]、[海州市城管局|O]、[海州市教育局|O]联合开展{C}。",
            {(body, "conducts", "“清风”专项行动") for body in ("海州市公安局", "海州市城管局", "海州市教育局")},
        ),
    ],
)
def test_who_did_what(marked: str, expected: set[Row]) -> None:
    assert expected <= rows(marked, TERMS)


def test_the_reporter_did_what_nobody_is_named_for() -> None:
    marked = f"[海州市交通运输局|O]2023年工作总结\n一年来，执法成效明显。深入开展{C}，检查企业30家。"
    found = {row(s): s for s in related(marked, TERMS, OWN)[1]}
    statement = found[OWN, "conducts", "“清风”专项行动"]
    assert (statement.supplied, statement.by) == ("reporter", "classifier")


def test_statements_fit_the_ontology_and_rest_on_their_clause() -> None:
    marked = f"[海州市交通运输局|O]在[海州站|P]开展{C}，打击拒载、绕路行为，查处[王某无证营运案|A]。"
    document, statements, _ = related(marked, TERMS, OWN)
    assert statements
    for statement in statements:
        spec = TERMS.get_property(statement.predicate)
        assert 0 < statement.score <= 1
        assert statement.by in ("classifier", "name")
        for evidence in statement.evidence:
            assert evidence.end <= len(document.text)
            if statement.kind == "concept":
                assert evidence.object
                assert document.folded[evidence.object.start : evidence.object.end] == statement.object
        assert (statement.kind == "concept") == any(TERMS.is_a(r, TERMS.role("concept")) for r in spec.range)


def test_what_a_user_switches_off_is_not_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("off") / "off.ttl"
    file.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> .\n@prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        "gb:conducts gbw:off true .\n",
        "utf-8",
    )
    mine: Ontology = ontology.load((file,))
    assert "conducts" not in {p for _, p, _ in rows(f"[海州市公安局|O]开展{C}。", mine)}


@pytest.mark.parametrize(
    ("property_", "marked", "pair"),
    [
        ("operates", "[海州市公安局|O]提醒，详见[海州市公安局官网|W]。", ("海州市公安局", "海州市公安局官网")),
        (
            "subOrganizationOf",
            "[海州市公安局|O]召开会议，[海州市公安局交警支队|O]参加。",
            ("海州市公安局交警支队", "海州市公安局"),
        ),
    ],
)
def test_names_do_not_say_it_either(tmp_path: Path, property_: str, marked: str, pair: tuple[str, str]) -> None:
    told = pair[0], property_, pair[1]
    assert told in rows(marked, TERMS)
    file = tmp_path / "off.ttl"
    file.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> .\n@prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        f"gb:{property_} gbw:off true .\n",
        "utf-8",
    )
    assert told not in rows(marked, ontology.load((file,)))


A, B, D = "海州市水利局", "海州市河道中心", "海州市应急局"


@pytest.mark.parametrize(
    ("facts", "told", "kept"),
    [
        # one way round, the surer one
        ([("甲行动", "partOf", "乙行动", 0.7), ("乙行动", "partOf", "甲行动", 0.4)], [], [0]),
        ([("甲行动", "partOf", "乙行动", 0.4), ("丙行动", "partOf", "甲行动", 0.7)], [], [0, 1]),
        # a second parent only where it is sure, or above the first
        ([(B, "subOrganizationOf", A, 0.7), (B, "subOrganizationOf", D, 0.5)], [], [0]),
        ([(B, "subOrganizationOf", A, 0.7), (B, "subOrganizationOf", D, 0.65)], [], [0, 1]),
        ([(B, "subOrganizationOf", D, 0.5)], [(B, "subOrganizationOf", A)], []),
        ([(B, "subOrganizationOf", D, 0.5)], [(B, "subOrganizationOf", A), (A, "subOrganizationOf", D)], [0]),
        ([(B, "subOrganizationOf", A, 0.7), (B, "subOrganizationOf", A, 0.4)], [], [0, 1]),  # told twice
        # nobody works together with what is above it, if that is surer
        ([(A, "cooperatesWith", B, 0.8)], [(B, "subOrganizationOf", A)], []),
        ([(A, "cooperatesWith", B, 0.8), (B, "subOrganizationOf", A, 0.5)], [], [0, 1]),
        ([(A, "cooperatesWith", B, 0.8), (B, "subOrganizationOf", D, 0.9)], [], [0, 1]),
        # who stands in a case's name is its party
        ([("绿源公司", "handles", "绿源公司偷排污水案", 0.6), (A, "handles", "绿源公司偷排污水案", 0.6)], [], [1]),
    ],
)
def test_what_facts_rule_out_among_each_other(
    facts: list[tuple[str, str, str, float]], told: list[Row], kept: list[int]
) -> None:
    ends = {name for one, _, other, _ in facts for name in (one, other)}
    ends |= {name for one, _, other in told for name in (one, other)}
    kinds = {
        name: "Case" if name.endswith("案") else "Campaign" if name.endswith("动") else "Organization" for name in ends
    }
    things = {name: Entity(name, kinds[name], name, (name,), ()) for name in ends}
    judged = [Judgement(one, p, other, None, Span(0, 1), score) for one, p, other, score in facts]
    said = [Statement(*triple, "entity", (Evidence(0, 1),), "done", 1.0) for triple in told]
    assert [*consistent(judged, said, things, TERMS)] == [judged[n] for n in kept]


@pytest.mark.parametrize(
    "marked",
    [
        "据[海州市水利局网站|W]消息，[海州市应急局|O]发布公告。[海州市水利局|O]介绍情况。",
        "[海州市應急局|O]於[海州市水利局网站|W]公布名單，[海州市水利局|O]說明。",
        "[海州市水利局|O]在[海州市水利局网站|W]发布公告。",
    ],
)
def test_a_site_named_after_a_body_is_run_by_it_alone(marked: str) -> None:
    told = {row for row in rows(marked, TERMS) if row[1] == "operates"}
    assert told == {("海州市水利局", "operates", "海州市水利局网站")}


def _working(marked: str) -> set[tuple[str, str]]:
    return {(one, other) for one, p, other in rows(marked, TERMS) if p == "cooperatesWith"}


@pytest.mark.parametrize(
    ("marked", "bodies"),
    [
        ("由[团市委|O]、[市民政局|O]、[市教育局|O]联合主办的[海州市未成年人暑期关爱活动|C]启动。", ["团市委", "市民政局", "市教育局"]),
        (f"[县水利局|O]、[县农业农村局|O]、[县气象局|O]和[县应急局|O]联合开展{C}。", ["县水利局", "县农业农村局", "县气象局", "县应急局"]),
        ("[市社會局|O]、[市衛生局|O]及[市教育局|O]聯合開展[「清風」行動|C]。", ["市社會局", "市衛生局", "市教育局"]),
    ],
)  # fmt: skip
def test_who_stand_in_one_list_work_with_each_other(marked: str, bodies: list[str]) -> None:
    assert set(combinations(bodies, 2)) <= _working(marked)


def test_who_signs_with_each_of_a_list_is_not_of_the_list() -> None:
    found = _working("[海州担保公司|O]与[东岭担保公司|O]、[南川担保公司|O]、[北湖担保公司|O]分别签署合作协议。")
    assert ("海州担保公司", "东岭担保公司") in found
    assert (
        not {("东岭担保公司", "南川担保公司"), ("南川担保公司", "北湖担保公司"), ("东岭担保公司", "北湖担保公司")}
        & found
    )


def test_a_text_without_names_says_nothing() -> None:
    assert rows("天气晴。", TERMS) == set()


def test_what_names_seem_to_tell_is_not_said_where_the_network_is_far_from_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marked = "[海州市公安局|O]召开会议，[海州市公安局交警支队|O]参加。"
    told = ("海州市公安局交警支队", "subOrganizationOf", "海州市公安局")
    assert told in rows(marked, TERMS)
    never = cached_property(lambda weighed: np.zeros_like(weighed.logits))
    never.__set_name__(classifier.Weighed, "chances")
    monkeypatch.setattr(classifier.Weighed, "chances", never)
    assert told not in rows(marked, TERMS)
