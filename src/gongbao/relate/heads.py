"""What stands at the head of a report by itself: its own number is of a document that the reporting body issues."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.model import Span
from gongbao.relate.clauses import Layout
from gongbao.relate.facts import CONTEXT, Fact

_WRAPS = "（）()〔〕[]“”《》 　\t"


def numbers(layout: Layout, home: str | None) -> Iterator[Fact]:
    """Yield one fact for a name that is alone on its line, or alone with a date, before the first full sentence."""
    wanted = [layout.words.relations[p] for p in layout.words.numbers]
    if home is None or not wanted:
        return
    text, body = layout.text, layout.document.body
    at = 0
    while at < min(body.end, body.start + 600):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line.rstrip().endswith(("。", "；")):
            return
        items = layout.items_in(at, end)
        if len(items) == 1:
            item = items[0]
            rest = (layout.timeless(at, item.start) + layout.timeless(item.end, end)).strip(_WRAPS)
            for relation in wanted:
                numbered = text.endswith(layout.words.numbers[relation.id], item.start, item.end)
                titled = "《" in text[max(0, item.start - 1) : item.start + 1]
                if (numbered or titled) and not rest and not layout.words.fits[item.type].isdisjoint(relation.range):
                    span = Span(item.start, item.end)
                    yield Fact(home, relation.id, item.entity, None, None, span, layout.words.done, CONTEXT)
        at = end + 1
