from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from gongbao import iri


def test_the_same_name_in_any_dress_has_one_iri() -> None:
    forms = ["“大走访、大调研”活动", "大走訪、大調研活動", "「大走訪、大調研」活動", "大走访、大调研 活动"]
    assert {iri.entity("Campaign", form) for form in forms} == {"https://w3id.org/gongbao/Campaign/大走访、大调研活动"}


def test_scope_keeps_namesakes_apart() -> None:
    here = iri.entity("Organization", "站区办", scope="天津市")
    there = iri.entity("Organization", "站区办", scope="北京市")
    assert here != there
    assert here.endswith("/天津市--站区办")


def test_a_name_cannot_forge_a_scope() -> None:
    assert iri.entity("Organization", "天津市--站区办") != iri.entity("Organization", "站区办", scope="天津市")


def test_title_marks_around_the_whole_name_go_and_those_inside_stay() -> None:
    assert iri.canonical("《行政处罚法》") == "行政处罚法"
    assert iri.canonical("关于印发《办法》的通知") == "关于印发《办法》的通知"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@example("A´")
def test_any_name_gives_a_valid_iri_that_stays_in_its_segment(name: str) -> None:
    made = iri.entity("Organization", name)
    ox.NamedNode(made)
    rest = made.removeprefix("https://w3id.org/gongbao/Organization/")
    assert rest
    assert not set(rest) & set('/?#<>"{}|\\^` \n\t')
    assert iri.entity("Organization", iri.canonical(name)) == made


@given(st.text("专项整治工作《》“”（）。，、 -", max_size=30))
def test_the_label_is_a_function_of_the_iri(name: str) -> None:
    assert iri.canonical(iri.canonical(name)) == iri.canonical(name)


@pytest.mark.parametrize("name", ["海州市Acme Inc.", "海州市水务局..", "海州市水务局", "a.b", "-、·_~甲"])
def test_what_ends_a_name_ends_no_statement_of_turtle(name: str) -> None:
    minted, about = iri.entity("Organization", name), ox.NamedNode("https://example.org/about")
    triple = ox.Triple(ox.NamedNode(minted), about, ox.NamedNode(minted))
    prefixes = {"o": "https://w3id.org/gongbao/Organization/"}
    written = ox.serialize([triple], format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert set(rdflib.Graph().parse(data=written, format="turtle").subjects()) == {rdflib.URIRef(minted)}
