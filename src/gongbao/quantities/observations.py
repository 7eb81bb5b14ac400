"""Find quantities: amounts that count something, with bound, change and comparison, as observations of the report."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongbao.model import Document, Mention, Notice, Quantity, Sentence, Span, Time
from gongbao.ontology import Ontology
from gongbao.quantities import amounts, counted, grammar, units
from gongbao.quantities.amounts import Amount
from gongbao.quantities.counted import Counted
from gongbao.quantities.grammar import WAYS, Grammar
from gongbao.quantities.phrase import Words
from gongbao.text import numerals, typed_tables
from gongbao.text.punctuation import JOINERS

_SHOWN, _SHOWN_OF_IT, _ALIKE = 3, 30, 20


class Observed(NamedTuple):
    """The quantities of a report in order, and the numbers that cannot be read whole and so are none of them."""

    quantities: tuple[Quantity, ...]
    unread: tuple[Span, ...]


def observe(document: Document, ontology: Ontology, times: Sequence[Time]) -> Observed:
    """Return the quantities of the report's sentences, and which numbers were left out because they say no one value.

    A range gives its lower and its upper bound. Not quantities: times, ordinals, numbers of articles, of documents and
    inside names, and counts of headings (九个方面). Actor, campaign and time are left to the relations.
    """
    words, linking = grammar.grammar(ontology), counted.wording(ontology)
    text = document.folded
    dated_at = sorted((t.start, t.end) for t in times)
    barred = sorted(dated_at + [m.span() for m in WAYS["names"].finditer(text, document.body.start, document.body.end)])
    dated = frozenset(t.end for t in times)
    found: list[Quantity] = []
    unread: list[Span] = []
    for sentence in document.sentences:
        told = amounts.find(text, sentence.start, sentence.end, words, dated)
        free = [amount for amount in told if _free(amount, barred)]
        unread += [amount for amount in free if isinstance(amount, Span)]
        groups = _groups(text, sentence, [a for a in free if isinstance(a, Amount)])
        reader = counted.Reader(document.text, text, sentence.start, linking, dated_at)
        for index, group in enumerate(groups):
            limit = groups[index + 1][0].start if index + 1 < len(groups) else sentence.end
            for amount, what in zip(group, reader.read(group, limit), strict=True):
                found += _quantities(document, sentence, amount, what, words)
    found += _of_cells(document, words)
    return Observed(tuple(sorted(found, key=lambda q: q.start)), tuple(unread))


def _of_cells(document: Document, words: Grammar) -> Iterator[Quantity]:
    """Read the figures of tables that are typed into the text, whose units stand in heads."""
    sentences = [sentence.start for sentence in document.sentences]
    for cell in typed_tables.find(document.folded, document.body.start, document.body.end):
        money = next((name for name in units.CURRENCIES if cell.unit.startswith(name) and cell.unit != name), "")
        written = money + document.folded[cell.start : cell.end] + cell.unit.removeprefix(money)
        index = bisect_right(sentences, cell.start) - 1
        for amount in amounts.find(written, 0, len(written), words) if index >= 0 else ():
            if isinstance(amount, Amount) and (amount.start, amount.end) == (0, len(written)):
                what = Words(cell.counted, cell.counted)
                whole = amount._replace(start=cell.start, end=cell.end)
                yield from _quantities(document, document.sentences[index], whole, Counted(what, what, what), words)


def outside(found: Sequence[Quantity], names: Sequence[Mention]) -> tuple[Quantity, ...]:
    """Return the figures less the years in names that go on behind what looks like their unit (2025台中灯会)."""
    covering = {place: m.end for m in names for place in range(m.start, m.end)}
    return tuple(q for q in found if not WAYS["year"].match(q.text) or covering.get(q.start, 0) <= q.end)


def left_out(text: str, unread: Sequence[Span]) -> tuple[Notice, ...]:
    """Say how many numbers were left out, and the first of them: what a report shows for them in its summary."""
    if not unread:
        return ()
    spans = ((s, min(s.end, s.start + _SHOWN_OF_IT)) for s in unread[:_SHOWN])
    shown = "、".join(text[s.start : end].replace("\n", " ") + "…" * (end < s.end) for s, end in spans)
    shown += "…" if unread[_SHOWN:] else ""
    numbers = "1 number" if len(unread) == 1 else f"{len(unread)} numbers"
    english = f"{numbers} left out that cannot be read whole: {shown}"
    return (Notice(english, f"{len(unread)} 个数字无法完整读出，未收录：{shown}"),)


def _free(amount: Amount | Span, barred: Sequence[tuple[int, int]]) -> bool:
    """Say whether an amount lies outside all barred ranges, which are sorted and do not nest."""
    place = bisect_right(barred, (amount.end,))
    return not any(end > amount.start for _, end in barred[max(0, place - 2) : place])


def _groups(text: str, sentence: Sentence, found: Sequence[Amount]) -> list[list[Amount]]:
    """Return the amounts of a sentence, those together that only a comma or 和 parts."""
    groups: list[list[Amount]] = []
    for amount in found:
        last = groups[-1][-1].end if groups else -1
        if amount.start - last == 1 and text[last] in JOINERS:
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return [whole for group in groups if (whole := _complete(text, sentence, group))]


def _complete(text: str, sentence: Sentence, group: list[Amount]) -> list[Amount]:
    """Share the unit of the last amount (下降0.7和0.3个百分点), in a 分别 list the bound too; leave out those without a unit."""
    if len(group) > 1:
        clause, last = text.rfind("，", sentence.start, group[0].start), group[-1]
        each = "分别" in text[max(clause, sentence.start, group[0].start - 40) : group[0].start]
        bound = (group[0].bound or last.bound) if each else None
        group = [fit for a in group if (fit := _scaled(text, a, last))]
        group = [a._replace(bound=a.bound or bound, unit=a.unit or last.unit) for a in group]
    return [a for a in group if a.unit]


def _scaled(text: str, amount: Amount, last: Amount) -> Amount | None:
    """A bare amount of a list in the scale of the last (3、5、8万元); None for one that may be in it or not (500、1万元)."""
    bare = not amount.unit and text[amount.end - 1].isdigit()
    shared = WAYS["scaled"].search(text, last.start, last.end) if bare else None
    scale = numerals.scale(shared[1]) if shared else 1
    fits = scale == 1 or amount.value * scale <= last.value * _ALIKE
    return amount._replace(value=amount.value * scale) if fits else None


def _quantities(
    document: Document, sentence: Sentence, amount: Amount, what: Counted, words: Grammar
) -> Iterator[Quantity]:
    values = [(amount.value, amount.bound or words.exact)]
    if amount.upper is not None:
        values = [(amount.value, words.lower), (amount.upper, words.upper)]
    said, whole, unit = what.words.text, Span(sentence.start, sentence.end), _unit(document, amount)
    told = (what.change, what.comparison, sentence.modality)
    written = (amount.start, amount.end, document.text[amount.start : amount.end], said)
    for value, limit in values:
        yield Quantity(*written, float(value), unit, limit, whole, *told)


def _unit(document: Document, amount: Amount) -> str:
    """The unit in the report's own script, but for full-width letters and marks; money has one name."""
    if amount.unit.endswith(("元", "币", "镑")):
        return amount.unit
    part = slice(amount.start, amount.end)
    pairs = zip(document.folded[part], document.text[part], strict=True)
    written = {usual: own for usual, own in pairs if own.isalpha() and not usual.isascii()}
    return "".join(written.get(usual, usual) for usual in amount.unit)
