"""Which names are compared: near each other, by what a report runs on, by their names; never more than the text grows."""

from __future__ import annotations

import numpy as np

from gongbao.relations.pairs import REPORTER, around, pairs
from gongbao.relations.scene import CONCEPT, ROLES, Name, Scene, scene

ANY = np.ones((CONCEPT + 1, CONCEPT + 1), bool)
ACTOR, PLACE, CAMPAIGN = (ROLES.index(role) for role in ("actor", "place", "campaign"))


def told(text: str, *named: tuple[str, int], reporter: int = -1) -> Scene:
    """Every occurrence of the given names, each name one thing."""
    names = [
        Name(at, at + len(name), kind, thing)
        for thing, (name, kind) in enumerate(named)
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return scene(text, names, reporter, [(name,) for name, _ in named])


def compared(found: Scene) -> set[tuple[int, int]]:
    rows = pairs(found, ANY)
    head = np.where(rows[:, 0] == REPORTER, found.reporter, found.thing[rows[:, 0]])
    return set(zip(head.tolist(), found.thing[rows[:, 1]].tolist(), strict=True))


def test_both_directions_within_a_sentence() -> None:
    assert compared(told("甲局开展乙行动。", ("甲局", ACTOR), ("乙行动", CAMPAIGN))) == {(0, 1), (1, 0)}


def test_the_reporter_meets_what_it_may_act_on_wherever_it_stands() -> None:
    text = "甲局报告如下。" + "天气晴。" * 30 + "深入开展乙行动。"
    found = told(text, ("甲局", ACTOR), ("乙行动", CAMPAIGN), reporter=0)
    rows = pairs(found, ANY)
    assert (REPORTER, 1) in {tuple(r) for r in rows.tolist()}


def test_the_thing_last_spoken_of_is_compared_with_what_follows_far_away() -> None:
    text = "乙行动启动。" + "天气晴。" * 30 + "丙行动是它的一部分。"
    assert (1, 0) in compared(told(text, ("乙行动", CAMPAIGN), ("丙行动", CAMPAIGN)))


def test_bodies_by_their_names_and_places_by_official_divisions() -> None:
    far = "。" + "天气晴。" * 30
    filler = [("丁局", ACTOR), ("戊局", ACTOR), ("己局", ACTOR)]
    text = "海州市公安局" + far + "丁局、戊局、己局巡查" + far + "海州市公安局交警支队"
    assert (1, 0) in compared(told(text, ("海州市公安局", ACTOR), ("海州市公安局交警支队", ACTOR), *filler))
    assert "天津市" in around("南开区")


def test_a_long_list_grows_no_square() -> None:
    def count(size: int) -> int:
        names = [(f"第{n:04}局", ACTOR) for n in range(size)]
        return len(pairs(told("、".join(name for name, _ in names) + "。", *names), ANY))

    assert count(200) < 2.2 * count(100)


def test_the_same_thing_is_not_compared_with_itself_nor_more_than_a_few_times() -> None:
    found = told("甲局开展乙行动，" * 20 + "。", ("甲局", ACTOR), ("乙行动", CAMPAIGN))
    rows = pairs(found, ANY)
    assert all(found.thing[a] != found.thing[b] for a, b in rows.tolist())
    assert len(rows) <= 6


def test_a_text_without_names_has_no_pairs() -> None:
    assert pairs(told("天气晴。"), ANY).shape == (0, 2)
