"""The table of the ways of writing a time: each row matches the examples that it gives."""

from __future__ import annotations

import re

import pytest

from gongbao.temporal import patterns
from gongbao.text import tsv

WAYS = patterns.ways()
ROWS = {name: examples.split() for name, examples, _ in tsv.rows("gongbao.temporal", "grammar.tsv")}
TOLD = re.findall("{([a-z]+)}", next(p for n, _, p in tsv.rows("gongbao.temporal", "grammar.tsv") if n == "token"))


@pytest.mark.parametrize(("name", "example"), [(name, example) for name, given in ROWS.items() for example in given])
def test_a_row_matches_its_examples(name: str, example: str) -> None:
    pattern = re.compile(WAYS[name])
    match = pattern.match(example)
    assert match and match[0]
    assert name not in pattern.groupindex or match[name]


@pytest.mark.parametrize(("name", "example"), [(name, example) for name in TOLD for example in ROWS[name]])
def test_the_whole_grammar_reads_an_example_in_the_way_that_gives_it(name: str, example: str) -> None:
    match = patterns.TOKEN.match(example)
    assert match and [way for way in TOLD if match[way]] == [name]


def test_each_way_has_an_example_and_no_name_stands_twice() -> None:
    names = [name for name, *_ in tsv.rows("gongbao.temporal", "grammar.tsv")]
    assert len(names) == len(set(names)) and len(TOLD) == 15 and all(ROWS[name] for name in TOLD)
