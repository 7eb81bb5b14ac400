from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

import gongbao
from gongbao import lexicon
from gongbao.ontology import Ontology
from gongbao.text.script import fold
from timing import least

ALL = (*lexicon.FILES,)


@pytest.mark.parametrize("name", ALL)
def test_files_have_the_columns_a_source_and_no_repetition(name: str) -> None:
    lines = (files("gongbao.lexicon") / f"{name}.tsv").read_text("utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == lexicon.COLUMNS
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == len(lexicon.COLUMNS) and row[0] and row[1] and row[-1] for row in rows)
    assert len({tuple(row[:4]) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", ALL)
def test_files_are_sorted(name: str) -> None:
    entries = lexicon.entries(name)
    keys = [(e.code or f"{e.parent}~", e.name) for e in entries] if name == "divisions" else [e.name for e in entries]
    assert keys == sorted(keys)


def test_classes_are_in_the_ontology(terms: Ontology) -> None:
    used = {e.type for e in lexicon.all_entries()} | {d.type for d in lexicon.departments()}
    assert used <= {spec.id for spec in terms.entity_classes}


def test_names_are_simplified() -> None:
    kept = {"乾安县", "乾县"}  # OpenCC folds 乾 to 干; both have that form as a short name
    for entry in lexicon.all_entries():
        assert fold(entry.name) == entry.name or entry.name in kept
        assert all(fold(short) == short or short in {"乾安", "乾"} for short in (*entry.short, *entry.weak))


def test_divisions_form_a_tree_down_to_counties() -> None:
    divisions = lexicon.entries("divisions")
    codes = lexicon.divisions_by_code()
    assert sum(e.level == 1 for e in divisions) == 34
    assert sum(e.level == 2 and e.code is not None for e in divisions) == 333
    assert sum(e.level == 3 for e in divisions) > 2800
    for entry in divisions:
        assert (entry.parent is None) == (entry.level == 1)
        assert entry.parent is None or entry.parent in codes
        if entry.code and entry.parent:
            assert entry.code[:2] == entry.parent[:2]


def test_provincial_divisions_have_wikidata_ids() -> None:
    provinces = [e for e in lexicon.entries("divisions") if e.level == 1]
    assert len({e.same_as for e in provinces}) == 34
    assert lexicon.divisions_by_code()["120000"].same_as == "http://www.wikidata.org/entity/Q11736"


@pytest.mark.parametrize(
    ("code", "name", "short"),
    [
        ("120000", "天津市", ("天津",)),
        ("310115", "浦东新区", ("浦东",)),
        ("623000", "甘南藏族自治州", ("甘南", "甘南州")),
        ("450000", "广西壮族自治区", ("广西",)),
        ("360000", "江西省", ("江西",)),
    ],
)
def test_short_names_of_divisions(code: str, name: str, short: tuple[str, ...]) -> None:
    entry = lexicon.divisions_by_code()[code]
    assert (entry.name, entry.short) == (name, short)


def test_ambiguous_shorts_are_weak() -> None:
    for short in ("朝阳", "鼓楼", "沪", "和平"):
        holders = [e for e in lexicon.by_name()[short] if e.type == lexicon.entries("divisions")[0].type]
        assert holders
        assert all(short not in e.short for e in holders)


def test_every_department_pattern_has_one_region() -> None:
    for department in lexicon.departments():
        assert department.pattern.count("{}") == 1
        assert department.levels <= set("1239")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("民法典", "中华人民共和国民法典"),
        ("发改委", None),
        ("国家发改委", "国家发展和改革委员会"),
        ("税务总局", "国家税务总局"),
        ("进博会", "中国国际进口博览会"),
        ("中央纪委", "中国共产党中央纪律检查委员会"),
        ("12345热线", "12345政务服务便民热线"),
    ],
)
def test_known_short_forms(short: str, full: str | None) -> None:
    assert [e.name for e in lexicon.by_name().get(short, ())][:1] == ([full] if full else [])


def test_loading_costs_little_more_than_splitting_the_files() -> None:
    tables = sorted(Path(lexicon.__file__).parent.rglob("*.tsv"))
    splitting = least(lambda: [line.split("\t") for file in tables for line in file.read_text("utf-8").splitlines()])

    def load() -> None:
        lexicon.all_entries.cache_clear()
        lexicon.departments.cache_clear()
        lexicon.all_entries()
        lexicon.departments()

    assert least(load) < 10 * splitting


def _bodies() -> list[str]:
    read = gongbao.build_text("2024年5月，青禾县水务局开展“清河”专项行动。").entities
    return [entity.iri.rsplit("/", 1)[1] for entity in read if entity.type == "Organization"]


def test_it_can_be_another_one_and_is_this_one_again(more_names: Callable[[str, str], None]) -> None:
    (unknown,) = _bodies()
    assert unknown.endswith("--青禾县水务局")
    more_names("divisions", "青禾县\tPlace\t360499\t360400\t\t\t3\t\t\t本测试")
    assert _bodies() == ["青禾县水务局"]


def test_what_a_test_added_is_gone() -> None:
    assert "青禾县" not in lexicon.by_name()
