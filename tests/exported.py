"""What a network file must hold, in the values of any library that reads it."""

from __future__ import annotations

from typing import Any

from gongbao.network.connect import Connected
from gongbao.text.harmless import printable


def check_nodes(found: dict[str, dict[str, Any]], connected: Connected, label: str = "label") -> None:
    assert set(found) == {printable(node.iri) for node in connected.nodes}
    for node in connected.nodes:
        row = found[node.iri]
        assert row[label] == printable(node.label)
        assert row["label_hant"] == printable(node.label_hant)
        assert row["kind"] == node.type
        assert (row["mentions"], row["reports"]) == (node.mentions, node.reports)
        assert row["community"] >= 1 and row["degree"] >= 0
        aliases = row["aliases"] if isinstance(row["aliases"], list) else list(filter(None, row["aliases"].split("|")))
        assert len(aliases) == len(node.aliases)


def check_edges(found: list[dict[str, Any]], connected: Connected) -> None:
    """Edges of several kinds between a pair stay apart, each with its weight and every quotation."""

    def key(row: dict[str, Any]) -> tuple[object, ...]:
        evidence = row["evidence"] if isinstance(row["evidence"], list) else row["evidence"].split("|")
        words = sorted(printable(quotation).replace("|", "｜") for quotation in evidence)
        return (row["source"], row["target"], row["kind"], float(row["weight"]), row["first"] or "", *words)

    ours = [
        {"source": t.source, "target": t.target, "kind": t.kind, "weight": t.weight, "first": t.first}
        | {"evidence": [words for proof in t.proofs for words, _, _ in proof.quotations]}
        for t in connected.ties
    ]
    assert sorted(map(key, found)) == sorted(map(key, ours))
    assert len({(row["source"], row["target"], row["kind"]) for row in found}) == len(found)
