from __future__ import annotations

from gongbao.text.pinyin import pinyin


def test_characters_read_as_the_word_they_stand_in() -> None:
    assert pinyin("执法总队") == "zhi fa zong dui"
    assert pinyin("重庆市银行") == "chong qing shi yin hang"
    assert pinyin("漯河") == "luo he"


def test_what_has_no_sound_is_left_out_and_latin_stays() -> None:
    assert pinyin("“5G+工业”") == "5g gong ye"
    assert pinyin("") == ""
    assert pinyin("😀\u202e") == ""
