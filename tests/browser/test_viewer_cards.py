"""What the cards say of things and sentences, all of them: no name that is another's, no subject that a sentence lacks unsaid."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browsing import Viewer
from cards import read_cards

pytestmark = pytest.mark.slow

Open = Callable[..., Viewer]
DATA = "JSON.parse(document.getElementById('gongbao-data').textContent)"


@pytest.mark.parametrize("name", ["real", "story", "atlas"])
def test_names_and_subjects_of_every_card(viewer: Open, name: str) -> None:
    shown = viewer(name, view="time")
    counted = read_cards(shown.page, shown.page.evaluate(DATA))
    assert counted.wrong_names == []
    assert counted.wrong_evidence == []
    assert counted.cards > 10 and counted.evidence > 5
    assert name != "real" or counted.unsaid > 10


def test_a_way_between_two_things_says_so_too(viewer: Open) -> None:
    shown = viewer("real", view="network")
    data = shown.page.evaluate(DATA)
    row = next(s for s in data["statements"] if s.get("q") == "reporter" and not any("a" in e for e in s["e"]))
    ends = " ".join(data["nodes"][row[end]]["i"] for end in ("s", "o"))
    again = viewer("real", view="network", path=ends)
    assert again.page.locator("#card .proven .supplied").count() > 0
