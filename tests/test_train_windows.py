"""Windows, batches and labels: what training needs before any network, without torch."""

from __future__ import annotations

import random

import numpy as np
import pytest

import training
from gongbao.errors import GoldError
from gongbao.mentions import tagger, tokens
from gongbao.text.words import Segmenter
from gongbao.train.data import Example
from gongbao.train.windows import Feed, Reader, batches, columns


@pytest.fixture(scope="module")
def reader() -> Reader:
    numbers = tokens.numbers_of("青禾县水务局开展“清河”专项行动，检查")
    return Reader(training.CLASSES, numbers, Segmenter(), tokens.gather((), training.CLASSES))


def test_labels_say_where_names_begin_and_end(reader: Reader) -> None:
    example = Example("a", "青禾县水务局在青", ((0, 6, "Organization"), (7, 8, "Place")))
    assert reader.labels(example).tolist() == [1, 2, 2, 2, 2, 3, 0, 8]


def test_windows_cover_the_text_as_the_tagger_cuts_it(reader: Reader) -> None:
    text = "青禾县水务局开展“清河”专项行动，检查。" * 20
    labels = np.arange(len(text))
    windows = list(reader.windows(text, labels))
    assert [len(window) for window in windows] == [end - start for start, end in tagger.windows(text)]
    assert np.concatenate([window.labels for window in windows]).tolist() == labels.tolist()
    (bare,) = reader.windows(text[:20], labels[:20], bare=True)
    assert [text[i] for i in bare.labels] == [char for char in text[:20] if char.isalnum()]


def test_batches_hold_each_window_once_and_are_of_bounded_size() -> None:
    windows = ["x" * random.Random(1).randint(1, 40) for _ in range(9)] + ["y" * n for n in range(1, 3000)]
    dealt = batches(windows, 4000, random.Random(3))
    assert sorted(window for batch in dealt for window in batch) == sorted(windows)
    assert all(len(batch) == 1 or max(map(len, batch)) * len(batch) <= 4000 for batch in dealt)
    assert dealt == batches(windows, 4000, random.Random(3)) != batches(windows, 4000, random.Random(4))
    assert batches([], 4000, random.Random(3)) == []


def test_a_feed_goes_on_from_where_it_stood() -> None:
    def feed() -> Feed[str]:
        return Feed(lambda chance: [str(chance.random()) for _ in range(7)], 40, seed=5)

    first = feed()
    taken, places = [], []
    for _ in range(12):
        places.append(first.place)
        taken.append(first.next())
    assert first.place[0] >= 2  # it went round
    for at, place in enumerate(places):
        second = feed()
        second.go_to(place)
        assert [second.next() for _ in taken[at:]] == taken[at:]
    with pytest.raises(GoldError, match="no text to learn from"):
        Feed(lambda _: list[str](), 40, 0).next()


def test_columns_map_the_labels_of_other_classes() -> None:
    assert columns(("A", "B"), ("B", "C")).tolist() == [0, 5, 6, 7, 8, -1, -1, -1, -1]
