"""A page that shows each gold text twice, with gold spans and found spans, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from gongbao.ontology import Ontology

Shown = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]

_STYLE = """
body{font:16px/1.9 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:1500px;padding:0 1rem;color:#222}
section{display:grid;grid-template-columns:1fr 1fr;gap:2rem;border-top:1px solid #ccc;padding:1rem 0}
h2{grid-column:1/-1;font-size:1.05rem;margin:0}p{white-space:pre-wrap;margin:0}
mark{background:none;color:inherit;border-bottom:3px solid var(--c);padding:0 1px}
mark.off{background:#ffe0d6;outline:1px dashed #c8562b}
table{border-collapse:collapse;font-size:.9rem}td,th{border:1px solid #ddd;padding:.2rem .6rem;text-align:right}
.key span{border-bottom:3px solid var(--c);margin-right:1rem}
"""


def render_errors(shown: Sequence[Shown], terms: Ontology) -> str:
    """Return the page: a confusion table of types over all texts, then each text, gold on the left, found right."""
    colors = {c.id: c.color for c in terms.entity_classes}
    key = "".join(f'<span style="--c:{escape(v)}">{escape(k)}</span>' for k, v in colors.items())
    body = "".join(
        _text(name, text, gold["mentions"], record["mentions"], colors) for name, text, gold, record in shown
    )
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>gongbao score</title>'
        f"<style>{_STYLE}</style><h1>gold | found</h1>{_confusion(shown, list(colors))}"
        f'<p class="key">{key}</p>{body}</html>\n'
    )


def _text(
    name: str,
    text: str,
    gold: Sequence[Mapping[str, Any]],
    found: Sequence[Mapping[str, Any]],
    colors: Mapping[str, str],
) -> str:
    gold_spans = {(m["start"], m["end"], m["type"]) for m in gold}
    found_spans = {(m["start"], m["end"], m["type"]) for m in found}
    left = _marked(text, gold_spans, found_spans, colors)
    right = _marked(text, found_spans, gold_spans, colors)
    return f"<section><h2>{escape(name)}</h2><p>{left}</p><p>{right}</p></section>"


def _marked(
    text: str, spans: Iterable[tuple[int, int, str]], other: set[tuple[int, int, str]], colors: Mapping[str, str]
) -> str:
    out, at = [], 0
    for start, end, type_ in sorted(spans):
        if start < at:
            continue
        off = "" if (start, end, type_) in other else ' class="off"'
        color = escape(colors.get(type_, "#888"))
        out.append(escape(text[at:start]))
        out.append(f'<mark{off} style="--c:{color}" title="{escape(type_)}">{escape(text[start:end])}</mark>')
        at = end
    return "".join(out) + escape(text[at:])


def _confusion(shown: Sequence[Shown], types: list[str]) -> str:
    """Rows are gold types, columns what was found over the same characters; `—` is nothing."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, _, gold, record in shown:
        for g in gold["mentions"]:
            over = [m for m in record["mentions"] if m["start"] < g["end"] and g["start"] < m["end"]]
            counts[g["type"], over[0]["type"] if over else "—"] += 1
        for m in record["mentions"]:
            if not any(m["start"] < g["end"] and g["start"] < m["end"] for g in gold["mentions"]):
                counts["—", m["type"]] += 1
    columns = [*types, "—"]
    head = "".join(f"<th>{escape(c)}</th>" for c in ("gold \\ found", *columns))
    rows = "".join(
        f"<tr><th>{escape(row)}</th>" + "".join(f"<td>{counts[row, c] or ''}</td>" for c in columns) + "</tr>"
        for row in columns
    )
    return f"<table><tr>{head}</tr>{rows}</table>"
