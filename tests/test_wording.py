"""The wording: kinds are described and closed, and a word acts on the class that has it and below, nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongbao import ontology
from gongbao.kinds import CLASS
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.read import from_text
from gongbao.settings import Settings

SOURCE = Path(ontology.__file__).parent
PREFIXES = """@prefix gb: <https://w3id.org/gongbao/ontology#> .
@prefix gbw: <https://w3id.org/gongbao/wording#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix my: <https://example.org/mine#> .
"""
SUBCLASS = "my:Post a owl:Class ; rdfs:subClassOf gb:Organization"


def names(text: str, turtle: str, folder: Path) -> set[tuple[str, str]]:
    """Names with the core class that each is, or is below."""
    file = folder / "mine.ttl"
    file.write_text(PREFIXES + turtle, "utf-8")
    terms = ontology.load((file,))
    found = extract(from_text(text, "a.txt", ontology=terms), Settings(ontology=terms))
    core = ("Organization", "Place", "Campaign", "Document")
    return {(text[m.start : m.end], next((c for c in core if terms.is_a(m.type, c)), m.type)) for m in found.mentions}


def test_every_kind_is_described_and_has_words(terms: Ontology) -> None:
    given = {
        k for group in (terms.classes, terms.properties, terms.concepts) for t in group.values() for k in t.wording
    }
    assert terms.kinds.keys() - given == {"off", "without"}, "those are for users' files"
    for kind in terms.kinds.values():
        assert kind.owners and kind.definitions.keys() == {"en", "zh-hans"}, kind.id


def test_an_example_of_a_kind_is_one_of_its_words(terms: Ontology) -> None:
    for kind in terms.kinds.values():
        words = {
            w for g in (terms.classes, terms.properties, terms.concepts) for t in g.values() for w in t.words(kind.id)
        }
        assert not kind.example or not words or kind.example in words, kind.id


def test_every_kind_is_read(terms: Ontology) -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    unread = [kind for kind in terms.kinds if not re.search(rf"[\"']{kind}[\"']|GBW \+ \"{kind}\"", code)]
    assert unread == []


def test_there_are_at_most_eighty_kinds(terms: Ontology) -> None:
    assert len(terms.kinds) <= 80


@pytest.mark.parametrize("path", sorted((ontology.directory() / "wording").glob("*.ttl")), ids=lambda p: p.stem)
def test_words_stand_one_a_line_sorted_each_once(path: Path) -> None:
    block: list[str] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        word = re.fullmatch(r'    "([^"]+)" [,.]', line)
        if word:
            block.append(word[1])
        else:
            assert block == sorted(set(block))
            block = []


@pytest.mark.parametrize(
    "turtle",
    [
        pytest.param('my:Ship a owl:Class ; rdfs:subClassOf gb:Entity ; gbw:headNoun "天津" , "上海" .', id="head"),
        pytest.param('my:Ship a owl:Class ; rdfs:subClassOf gb:Entity ; gbw:aliasCue "天津" .', id="alias-cue"),
        pytest.param(SUBCLASS + ' ; gbw:headNoun "上海" .', id="head-of-a-body"),
    ],
)
def test_words_of_a_users_class_leave_other_classes_alone(turtle: str, tmp_path: Path) -> None:
    text = "2024年5月，市交通委会同上海、天津开展检查。"
    assert {("上海", "Place"), ("天津", "Place")} <= names(text, "", tmp_path)
    assert {("上海", "Place"), ("天津", "Place")} <= names(text, turtle, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("5月，合肥、深圳哨所开展检查。", id="list"),
        pytest.param("江州市龙山哨所联合亦庄区民政局巡查。", id="body"),
        pytest.param("检查发现，白塔哨所设备老旧。", id="verb-before"),
    ],
)
def test_a_head_noun_does_the_same_on_a_class_and_on_one_below_it(text: str, tmp_path: Path) -> None:
    above = names(text, 'gb:Organization gbw:headNoun "哨所" .', tmp_path)
    below = names(text, SUBCLASS + ' ; gbw:headNoun "哨所" .', tmp_path)
    assert above == below
    assert any(name.endswith("哨所") and kind == "Organization" for name, kind in above)


def test_a_cue_of_short_names_acts_on_its_class_and_below(tmp_path: Path) -> None:
    text = "江州市城市管理综合行政执法支队（江湖人称城管队）开展检查。"
    cue = 'gbw:aliasCue "江湖人称" .'
    short = ("城管队", "Organization")
    for owner in ("gb:Entity", "gb:Organization"):
        assert short in names(text, f"{owner} {cue}", tmp_path), owner
    without = names(text, "", tmp_path)
    for owner in ("gb:Place", "my:Ship a owl:Class ; rdfs:subClassOf gb:Entity ;"):
        assert names(text, f"{owner} {cue}", tmp_path) == without, owner


def test_head_nouns_are_for_every_class_of_things(terms: Ontology) -> None:
    assert terms.kinds["headNoun"].owners == {CLASS}
