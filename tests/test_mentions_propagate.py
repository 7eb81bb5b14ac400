"""Names found once are found everywhere in the report."""

from __future__ import annotations

import pytest

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.propagate import repeat
from gongbao.text.words import Segmenter


@pytest.mark.parametrize(
    ("text", "name", "type_", "score", "found"),
    [
        ("清河水文站值守。清河水文站报汛。", "清河水文站", "Organization", 0.95, [8]),
        ("清河水文站值守。清河水文站报汛。", "清河水文站", "Organization", 0.5, []),
        ("水文站值守。水文站报汛。", "水文站", "Organization", 0.95, []),
        ("新年灯会开幕。新年灯会年年有。", "新年灯会", "Event", 0.95, []),
        ("河道管理条例施行。河道管理条例化。", "河道管理条例", "Document", 0.95, []),
        ("东湖大道通车，沿东湖大道两侧植树。", "东湖大道", "Place", 0.95, [8]),
    ],
)
def test_sure_names_of_most_classes_are_sought_elsewhere(
    text: str, name: str, type_: str, score: float, found: list[int]
) -> None:
    chosen = [Candidate(text.index(name), text.index(name) + len(name), type_, "tagger", score)]
    again = repeat(text, chosen, frozenset({"Document", "Event"}), Segmenter())
    assert [candidate.start for candidate in again] == found
