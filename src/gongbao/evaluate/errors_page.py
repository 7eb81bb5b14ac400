"""A page that shows each gold text twice, with gold spans and found spans: what differs stands out, and the next of it is a key away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any

from gongbao.ontology import Ontology

_GOLD, _FOUND = '人工标注 <span lang="en">gold</span>', '程序识别 <span lang="en">found</span>'
_HINT = (
    "有底色的一边有、另一边没有；按 n 到下一处，按 p 到上一处。"
    '<span lang="en" class="soft">Shaded: only on that side. Press n for the next, p for the one before.</span>'
)

Shown = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]


def render_errors(shown: Sequence[Shown], terms: Ontology) -> str:
    """Return the page: a confusion table of types over all texts, then each text, gold on the left, found right."""
    style, keys = (
        (resources.files("gongbao.evaluate") / f"errors.{kind}").read_text("utf-8") for kind in ("css", "js")
    )
    colors = {c.id: c.color for c in terms.entity_classes}
    key = "".join(f'<span style="--c:{escape(v)}">{escape(k)}</span>' for k, v in colors.items())
    body = "".join(
        _text(name, text, gold["mentions"], record["mentions"], colors) for name, text, gold, record in shown
    )
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>标注与识别 · gongbao score</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{style}</style><h1>标注与识别的不同 <span lang=en class=soft>where gold and found differ</span></h1>"
        f'<p>{_HINT}</p>{_confusion(shown, list(colors))}<p class="key">{key}</p>{body}'
        f"<script>{keys}</script></html>\n"
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
    differ = f'<span class="soft">{len(gold_spans ^ found_spans)} 处不同 <span lang="en">differ</span></span>'
    sides = (f"<div><h3>{title}</h3><p>{marked}</p></div>" for title, marked in ((_GOLD, left), (_FOUND, right)))
    return f"<section><h2>{escape(name)} {differ}</h2>{''.join(sides)}</section>"


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
    head = "".join(f"<th>{escape(c)}</th>" for c in ("标注 gold \\ 识别 found", *columns))
    rows = "".join(
        f"<tr><th>{escape(row)}</th>" + "".join(f"<td>{counts[row, c] or ''}</td>" for c in columns) + "</tr>"
        for row in columns
    )
    return f"<table><tr>{head}</tr>{rows}</table>"
