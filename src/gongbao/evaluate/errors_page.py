"""A page that shows each gold text twice, with gold spans and found spans: what differs stands out, and the next of it is a key away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from gongbao.ontology import Ontology

_GOLD, _FOUND = '人工标注 <span lang="en">gold</span>', '程序识别 <span lang="en">found</span>'
_HINT = (
    "有底色的一边有、另一边没有；按 n 到下一处，按 p 到上一处。"
    '<span lang="en" class="soft">Shaded: only on that side. Press n for the next, p for the one before.</span>'
)

Shown = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]

_STYLE = """
:root{color-scheme:light dark;--ink:#23211d;--soft:#655f55;--line:#e4dfd4;--paper:#fbfaf7;--off:#ffd9cc;--edge:#c8562b}
@media(prefers-color-scheme:dark){:root{--ink:#ebe8e2;--soft:#aaa69e;--line:#35373d;--paper:#1a1b1e;--off:#6b2f1d;--edge:#f08a70}}
body{font:16px/1.9 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:1500px;
 padding:0 1rem;color:var(--ink);background:var(--paper)}
section{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem;border-top:1px solid var(--line);padding:1rem 0}
h2{grid-column:1/-1;font-size:1.05rem;margin:0}h3{font-size:.9rem;margin:0;color:var(--soft)}
section p{white-space:pre-wrap;margin:0;overflow-wrap:anywhere;min-width:0}.soft{color:var(--soft);font-weight:400}
mark{background:none;color:inherit;border-bottom:1px dotted var(--c)}
mark.off{background:var(--off);border-bottom:3px solid var(--c);scroll-margin:35vh}mark.off:focus{outline:3px solid var(--edge)}
table{border-collapse:collapse;font-size:.9rem}td,th{border:1px solid var(--line);padding:.2rem .6rem;text-align:right}
.key span{border-bottom:3px solid var(--c);margin-right:1rem}
@media(max-width:50rem){section{grid-template-columns:1fr}}
"""
_KEYS = """
const off = [...document.querySelectorAll("mark.off")];
for (const each of off) each.tabIndex = 0;
let at = -1;
document.addEventListener("keydown", ({key, ctrlKey, metaKey, altKey}) => {
  const step = {n: 1, p: -1}[key];
  if (!step || !off.length || ctrlKey || metaKey || altKey) return;
  const here = off.indexOf(document.activeElement);
  at = ((here < 0 ? at : here) + step + off.length) % off.length;
  off[at].focus();
});
"""


def render_errors(shown: Sequence[Shown], terms: Ontology) -> str:
    """Return the page: a confusion table of types over all texts, then each text, gold on the left, found right."""
    colors = {c.id: c.color for c in terms.entity_classes}
    key = "".join(f'<span style="--c:{escape(v)}">{escape(k)}</span>' for k, v in colors.items())
    body = "".join(
        _text(name, text, gold["mentions"], record["mentions"], colors) for name, text, gold, record in shown
    )
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>标注与识别 · gongbao score</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><h1>标注与识别的不同 <span lang=en class=soft>where gold and found differ</span></h1>"
        f'<p>{_HINT}</p>{_confusion(shown, list(colors))}<p class="key">{key}</p>{body}'
        f"<script>{_KEYS}</script></html>\n"
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
