"""What the tagger sees of a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gongbao.mentions import tokens
from gongbao.text.words import Segmenter

NUMBERS = tokens.numbers_of("交区委市开津海滨展，。\n")
NAMES = tokens.gather([("滨海区", "Place"), ("交委", "Organization")], ("Organization", "Place"))
SEGMENTER = Segmenter()


def rows(text: str) -> NDArray[np.int32]:
    return tokens.rows(text, NUMBERS, SEGMENTER, NAMES)


def test_known_characters_have_numbers_of_their_own() -> None:
    assert list(rows("市，龘")[:, 0]) == [tokens.FIRST + 3, tokens.FIRST + 9, tokens.UNKNOWN]


def test_a_known_name_is_labelled() -> None:
    assert list(rows("在滨海区开会")[:, 6]) == [0, 5, 6, 7, 0, 0]


def test_the_first_texts_are_labelled_as_those_after_them() -> None:
    names = tokens.gather(
        [("滨海区", "Place"), ("滨海", "Place"), ("海区交委", "Organization")], ("Organization", "Place")
    )
    found = [list(names.labels("在滨海区交委，滨海交")) for _ in range(20)]
    assert found[0] == [0, 5, 6, 7, 0, 0, 0, 5, 7, 0] and found == found[:1] * 20
    assert list(names.labels("滨海区" * 20_000)) == [5, 6, 7] * 20_000


def test_full_width_is_read_as_plain() -> None:
    assert np.array_equal(rows("Ａ市「甲」"), rows("A市“甲”"))


def test_a_word_has_the_same_hash_wherever_it_stands() -> None:
    text = "。" * 4094 + "滨海新区，" * 3
    found = rows(text)
    first, second = text.index("滨海新区"), text.index("滨海新区", 4100)
    assert np.array_equal(found[first : first + 4, 3], found[second : second + 4, 3])


@given(st.text(max_size=60))
def test_any_text_has_a_row_a_character(text: str) -> None:
    found = rows(text)
    assert found.shape == (len(text), len(tokens.COLUMNS))
    assert (found >= 0).all() and (found[:, 1:4] < tokens.PAIRS).all()


@pytest.mark.parametrize("text", ["", "\ud800", "\U0002a6a5𠮷", "\x00"], ids=["empty", "surrogate", "astral", "null"])
def test_odd_texts(text: str) -> None:
    assert len(rows(text)) == len(text)
