"""The table of the ways of writing a time: each row matches the examples that it gives."""

from __future__ import annotations

import re

import pytest

from gongbao.temporal import patterns
from gongbao.text import tsv

TABLE = list(tsv.rows("gongbao.temporal", "grammar.tsv"))
EXAMPLES = {name: examples.split() for name, examples, _ in TABLE}
TOLD = re.findall("{([a-z]+)}", next(pattern for name, _, pattern in TABLE if name == "token"))


@pytest.mark.parametrize(("name", "example"), [(name, text) for name, texts in EXAMPLES.items() for text in texts])
def test_a_row_matches_its_examples(name: str, example: str) -> None:
    pattern = patterns.WAYS[name]
    match = pattern.match(example)
    assert match and match[0]
    assert name not in pattern.groupindex or match[name]


@pytest.mark.parametrize(("name", "example"), [(name, example) for name in TOLD for example in EXAMPLES[name]])
def test_the_whole_grammar_reads_an_example_in_the_way_that_gives_it(name: str, example: str) -> None:
    match = patterns.WAYS["token"].match(example)
    assert match and [way for way in TOLD if match[way]] == [name]


def test_each_way_has_an_example_and_no_name_stands_twice() -> None:
    assert len(TABLE) == len(EXAMPLES) and len(TOLD) == 16 and all(EXAMPLES[name] for name in TOLD)
