"""A body acts in a later sentence only where it was the subject of an earlier one."""

from __future__ import annotations

import re

import pytest

from gongbao import ontology
from gongbao.linking.hierarchy import beyond
from gongbao.model import Entity, Mention, Span
from gongbao.relations import conduct
from gongbao.relations.actors import WAYS, Actors
from gongbao.relations.classifier import Judgement
from gongbao.relations.periods import WAYS as PERIOD_WAYS
from gongbao.relations.periods import Periods
from gongbao.text import tsv
from marked import related, row
from relating import document

TERMS, FOUND = ontology.load(), PERIOD_WAYS["found"]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("得到省委肯定。举办首届论坛。", False),
        ("在省委领导下工作。举办首届论坛。", False),
        ("向省委报告。举办首届论坛。", False),
        ("獲省委表彰。舉辦首屆論壇。", False),
        ("省委作出部署。举办首届论坛。", True),
        ("近日，省委作出部署。举办首届论坛。", True),
        ("市委、省委作出部署。举办首届论坛。", True),
        ("在市委、省委有力支持下，举办首届论坛。", False),
        ("在海州，省委举办首届论坛。", True),
        ("市局接到省委转来的线索后，举办首届论坛。", False),
        ("收到省委来函后，市局举办首届论坛。", False),
        ("市局接到省委移送线索，举办首届论坛。", False),
        ("市局对省委开展评议，举办首届论坛。", False),
        ("面对困难，省委举办首届论坛。", True),
        ("省委接到市局来函后，举办首届论坛。", True),
        ("得到省委肯定，举办首届论坛。", False),
        ("受省委委托，市局举办首届论坛。", False),
        ("应省委邀请，市局举办首届论坛。", False),
        ("经省委批准，市局举办首届论坛。", False),
        ("市局与省委签署协议，举办首届论坛。", False),
        ("市局同省委、省政府座谈，举办首届论坛。", False),
        ("合同到期后省委签约，举办首届论坛。", True),
        ("经济好转，省委举办首届论坛。", True),
        ("市局、省委签约，举办首届论坛。", True),
        ("市局会同省委举办首届论坛。", True),  # one clause: the network has read it whole
        ("依据省委印发的《办法》，举办首届论坛。", False),
        ("市局被省委评为先进单位，举办首届论坛。", False),
        ("邀请省委派员授课，举办首届论坛。", False),
        ("接受省委巡视。省委反馈意见。举办首届论坛。", False),
        ("市局向省委提交首届论坛方案。", False),
        ("市局赴省委汇报，举办首届论坛。", False),
        ("市局約談省委，舉辦首屆論壇。", False),
        ("市局在省委举办首届论坛。", False),
        ("市局接省委线索后举办首届论坛。", False),
        ("按照省委会议精神，举办首届论坛。", False),
        ("省委多次调研，得到省委肯定。举办首届论坛。", False),
        ("省委部署，受省委委託。舉辦首屆論壇。", False),
        ("省委多次调研，向省委汇报。举办首届论坛。", False),
        ("在省委牵头下，举办首届论坛。", True),
        ("在省委举办的首届论坛上发言。", True),
        ("直接由省委举办首届论坛。", True),
        ("首届论坛得到省委支持。", False),
        ("首屆論壇在省委舉行。", False),
        ("首届论坛开幕，省委列席。", False),
        ("市局就首届论坛向省委汇报。", False),
        ("首届论坛由省委举办。", True),
        ("6月5日於省委舉辦首屆論壇。", False),
        ("将于省委召开首届论坛。", False),
        ("由于省委举办首届论坛，道路封闭。", True),
    ],
)
def test_whom_others_lead_does_not_act_later(text: str, acts: bool) -> None:
    told = document(text)
    head, tail = text.index("省委"), max(text.find("首届"), text.find("首屆"))
    mentions = tuple(Mention(m.start(), m.end(), "Organization", "tagger", 1.0) for m in re.finditer("省委", text))
    periods = Periods(told, [Entity("x:a", "Organization", "省委", (), mentions)], (), TERMS)
    fact = Judgement("x:a", "organizes", "x:b", Span(head, head + 2), Span(tail, tail + 4), 0.6)
    assert Actors(periods).acts(fact) is acts


@pytest.mark.parametrize(
    ("text", "predicate", "does"),
    [
        ("甲局督促乙局开展丙行动。", "conducts", False),
        ("甲局支持乙局、丁局實施丙行动。", "conducts", False),
        ("甲局助力乙局举办丙行动。", "organizes", False),
        ("甲局批准乙局上线丙行动。", "operates", False),
        ("甲局授權乙局舉辦丙行动。", "organizes", False),
        ("甲局助力发展，开展丙行动。", "conducts", True),
        ("甲局督促其开展丙行动。", "conducts", False),
        ("甲局对乙局开展的丙行动进行评估。", "conducts", False),
        ("甲局组队参加乙局主办的丙行动。", "organizes", False),
        ("甲局执行乙局印发的丙行动。", "issues", False),
        ("甲局出席丙行动。", "organizes", False),
        ("甲局参加丙行动。", "conducts", True),
        ("甲局参加并承办丙行动。", "organizes", True),
        ("甲局督促整改，开展丙行动。", "conducts", True),
        ("甲局指导乙局整改，开展丙行动。", "conducts", True),
        ("甲局联合乙局开展的丙行动。", "conducts", True),
        ("由甲局主办、乙局承办的丙行动。", "organizes", True),
        ("甲局（丁局）、乙局主办的丙行动。", "organizes", True),
        ("甲局，乙局主办的丙行动。", "organizes", True),
        ("甲局推动丙行动。", "conducts", True),
    ],
)
def test_who_has_others_do_something_or_attends_it_does_not_do_it(text: str, predicate: str, does: bool) -> None:
    told = document(text)
    found = ((name, [*re.finditer(name, told.folded)]) for name in ("甲局", "乙局", "丁局"))
    bodies = [
        Entity(
            f"x:{name}", "Organization", name, (), tuple(Mention(*m.span(), "Organization", "tagger", 1.0) for m in at)
        )
        for name, at in found
    ]
    head, tail = text.index("甲局"), text.index("丙行动")
    fact = Judgement("x:甲局", predicate, "x:c", Span(head, head + 2), Span(tail, tail + 3), 0.6)
    actors = Actors(Periods(told, bodies, (), TERMS))
    assert actors.does(fact, TERMS.get_property(predicate), None) is does
    assert actors.does(fact, TERMS.get_property(predicate), "x:甲局") is does


def test_whoever_deals_with_what_an_inspection_found_does_not_inspect() -> None:
    marked = "[甲市政府|O]抓好[中央环保督察|C]和[河道督察|C]等反馈问题整改。\n[甲市政府|O]开展[绿化行动|C]。"
    assert {row(s) for s in related(marked, TERMS, "甲市政府")[1]} == {("甲市政府", "conducts", "绿化行动")}
    inspects = marked.replace("等反馈问题整改", "")
    assert ("甲市政府", "conducts", "河道督察") in {row(s) for s in related(inspects, TERMS, "甲市政府")[1]}
    ways = ("整改工作", "移交的问题", "整改，", "”国际交流")
    assert all(FOUND.match(way) for way in ways) and not any(
        FOUND.match(way) for way in ("整改隐患3处", "发现隐患", "”，")
    )


@pytest.mark.parametrize(
    ("between", "passed"),
    [
        ("开展甲行动。又启动乙行动。整治", True),
        ("開展甲行动。又啟動乙行动，甲行动繼續。整治", False),
        ("开展甲行动。整治", False),
        ("启动甲行动、乙行动，整治", False),
    ],
)
def test_conduct_told_of_behind_the_next_campaign_is_not_of_the_last(between: str, passed: bool) -> None:
    told = document(f"{between}占道经营。")
    drives = [
        Entity(f"x:{n}", "Campaign", n, (), tuple(Mention(*m.span(), "Campaign", "tagger", 1.0) for m in found))
        for n in ("甲行动", "乙行动")
        if (found := [*re.finditer(n, told.folded)])
    ]
    head, tail = drives[0].mentions[0], told.folded.index("占道")
    fact = Judgement(
        "x:甲行动", "targets", "占道经营", Span(head.start, head.end), Span(tail, tail + 4), 0.6, concept=True
    )
    assert Actors(Periods(told, drives, (), TERMS)).passed(fact) is passed


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("[机关名称]甲局[单位名称]乙科[联络人]王某", False),
        ("[機關名稱]甲局[聯絡人]王某[檢舉受理單位]乙科", True),
        ("[受理单位]乙科[联络人]王某[机关名称]甲局", True),
        ("甲局乙科（联系人：王某）", False),
    ],
)
def test_bodies_in_fields_of_a_form_apart_are_not_of_each_other(text: str, parted: bool) -> None:
    told = document(f"{text}。")
    head, tail = told.folded.index("乙科"), told.folded.index("甲局")
    fact = Judgement("x:乙科", "subOrganizationOf", "x:甲局", Span(head, head + 2), Span(tail, tail + 2), 0.6)
    assert Actors(Periods(told, [], (), TERMS)).fielded(fact) is parted


@pytest.mark.parametrize(
    ("part", "whole", "apart"),
    [
        ("东岭县教育局", "东岭县公安局", True),
        ("社会局", "清河市政府劳工局", True),
        ("东岭县公安局", "清河市公安局", False),
        ("教育局", "东岭县人民政府", False),
        ("公安局刑警大队", "公安局", False),
    ],
)
def test_a_department_is_none_of_another(part: str, whole: str, apart: bool) -> None:
    one, other = (Entity(f"x:{name}", "Organization", name, (), ()) for name in (part, whole))
    assert beyond(one, other) is apart


@pytest.mark.parametrize(
    ("ways", "name", "example"),
    [
        pytest.param(ways, name, text, id=f"{name} {text}")
        for ways, table in ((WAYS, "standing.tsv"), (conduct.WAYS, "conduct.tsv"))
        for name, texts, _ in tsv.rows("gongbao.relations", table)
        for text in texts.split()
    ],
)
def test_a_row_of_the_tables_is_found_in_its_examples(ways: tsv.Patterns, name: str, example: str) -> None:
    assert ways[name].search(example.replace("甲", "\0"))
