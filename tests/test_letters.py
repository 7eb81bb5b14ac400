from __future__ import annotations

from gongbao.export.letters import _IDEOGRAPHS, letters
from gongbao.text.script import fold, fold_each


def test_other_forms_of_what_occurs_and_nothing_else() -> None:
    found = letters(["重庆市开展专项整治", "臺灣"])
    usual = dict(zip(found.forms, found.usual, strict=True))
    assert (usual["慶"], usual["專"], usual["臺"], usual["灣"]) == ("庆", "专", "台", "湾")
    assert set(found.usual) <= set("重庆市开展专项整治台湾")
    assert "國" not in usual


def test_every_reading_of_a_character() -> None:
    sounds = letters(["重庆"]).sounds
    assert sounds == {"chong": "重", "qing": "庆", "zhong": "重"}


def test_ideographs_fold_together_as_each_does_alone() -> None:
    ideographs = "".join(map(chr, _IDEOGRAPHS))
    assert fold_each(ideographs) == "".join(map(fold, ideographs))


def test_no_text_has_no_letters() -> None:
    assert letters([]) == ("", "", {})
