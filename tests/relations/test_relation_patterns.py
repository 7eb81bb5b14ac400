"""The tables of the patterns of relations: each row is found in the examples that it gives."""

from __future__ import annotations

import pytest

from gongbao.relations import conduct, periods
from gongbao.text import tsv

TABLES = {"periods.tsv": periods.WAYS, "conduct.tsv": conduct.WAYS}
ROWS = [(table, *row) for table in TABLES for row in tsv.rows("gongbao.relations", table)]


@pytest.mark.parametrize(
    ("table", "name", "example"), [(t, n, text) for t, n, texts, _ in ROWS for text in texts.split()]
)
def test_a_row_is_found_in_its_examples(table: str, name: str, example: str) -> None:
    assert TABLES[table][name].search(example)


def test_each_row_has_an_example_and_no_name_stands_twice() -> None:
    assert all(texts for _, _, texts, _ in ROWS) and len({row[:2] for row in ROWS}) == len(ROWS)
