"""Marks that belong together stay together."""

from __future__ import annotations

import pytest

from gongbao.mentions.boundary import balance, pairs
from gongbao.mentions.candidate import Candidate


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        pytest.param("开展“清风”专项行动", "清风”专项行动", "“清风”专项行动", id="opening"),
        pytest.param("推进高质量“十项行动”。", "高质量“十项行动", "高质量“十项行动”", id="closing"),
        pytest.param("开展“清风”。", "清风", "清风", id="wrapped"),
        pytest.param("他说“清风行动", "清风行动", "清风行动", id="unbalanced"),
        pytest.param("“清风”“净网”行动", "净网”行动", "“净网”行动", id="row"),
    ],
)
def test_balance(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    found = balance(Candidate(start, start + len(name), "Campaign", "tagger", 0.9), text, pairs(text))
    assert text[found.start : found.end] == whole


@pytest.mark.parametrize("text", ["“" * 5000, "”" * 5000, "“”" * 5000, "《“" * 3000 + "”》" * 3000], ids=range(4))
def test_pairs_of_any_text(text: str) -> None:
    closed = pairs(text)
    assert all(closed[closed[at]] == at for at in closed)
