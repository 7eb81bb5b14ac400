"""A page that shows each gold text twice, with gold spans and found spans: what differs stands out, and the next of it is a key away."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gongbao.export.templates import beside, environment
from gongbao.ontology import Ontology

_Span = tuple[int, int, str]

Shown = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]


def render_errors(shown: Sequence[Shown], terms: Ontology) -> str:
    """Return the page: a confusion table of types over all texts, then each text, gold on the left, found right."""
    package = "gongbao.evaluate"
    colors = {c.id: c.color for c in terms.entity_classes}
    page = environment(package).get_template("errors.html")
    return page.render(
        colors=colors,
        columns=[*colors, "—"],
        counts=_confusion(shown),
        texts=(_sides(*each) for each in shown),
        style=beside("errors.css", package=package),
        keys=beside("errors.js", package=package),
    )


def _sides(
    name: str, text: str, gold: Mapping[str, Any], found: Mapping[str, Any]
) -> tuple[str, int, Iterator[object], Iterator[object]]:
    """The name of a text, how many spans differ, and its pieces on either side."""
    left, right = ({(m["start"], m["end"], m["type"]) for m in side["mentions"]} for side in (gold, found))
    return name, len(left ^ right), _pieces(text, left, right), _pieces(text, right, left)


def _pieces(text: str, spans: Iterable[_Span], other: set[_Span]) -> Iterator[tuple[str, str, bool]]:
    """Yield the text in pieces: words, the type they are marked as, and whether the other side differs."""
    at = 0
    for start, end, kind in sorted(spans):
        if start >= at:
            yield text[at:start], "", False
            yield text[start:end], kind, (start, end, kind) not in other
            at = end
    yield text[at:], "", False


def _confusion(shown: Sequence[Shown]) -> Mapping[tuple[str, str], int]:
    """Rows are gold types, columns what was found over the same characters; `—` is nothing."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, _, gold, record in shown:
        for g in gold["mentions"]:
            over = [m for m in record["mentions"] if m["start"] < g["end"] and g["start"] < m["end"]]
            counts[g["type"], over[0]["type"] if over else "—"] += 1
        for m in record["mentions"]:
            if not any(m["start"] < g["end"] and g["start"] < m["end"] for g in gold["mentions"]):
                counts["—", m["type"]] += 1
    return counts
