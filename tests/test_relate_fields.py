"""Where a campaign goes: the places that an operation goes through, and what is only spoken of near it."""

from __future__ import annotations

import pytest

from gongbao import ontology, quantities
from gongbao.linking.reporter import of_entities
from gongbao.relate import relate
from test_relate import build, rows


def places(text: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in rows(text) if p == "locatedIn"}


@pytest.mark.parametrize(
    "text",
    [
        "[海州海事局|O]开展[清湾行动|C]，对[东湾|P]、[西湾|P]等重点水域进行拉网式巡查。",
        "[海州海事局|O]开展[清湾行动|C]，对[东湾|P]及周边的[西湾|P]非法码头进行现场核查。",
        "[海州海事局|O]开展[清湾行动|C]。\n此次行动出动艇只，对[东湾|P]、[西湾|P]开展夜查。",
        "[海州海事局|O]开展[清湾行动|C]。\n行动中，执法人员在[东湾|P]、[西湾|P]设卡。",
    ],
)
def test_an_operation_goes_through_places(text: str) -> None:
    assert places(text) == {("清湾行动", "东湾"), ("清湾行动", "西湾")}


@pytest.mark.parametrize(
    "text",
    [
        "[海州海事局|O]开展[清湾行动|C]，对[东湾|P]渔民表示感谢。",
        "[海州海事局|O]开展[清湾行动|C]。\n此外，对[东湾|P]进行检查。",
        "[海州海事局|O]开展[清湾行动|C]。执法人员在[东湾|P]查获一船。",
        "[海州海事局|O]开展[清湾行动|C]。\n此次行动，[海州海事局|O]在[东湾|P]召开会议作了部署。",
    ],
)
def test_where_something_else_happened(text: str) -> None:
    assert places(text) == set()


def test_a_place_takes_no_place_by_what_is_held_there() -> None:
    assert places("[东西两省|P]联合检查在[海州市|P]拉开帷幕。") == set()


@pytest.mark.parametrize(
    "text",
    [
        "[海州海事局|O]加强对[东湾|P]等重点水域巡查力度，持续开展[清湾行动|C]。",
        "[海州海事局|O]开展[清湾行动|C]。执法人员深入[东湾|P]了解情况。",
    ],
)
def test_efforts_are_not_operations(text: str) -> None:
    assert places(text) == set()


def test_a_place_in_brackets_behind_a_name() -> None:
    assert places("[海州市文旅局|O]参加[第四届运河博览会|E]（[东湾市|P]）。") == {("第四届运河博览会", "东湾市")}
    assert places("[海州市文旅局|O]参加[第四届运河博览会|E]（[东湾市|P]等地协办）。") == set()


def test_places_in_brackets_within_a_list() -> None:
    text = "[海州市文旅局|O]参加[第四届运河博览会|E]（[东湾市|P]）、[第五届运河论坛|E]（[西湾市|P]）。"
    assert places(text) == {("第四届运河博览会", "东湾市"), ("第五届运河论坛", "西湾市")}


def test_numbers_in_names_count_nothing() -> None:
    text = "[海州市|P]投入车辆3台，前往[三门湾|P]，[巡逻总队四支队|O]出动警力5人。"
    document, entities = build(text, terms := ontology.load())
    _, observed = relate(
        document,
        entities,
        quantities.find(document, terms, ()),
        (),
        terms,
        reporter=of_entities(document, entities, terms),
    )
    assert [q.text for q in observed] == ["3台", "5人"]
