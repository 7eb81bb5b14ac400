"""Score extractions against gold: mentions exact and by overlap, linking, relations, quantities and times.

The counting rules are those of the annotation guidelines: quotes and title marks that wrap a name are stripped from
both sides, an overlap pairs each gold span with at most one found span, relations are report-level, and quantities and
times are scored by recall, since gold lists the clearest ones of a text. Linking is scored by pairs of mentions that are
one thing: `linking` among the names that gold and record share, `linking, all` among the names of each.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Self

from gongbao.errors import InputError
from gongbao.iri import canonical
from gongbao.model import Mention
from gongbao.ontology import Ontology
from gongbao.text.punctuation import NAME_WRAPS, unwrapped

Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one row: gold, found, and correct on each side (the two differ for report-level relations)."""

    gold: int
    found: int
    hit: int
    right: int
    overlap: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is in gold."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _harmonic(self.precision, self.recall)

    @property
    def overlap_f1(self) -> float:
        """F1 when any shared character with a span of the same type counts."""
        return _harmonic(self.overlap / self.found if self.found else 0.0, self.overlap / self.gold if self.gold else 0)

    def __add__(self, other: Self) -> Self:
        return type(self)(*map(sum, zip(astuple(self), astuple(other), strict=True)))


_NONE = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing missed, invented or cut wrongly: `kind` is `missed`, `invented` or `cut`."""

    document: str
    kind: str
    type: str
    text: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by row name (types, `heart`, `all`, `linking`, `relations`, `quantities`, `times`) and what differs.

    `finders` counts for each finder of names (the tagger, a rule) and of relations what it found and what of it is right.
    """

    rows: Mapping[str, Score]
    differences: tuple[Difference, ...]
    finders: Mapping[str, Score]


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def heart(terms: Ontology) -> frozenset[str]:
    """The types that the product is about, first in the tables (classes with the role `heart`)."""
    return frozenset(c.id for c in terms.entity_classes if "heart" in c.roles)


def read_gold(path: Path) -> tuple[dict[str, Any], str]:
    """Read a gold file and its text (`text/NAME.txt` beside it, or beside its folder). Raises InputError."""
    beside, apart = (folder / "text" / f"{path.stem}.txt" for folder in (path.parent, path.parent.parent))
    text_path = apart if apart.is_file() and not beside.is_file() else beside
    try:
        gold = json.loads(path.read_text("utf-8"))
        text = text_path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise InputError("no gold file with its text", path=path, text=text_path, error=error) from error
    if not isinstance(gold, dict) or "mentions" not in gold:
        raise InputError("a gold file has mentions", path=path)
    return gold, text


def mentions(gold: Mapping[str, Any], terms: Ontology) -> tuple[Mention, ...]:
    """Return the names of a gold file as values, to score what is made of them alone."""
    types = {c.id for c in terms.entity_classes}
    marked = sorted({(m["start"], m["end"], m["type"]) for m in gold["mentions"] if m["type"] in types})
    return tuple(Mention(start, end, type_, "gold", 1.0) for start, end, type_ in marked)


def score(gold: Mapping[str, Any], record: Mapping[str, Any], text: str, name: str, terms: Ontology) -> Report:
    """Compare one record (see `gongbao.record`) with the gold of the same text."""
    types = [c.id for c in terms.entity_classes]
    wanted, found = _spans(text, gold["mentions"], types), _spans(text, record["mentions"], types)
    rows: dict[str, Score] = {}
    for type_ in types:
        want = {s for s in wanted if s[2] == type_}
        have = {s for s in found if s[2] == type_}
        exact = len(want & have)
        rows[type_] = Score(len(want), len(have), exact, exact, _overlap(want, have))
    rows["heart"] = sum((rows[t] for t in heart(terms)), _NONE)
    rows["all"] = sum((rows[t] for t in types), _NONE)
    rows["linking"] = _linking(gold, record, text, types, shared=True)
    rows["linking, all"] = _linking(gold, record, text, types, shared=False)
    rows["relations"], sure = _relations(gold, record, text, terms)
    rows["quantities"] = _recall([_has_quantity(q, record) for q in gold.get("quantities", ())], record["quantities"])
    values = {str(t["value"]) for t in record["times"]}
    rows["times"] = _recall([t["value"] in values for t in gold.get("times", ())], record["times"])
    names = [(m["by"], not wanted.isdisjoint(_spans(text, (m,), types))) for m in record["mentions"]]
    return Report(rows, tuple(_differences(wanted, found, text, name)), _by_finder([*names, *sure]))


def _by_finder(found: Iterable[tuple[str, bool]]) -> dict[str, Score]:
    """Count what each finder found, and what of it is right."""
    pairs = list(found)
    counts, right = Counter(by for by, _ in pairs), Counter(by for by, sure in pairs if sure)
    return {by: Score(0, counts[by], right[by], right[by]) for by in counts}


def total(reports: Iterable[Report]) -> Report:
    """Add the counts of several reports and join their differences."""
    rows: dict[str, Score] = {}
    finders: dict[str, Score] = {}
    differences: list[Difference] = []
    for report in reports:
        differences += report.differences
        for counts, own in ((rows, report.rows), (finders, report.finders)):
            for key, value in own.items():
                counts[key] = counts.get(key, _NONE) + value
    return Report(rows, tuple(differences), finders)


def _spans(text: str, mentions: Iterable[Mapping[str, Any]], types: Sequence[str]) -> set[Marked]:
    found = set()
    for mention in mentions:
        start, end = unwrapped(text, mention["start"], mention["end"])
        if start < end and mention["type"] in types:
            found.add((start, end, mention["type"]))
    return found


def _linking(
    gold: Mapping[str, Any], record: Mapping[str, Any], text: str, types: Sequence[str], *, shared: bool
) -> Score:
    """Count the pairs of mentions that are one thing: by gold (equal words, or listed together), by the record, by both."""
    listed = {canonical(name): number for number, names in enumerate(gold.get("entities", ())) for name in names}
    wanted: dict[Marked, object] = {}
    for span in _spans(text, gold["mentions"], types):
        name = canonical(text[span[0] : span[1]])
        wanted[span] = (span[2], listed.get(name, name))
    found = {span: m["entity"] for m in record["mentions"] for span in _spans(text, (m,), types)}
    if shared:
        both = wanted.keys() & found.keys()
        wanted, found = {s: wanted[s] for s in both}, {s: found[s] for s in both}
    hit = _pairs((wanted[span], entity) for span, entity in found.items() if span in wanted)
    return Score(_pairs(wanted.values()), _pairs(found.values()), hit, hit)


def _pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def _overlap(wanted: set[Marked], found: set[Marked]) -> int:
    used: set[Marked] = set()
    for gold in sorted(wanted):
        shared = [(min(gold[1], s[1]) - max(gold[0], s[0]), s) for s in found - used]
        best = max((pair for pair in shared if pair[0] > 0), default=None, key=lambda pair: pair[0])
        if best:
            used.add(best[1])
    return len(used)


def _relations(
    gold: Mapping[str, Any], record: Mapping[str, Any], text: str, terms: Ontology
) -> tuple[Score, list[tuple[str, bool]]]:
    """Return the counts, and for each statement what found it and whether it is right."""
    numbers: dict[str, int] = {}
    for number, surfaces in enumerate(gold.get("entities", ())):
        for surface in surfaces:
            numbers.setdefault(surface.strip(NAME_WRAPS), number)

    def key(name: str) -> int | str:
        return numbers.get(name.strip(NAME_WRAPS), name.strip(NAME_WRAPS))

    names: dict[str, set[str]] = {}
    for mention in record["mentions"]:
        names.setdefault(mention["entity"], set()).add(text[mention["start"] : mention["end"]])
    for entity in record["entities"]:
        names.setdefault(entity["id"], set()).update([entity["name"], *entity["aliases"]])
    skipped = terms.property_role("jurisdiction")
    symmetric = {p.id for p in terms.relations if p.symmetric}
    wanted = {(key(r["head"]), r["predicate"], key(r["tail"])) for r in gold.get("relations", ())}
    said = [s for s in record["statements"] if s["predicate"] != skipped]
    found = [
        (
            {key(n) for n in names.get(s["subject"], {s["subject"]})},
            s["predicate"],
            {key(n) for n in names.get(s["object"], {s["object"]})},
        )
        for s in said
    ]

    def same(want: tuple[int | str, str, int | str], have: tuple[set[int | str], str, set[int | str]]) -> bool:
        if want[1] != have[1]:
            return False
        forward = want[0] in have[0] and want[2] in have[2]
        return forward or (want[1] in symmetric and want[0] in have[2] and want[2] in have[0])

    hit = sum(any(same(w, h) for h in found) for w in wanted)
    right = [any(same(w, h) for w in wanted) for h in found]
    by = [(statement["by"], sure) for statement, sure in zip(said, right, strict=True)]
    return Score(len(wanted), len(found), hit, sum(right)), by


def _has_quantity(gold: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    near = 1e-9 * max(1.0, abs(gold["value"]))
    return any(abs(q["value"] - gold["value"]) <= near and q["bound"] == gold["bound"] for q in record["quantities"])


def _recall(hits: Sequence[bool], found: Sequence[Any]) -> Score:
    return Score(len(hits), len(found), sum(hits), sum(hits))


def _differences(wanted: set[Marked], found: set[Marked], text: str, name: str) -> Iterable[Difference]:
    loose = found - wanted
    for gold in sorted(wanted - found):
        near = [s for s in sorted(loose) if min(gold[1], s[1]) > max(gold[0], s[0])]
        if near:
            loose -= {near[0]}
            other = f"{near[0][2]} {text[near[0][0] : near[0][1]]}"
            yield Difference(name, "cut", gold[2], text[gold[0] : gold[1]], other)
        else:
            yield Difference(name, "missed", gold[2], text[gold[0] : gold[1]])
    for start, end, type_ in sorted(loose):
        yield Difference(name, "invented", type_, "", text[start:end])
