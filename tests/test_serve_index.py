"""Names are found as people write them: short, in either script, with a wrong character; words are those of jieba."""

from __future__ import annotations

from pathlib import Path

import pytest

import gongbao
from gongbao.serve.index import Index, words
from gongbao.serve.wire import Thing
from gongbao.text.script import to_traditional

GOLD = sorted((Path(__file__).parent / "gold" / "text").glob("*.txt"))
LEXICON_BODIES = 400

SHORT = {
    "天津市交通运输综合行政执法总队": ("市交通执法总队", "天津交通综合执法总队", "执法总队"),
    "天津市交通运输委员会": ("市交通委", "天津交通运输委"),
    "国家市场监督管理总局": ("市场监管总局", "国家市监总局"),
    "中央网络安全和信息化委员会办公室": ("中央网信办",),
    "国家发展和改革委员会": ("国家发改委", "发展改革委"),
    "工业和信息化部": ("工信部",),
    "住房和城乡建设部": ("住建部", "住房城乡建设部"),
    "人力资源和社会保障部": ("人社部",),
    "最高人民检察院": ("最高检",),
    "国务院安全生产委员会": ("国务院安委会",),
    "国家卫生健康委员会": ("国家卫健委",),
}


@pytest.fixture(scope="module")
def index() -> Index:
    """Bodies of the lexicon, so that there is something to take for the right one."""
    from gongbao.lexicon import entries

    bodies = [entry for entry in entries("organizations") if entry.type == "Organization"][:LEXICON_BODIES]
    names = dict.fromkeys([*SHORT, *(entry.name for entry in bodies)])
    return Index(Thing(f"urn:{name}", ("Organization",), (name, to_traditional(name))) for name in names)


def noisy(index: Index) -> list[tuple[str, str]]:
    """Fifty names with noise of three kinds, and the names that are meant."""
    names = [thing.names[0] for thing in index.things if len(thing.names[0]) >= 6]
    short = [(given, name) for name, forms in SHORT.items() for given in forms]
    other = [(to_traditional(name).replace("·", ""), name) for name in names[11::13][:17]]
    middle = [(name[: len(name) // 2] + "某" + name[len(name) // 2 + 1 :], name) for name in names[5::13][:17]]
    return [*short[:16], *other, *middle]


def test_fifty_noisy_names_find_their_body(index: Index) -> None:
    asked = noisy(index)
    assert len(asked) == 50
    wrong = [(given, name) for given, name in asked if index.find(given)[0].names[0] != name]
    assert len(wrong) <= 3, wrong


def test_the_name_itself_is_sure_and_its_class_counts(index: Index) -> None:
    (first, second) = index.find("天津市交通运输委员会", limit=2)
    assert first.score == 100 > second.score
    assert index.find("天津市交通运输委员会", types=["Place"]) == []
    assert index.find("饕餮") == [] and index.find("") == []


def test_words_are_cut_as_jieba_cuts_for_search() -> None:
    import jieba

    jieba.setLogLevel(60)
    name = "天津市交通运输综合行政执法总队"
    assert list(words(name)) == list(jieba.Tokenizer().cut_for_search(name))


def test_things_of_real_results(index: Index) -> None:
    result = gongbao.build_text("天津市公安局会同天津市交通运输委员会开展“净网”专项行动。")
    found = Index(Thing(e.iri, (e.type,), (e.name, *e.aliases), len(e.mentions)) for e in result.entities)
    assert found.find("市交通委")[0].names[0] == "天津市交通运输委员会"
    assert found.find("淨網行動")[0].names[0] == "净网专项行动"


def test_names_are_found_by_their_sound(index: Index) -> None:
    for typed in ("tjsjtysw", "tianjinshijiaotongyun", "jiaotongyunshu", "TJSJT"):
        assert index.find(typed)[0].names[0].startswith("天津市交通运输"), typed
    assert index.find("tjsjt", types=["Place"]) == []
    assert index.find("ianjin") == [], "a sound begins with a syllable"
