"""The tables of the patterns around quantities: each row is found in the examples that it gives."""

from __future__ import annotations

import pytest

from gongbao.quantities import phrase
from gongbao.quantities.grammar import WAYS
from gongbao.text import tsv

TABLE = [*tsv.rows("gongbao.quantities", "patterns.tsv"), *tsv.rows("gongbao.quantities", "phrase.tsv")]


@pytest.mark.parametrize(("name", "example"), [(name, text) for name, texts, _ in TABLE for text in texts.split()])
def test_a_row_is_found_in_its_examples(name: str, example: str) -> None:
    assert (phrase.WAYS if name in phrase.WAYS.written else WAYS)[name].search(example.replace("\\n", "\n"))


def test_each_row_has_an_example_and_no_name_stands_twice() -> None:
    assert all(texts for _, texts, _ in TABLE) and len({name for name, *_ in TABLE}) == len(TABLE)
