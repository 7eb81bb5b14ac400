"""The summary that `gongbao build` prints: what was found, who is at the centre, where the files are, how to go on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongbao import iri
from gongbao.cli import say
from gongbao.errors import typed
from gongbao.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from gongbao.model import Extraction, Span
    from gongbao.ontology import Ontology
    from gongbao.outputs import Built

IN_FULL = 5  # of so many reports the summary is told in full; of more, in a line each


def summary(built: Built, settings: Settings) -> str:
    """Return the summary of one report, a few lines in the user's language."""
    language = say("en", "zh-Hans")
    extraction = built.extraction
    document = extraction.document
    terms = settings.ontology
    around = document.text[: document.body.start] + document.text[document.body.end :]
    left_out = len("".join(around.split()))
    lines = [document.title or document.source]
    if facts := [f for f in (document.publisher, (document.issued or "").replace("T", " ")) if f]:
        lines.append("  " + " · ".join(facts))
    lines.append("")
    mentioned = Counter(m.type for m in extraction.mentions)
    named = Counter(e.type for e in extraction.entities)
    head = (say("type"), say("entities"), say("mentions"))
    counts = [(t, named[t], mentioned[t]) for t, _ in named.most_common()] + _concepts(extraction, terms)
    lines += _table([head, *((terms.get_class(t).label(language), str(n), str(m)) for t, n, m in counts)])
    lines += ["", f"  {_counts(extraction, terms, language)}", *_inside(extraction), *_centre(built)]
    if left_out > 0:
        lines.append(say("skipped outside the body", count=left_out))
    if scan := document.scan:
        pages = len({line.page for line in scan.lines})
        lines.append(say("pages were recognised", pages=pages, by=scan.by))
    if count := len(extraction.decided):
        lines.append(say("goes by decisions of people", count=count))
    return "\n".join([*lines, *_notices(built), ""])


def line(built: Built) -> str:
    """Return the summary where there are many: a line with file, title, publisher, date and counts, and what is noted."""
    extraction = built.extraction
    document = extraction.document
    facts = (document.source, document.title, document.publisher, (document.issued or "").replace("T", " "))
    named, stated = len(extraction.entities), len(extraction.statements)
    found = say(f"{_plural(named, 'entity')}, {_plural(stated, 'statement')}", f"{named} 个实体，{stated} 条陈述")
    return "\n".join([f"{' · '.join(f for f in facts if f)}  ({found})", *_notices(built)])


def _notices(built: Built) -> list[str]:
    return [f"  {say(notice.english, notice.zh)}" for notice in (*built.extraction.notices, *built.notices)]


def ending(built: Sequence[Built], files: Sequence[Path], terms: Ontology) -> str:
    """Say where the graph, network and page of all reports are, and how to go on with a query that finds something."""
    named = {entity.type for one in built for entity in one.extraction.entities}
    query = next((f"{role}s" for role in ("case", "campaign") if terms.role(role) in named), "entities")
    lines = [""] if len(built) > IN_FULL else []
    if len(built) > 1:
        folder = files[0].parent
        lines += [
            say("Each report has its own files in", folder=folder),
            say("All reports together", count=len(built)),
        ]
    lines += [*(f"  {path}" for path in files), ""]
    graph = typed(files[0])
    own = "".join(f" --ontology {typed(path)}" for path in terms.own_files)
    lines.append(say("ask it", graph=graph, query=query, own=own))
    lines.append(say("see it", graph=graph, own=own))
    return "\n".join(lines)


def _concepts(extraction: Extraction, terms: Ontology) -> list[tuple[str, int, int]]:
    """The concepts that statements speak of (violations), by class: how many, and at how many places."""
    found: dict[str, set[str]] = {}
    places: dict[str, set[Span | None]] = {}
    for statement in extraction.statements:
        if statement.kind == "concept":
            kind = terms.get_property(statement.predicate).range[0]
            found.setdefault(kind, set()).add(iri.canonical(statement.object))
            places.setdefault(kind, set()).update(evidence.object for evidence in statement.evidence)
    return [(kind, len(words), len(places[kind])) for kind, words in found.items()]


def _inside(extraction: Extraction) -> list[str]:
    """Why there may be more entities than mentions: a place whose name stands inside of other names only."""
    names = [entity.name for entity in extraction.entities if not entity.mentions]
    listed = say(", ", "、").join(names[:3]) + (" …" if names[3:] else "")
    told = say("known from other names")
    return [f"  {told}{listed}"] if names else []


def _counts(extraction: Extraction, terms: Ontology, language: str) -> str:
    """How many statements, by modality, how many quantities and times."""
    stated, counted, dated = map(len, (extraction.statements, extraction.quantities, extraction.times))
    by_modality = Counter(s.modality for s in extraction.statements).most_common()
    split = say(", ", "，").join(f"{terms.concepts[m].label(language)} {n}" for m, n in by_modality)
    split = say(f" ({split})", f"（{split}）") if split else ""
    return say(
        f"{_plural(stated, 'statement')}{split}, {_plural(counted, 'quantity')}, {_plural(dated, 'time')}",
        f"{stated} 条陈述{split}，{counted} 个数量，{dated} 个时间",
    )


def _plural(count: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else plural}"


def idle(there: Sequence[tuple[str, str]], settings: Settings) -> str:
    """Return what is said of decisions on other reports than those there; nothing where there are none."""
    left = settings.decisions.idle(there)
    if not left:
        return ""
    where = ", ".join(f"{decision.line} ({decision.source or decision.report})" for decision in left[:3])
    where += ", …" if left[3:] else ""
    are = "decisions are on reports that were" if left[1:] else "decision is on a report that was"
    return say("decisions on reports that were not read", count=len(left), are=are, where=where)


def _centre(built: Built) -> list[str]:
    """Which things are tied to most."""
    degrees: Counter[str] = Counter()
    for edge in built.network.edges:
        degrees.update({edge.source, edge.target})
    labels = {node.iri: node.label for node in built.network.nodes}
    ranked = sorted(degrees.items(), key=lambda pair: (-pair[1], pair[0]))
    best = [(labels[node], n) for node, n in ranked if node in labels][:5]
    listed = say(", ", "，").join(say(f"{name} ({n})", f"{name}（{n}）") for name, n in best)
    return [say("best connected", listed=listed)] if best else []


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    widths = [max(_width(row[i]) for row in rows) for i in range(3)]
    return [
        "  "
        + row[0]
        + " " * (widths[0] - _width(row[0]))
        + "".join("  " + " " * (w - _width(c)) + c for w, c in zip(widths[1:], row[1:], strict=True))
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns in a terminal: wide and full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
