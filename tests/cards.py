"""Every card of a page, read in a browser and held against the graph's own data: names, and what a sentence leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

Row = dict[str, Any]

READ = """async links => {
  const found = [];
  for (const link of links) {
    const drawn = new Promise(done => addEventListener("hashchange", done, {once: true}));
    location.hash = link;
    await drawn;
    const card = document.querySelector("#card");
    for (let more; (more = card.querySelector(".more"));) more.click();
    const all = selector => [...card.querySelectorAll(selector)].map(e => e.textContent);
    const label = document.documentElement.lang === "en" ? "Also called" : "又";
    const names = [...card.querySelectorAll("dt")].find(e => e.textContent.startsWith(label))?.nextSibling;
    found.push({
      title: card.querySelector("h2").textContent,
      own: [...all(".other-name"), ...all(".self")],
      aliases: names ? [...names.querySelectorAll("bdi")].map(e => e.textContent) : [],
      rows: [...card.querySelectorAll("button.evidence")].map(e => [...e.querySelectorAll(".badge")].map(b => b.className)),
    });
  }
  return found;
}"""
AT_ONCE = 200


@dataclass
class Counted:
    """How many cards and rows were read, and those that are wrong, in words."""

    cards: int = 0
    names: int = 0
    evidence: int = 0
    unsaid: int = 0
    wrong_names: list[str] = field(default_factory=list)
    wrong_evidence: list[str] = field(default_factory=list)


def read_cards(page: Page, data: Row) -> Counted:
    """Open the card of every thing that a report names, and of every relation."""
    counted = Counted()
    named = sorted({node for report in data["reports"] for _, _, node in report["mentions"]})
    for node, card in _cards(page, [{"node": data["nodes"][node]["i"]} for node in named], named):
        counted.cards += 1
        _check_names(counted, data["nodes"][node], card)
    edges: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
    for row in data["statements"]:
        edges[row["s"], row["p"], row["o"]].append(row)
    links = [
        {"edge": " ".join((data["nodes"][s]["i"], data["predicates"][p]["id"], data["nodes"][o]["i"]))}
        for s, p, o in edges
    ]
    for edge, card in _cards(page, links, list(edges)):
        counted.cards += 1
        _check_evidence(counted, data, edges[edge], card)
    return counted


def _cards(page: Page, links: list[dict[str, str]], keys: list[Any]) -> Iterator[tuple[Any, Row]]:
    for at in range(0, len(links), AT_ONCE):
        some = links[at : at + AT_ONCE]
        yield from zip(keys[at : at + AT_ONCE], page.evaluate(READ, [urlencode(link) for link in some]), strict=True)


def _check_names(counted: Counted, thing: Row, card: Row) -> None:
    """A thing is called by its name, by its name in the other script, or by a name that its own holds in order."""
    names = {thing["n"], thing.get("h", thing["n"])}
    counted.names += 1 + len(card["own"]) + len(card["aliases"])
    wrong = [] if card["title"] in names else [card["title"]]
    wrong += [name for name in card["own"] if not any(_in_order(name.removesuffix("…"), whole) for whole in names)]
    wrong += [name for name in card["aliases"] if name not in thing.get("a", ())]
    counted.wrong_names += [f"{thing['n']}: {name}" for name in wrong]


def _check_evidence(counted: Counted, data: Row, rows: list[Row], card: Row) -> None:
    """Each piece of evidence whose sentence does not mark the subject, or that a name told, says so, and no other does."""
    each = [(row, evidence) for row in rows for evidence in row["e"]]
    counted.evidence += len(each)
    if len(each) != len(card["rows"]):
        counted.wrong_evidence.append(f"{card['title']}: {len(card['rows'])} rows for {len(each)} pieces of evidence")
        return
    for (row, evidence), badges in zip(each, card["rows"], strict=True):
        around = evidence.get("s", evidence["r"])
        subject = evidence.get("a")
        said = row.get("q") != "name" and subject is not None and around[0] <= subject[0] and subject[1] <= around[1]
        counted.unsaid += not said
        if said == any("supplied" in badge for badge in badges):
            words = "".join(data["reports"][row["d"]]["pieces"][slice(*around)])
            counted.wrong_evidence.append(f"{card['title']}: {words[:60]}")


def _in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in part)
