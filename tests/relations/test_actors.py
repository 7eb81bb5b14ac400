"""A body acts in a later sentence only where it was the subject of an earlier one."""

from __future__ import annotations

import re

import pytest

from gongbao import ontology
from gongbao.model import Entity, Mention, Span
from gongbao.relations.actors import Actors
from gongbao.relations.classifier import Judgement
from gongbao.relations.periods import Periods
from marked import related, row
from relating import document

TERMS = ontology.load()


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
    ],
)
def test_whom_others_lead_does_not_act_later(text: str, acts: bool) -> None:
    told = document(text)
    head, tail = text.index("省委"), max(text.find("首届"), text.find("首屆"))
    mentions = tuple(Mention(m.start(), m.end(), "Organization", "tagger", 1.0) for m in re.finditer("省委", text))
    periods = Periods(told, [Entity("x:a", "Organization", "省委", (), mentions)], (), TERMS)
    fact = Judgement("x:a", "organizes", "x:b", Span(head, head + 2), Span(tail, tail + 4), 0.6)
    assert Actors(periods).acts(fact) is acts


def test_whoever_deals_with_what_an_inspection_found_does_not_inspect() -> None:
    marked = "[甲市政府|O]抓好[中央环保督察|C]和[河道督察|C]等反馈问题整改。\n[甲市政府|O]开展[绿化行动|C]。"
    assert {row(s) for s in related(marked, TERMS, "甲市政府")[1]} == {("甲市政府", "conducts", "绿化行动")}
    inspects = marked.replace("等反馈问题整改", "")
    assert ("甲市政府", "conducts", "河道督察") in {row(s) for s in related(inspects, TERMS, "甲市政府")[1]}
