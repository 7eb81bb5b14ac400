"""Law 2: folding keeps length, character for character."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gongbao.text.script import all_traditional, fold, to_traditional

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS)
def test_folding_keeps_length_and_is_idempotent(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert len(fold(folded)) == len(text)


@given(TEXTS)
def test_traditional_keeps_length(text: str) -> None:
    assert len(to_traditional(text)) == len(text)


@given(st.text("機關後臺發展里裏乾幹😀a1 \n", max_size=60), st.text("執法總隊專項整治\n", max_size=60))
def test_a_line_folds_as_it_would_alone(first: str, second: str) -> None:
    assert fold(first + "\n" + second) == fold(first) + "\n" + fold(second)


def test_the_real_report_folds_in_place(data: Path) -> None:
    text = (data / "tianjin-transport-2023.txt").read_text("utf-8")
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded[10:17] == "市交通执法总队"


def test_readers_see_the_usual_traditional_forms() -> None:
    assert to_traditional("专项整治行为") == "專項整治行為"
    assert to_traditional("水污染、贪污案") == "水污染、貪污案"


def test_names_are_traditional_alike_alone_and_together() -> None:
    names = ("", "专项整治行为", "台湾", "发布", "头发护理店", "里程碑", "万里长城", "𠮷野家", "ABC公司")
    assert all_traditional(names) == {name: to_traditional(name) for name in names}
    assert all_traditional(()) == {}
