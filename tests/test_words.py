"""Words: little text is cut by a few words of the dictionary as by the whole of it."""

from __future__ import annotations

import importlib.util
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from gongbao.text import dictionary
from gongbao.text.columns import plain
from gongbao.text.dictionary import LITTLE, Dictionary, own
from gongbao.text.script import fold
from gongbao.text.words import SPEECH, Segmenter

GOLD = sorted((Path(__file__).parent / "gold" / "text").glob("*.txt"))
ODD = (
    "",
    "一",
    "龥",
    "T恤衫和4S店，AT&T与C++，阿Q在卡拉OK",
    "2023年3月，查处3.5%\r\n江南style",
    "囍樘㐂㐀𠮷𠀋\U0010fffd",
    "市交通運輸委員會",
    "高富帅、高姓大名；吉林、吉林工业大学、B超",
    "？！\n\t　 ",
)


@pytest.fixture(scope="module")
def whole() -> Any:
    """The whole dictionary."""
    return own()


def _dictionary_file() -> list[list[str]]:
    found = importlib.util.find_spec("jieba")
    assert found is not None and found.origin is not None
    return [line.split(" ") for line in (Path(found.origin).parent / "dict.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_is_cut_as_by_the_whole_dictionary(text: str, whole: Any) -> None:
    assert Dictionary().of(text).tag(text, False) == whole.tag(text, False)


@pytest.mark.parametrize("path", GOLD[::6], ids=lambda path: path.stem)
def test_a_report_is_cut_as_by_the_whole_dictionary(path: Path, whole: Any) -> None:
    text = plain(fold(path.read_text("utf-8")))[: LITTLE // 2]
    some = Dictionary()
    for piece in (text[20:60], text, text[3:9]):  # the last one by what was looked up for the text
        assert some.of(piece).tag(piece, False) == whole.tag(piece, False)


def test_whether_a_word_is_known_does_not_depend_on_what_was_read(whole: Any) -> None:
    words = ("天津", "津天", "执法总队", "阿Q", "龥", "T恤")
    few = Dictionary()
    assert [few.of(word).has_word(word) for word in words] == [whole.has_word(word) for word in words]


def test_more_than_a_little_text_is_cut_by_the_whole_dictionary() -> None:
    some = Dictionary()
    few = some.of("天津")
    assert not few.has_word("重庆")
    many = some.of("天" * LITTLE)
    assert many.has_word("重庆")
    assert some.of("天津") is many


def test_a_dictionary_that_is_not_the_known_one_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_LIBRARY", "rjieba-99.dist-info")
    assert Dictionary().of("天津").has_word("重庆")


def test_the_library_has_the_words_of_the_file(whole: Any) -> None:
    made = own()
    made.clear()
    counts = {}
    for word, count, speech in _dictionary_file():
        made.add_word(word, int(count), speech)
        counts[word] = int(count)
    assert sum(counts.values()) == dictionary._TOTAL
    every = "\n".join(counts)
    assert whole.tag(every, False) == made.tag(every, False)
    frequent = sorted(counts, key=counts.__getitem__)[-40:]
    pairs = map("".join, pairwise(frequent))  # what is suggested for a pair tells how many all words are
    for word in (*islice(counts, 0, None, 97), *pairs):
        assert whole.suggest_freq(word) == made.suggest_freq(word)


def test_words_of_ones_own_are_cut_as_one() -> None:
    text = "开展清湖夜巡行动"
    assert "清湖夜巡" not in [word for word, _ in Segmenter().tagged(text)]
    assert "清湖夜巡" in [word for word, _ in Segmenter([("清湖夜巡", "nz", 100_000)]).tagged(text)]


@pytest.mark.parametrize("text", ODD)
def test_columns_say_what_pairs_say(text: str) -> None:
    segmenter = Segmenter()
    pairs = segmenter.tagged(text)
    for _ in range(2):  # cut, and kept
        columns = segmenter.columns(text)
        tags = [SPEECH[number] for number in columns.speech]
        assert list(columns.words) == [word for word, _ in pairs]
        assert tags == [tag if tag in SPEECH else SPEECH[0] for _, tag in pairs]
        assert [text[end - len(word) : end] for word, end in zip(columns.words, columns.ends, strict=True)] == list(
            columns.words
        )


def test_marks_are_written_in_one_way_and_all_else_stays() -> None:
    every = "".join(map(chr, range(0x110000)))
    changed = {one: other for one, other in zip(every, plain(every), strict=True) if one != other}
    assert {one for one, other in changed.items() if other == "\ufffd"} == set(map(chr, range(0xD800, 0xE000)))
    assert (changed["＂"], changed["「"], changed["〈"], changed["Ａ"]) == ('"', "“", "《", "A")
    assert len(changed) < 0x800 + 200
