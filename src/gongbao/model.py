"""The values every stage exchanges: frozen, slotted, and without behaviour beyond their own invariants.

All offsets are half-open Unicode code points of `Document.text`: `text[start:end]`.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal, Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, given {self.start}, {self.end}")

    def overlaps(self, other: Self) -> bool:
        """Say whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Self) -> bool:
        """Say whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the report; `heading` is the span of its heading line, `level` counts from 1 (一、) up."""

    start: int
    end: int
    level: int
    heading: Span
    parent: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body.

    `section` indexes `Document.sections`; `modality` is the local name of a modality concept of the ontology
    (`done`, `planned`, `required`, `negated`); clauses may narrow it later. `turn` is the place of the word that makes
    it so, None where the whole sentence is: what clauses before it tell was done (甲印发方案，将于9月开展检查).
    """

    start: int
    end: int
    section: int | None
    modality: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line that was recognised on a scanned page: its range of the text, the page from 1, its box, how sure it is.

    The box is left, top, width and height in per cent of the page.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, slots=True)
class Scan:
    """What recognised the text of a report, and where its lines stand on the pages."""

    by: str
    lines: tuple[ScanLine, ...] = field(repr=False)

    def under(self, span: Span) -> tuple[ScanLine, ...]:
        """Return the lines that a range of the text stands in, in their order."""
        first = bisect_right(self.lines, span.start, key=lambda line: line.end)
        return tuple(takewhile(lambda line: line.start < span.end, self.lines[first:]))


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read.

    `source` is the path or name given; `sha256` is of `text` in UTF-8 (for a UTF-8 file without BOM, of the file);
    `folded` is `text` in simplified script, character for character the same length; `title`, `publisher` and
    `issued` (ISO 8601) are None where the report states none; `body` excludes page residue; `gaps` are ranges that
    typesetting put in (spaces inside words, invisible marks, line ends inside sentences): no stage after reading sees them.
    `scan` is there where the text was recognised on scanned pages.
    """

    source: str
    sha256: str
    text: str = field(repr=False)
    folded: str = field(repr=False)
    title: str | None
    publisher: str | None
    publisher_span: Span | None
    issued: str | None
    issued_span: Span | None
    body: Span
    sections: tuple[Section, ...] = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)
    gaps: tuple[Span, ...] = ()
    scan: Scan | None = None

    def __post_init__(self) -> None:
        if len(self.folded) != len(self.text):
            raise ValueError("script folding must keep the length of the text")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: `type` is a class id of the ontology, `by` says what found it (`tagger`, a rule's id), `score` is in (0, 1]."""

    start: int
    end: int
    type: str
    by: str
    score: float

    @property
    def span(self) -> Span:
        """The range of the mention."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class LinkReason:
    """Why a surface belongs to its entity: the rule's name, and the surface or name that it was tied to."""

    surface: str
    rule: str
    target: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the world.

    `iri` is minted from type, canonical name and, where the name alone is not unique, jurisdiction.
    `name` is simplified and canonical (a function of the iri); `aliases` are the other surfaces as written, sorted.
    `code` is an official code (GB/T 2260 for divisions); `same_as` are IRIs of the same thing elsewhere.
    `open` are joins that are not certain enough: the surface, the rule, and the IRI of the entity that it may be.
    """

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    code: str | None = None
    jurisdiction: str | None = None
    same_as: tuple[str, ...] = ()
    reasons: tuple[LinkReason, ...] = ()
    open: tuple[LinkReason, ...] = ()


How = Literal["title", "signature", "source", "acting"]
Known = Literal["stated", "inferred", "person"]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who acts in sentences that name nobody, and whose report it is: IRIs of entities, None where nothing tells.

    They differ where a newspaper, or an office for news, tells what a body does. `how` says how the one that acts is
    known: `title` (甲局2023年总结) or `signature` where the report says whose it is; `source` (据甲局通报) and `acting`
    (news that begin with what it does) where the report only tells of it. `known` says how the publisher is: `stated` by
    title, head, signature or the file's properties, `inferred` from how the text speaks of bodies, or by a `person`.
    """

    entity: str | None
    how: How | None = None
    publisher: str | None = None
    known: Known = "stated"

    @property
    def acts(self) -> bool:
        """Say whether sentences that name nobody tell what a body does."""
        return self.entity is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: the covering span, and inside it the trigger and the two arguments where written."""

    start: int
    end: int
    trigger: Span | None = None
    subject: Span | None = None
    object: Span | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression; `value` is an ISO 8601 date, month, year, date-time or interval (`a/b`, open `a/..`), or `--09-19`."""

    start: int
    end: int
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An observation: what was counted, value, unit (`1/100` for percent) and bound.

    `change` is `increase`, `decrease` or None; `comparison` a concept of the comparison scheme or None (同比);
    `actor` and `campaign` are entity IRIs, `time` an index into the report's times.
    """

    start: int
    end: int
    text: str
    counted: str
    value: float
    unit: str
    bound: str
    sentence: Span
    change: str | None = None
    comparison: str | None = None
    modality: str = "done"
    actor: str | None = None
    campaign: str | None = None
    time: int | None = None


Supplied = Literal["reporter", "running", "name"]
"""Whence a subject comes that the evidence does not write: who reports, what the text runs on, the object's or its own name."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact of the report.

    `subject` is an entity IRI, `predicate` a property id of the ontology, `object` an entity IRI or, when `kind` is
    `concept`, the words of the concept as written, simplified. `evidence` is never empty. `time` indexes the times.
    `supplied` says whence the subject comes where the evidence does not state it, `by` what found the statement.
    """

    subject: str
    predicate: str
    object: str
    kind: Literal["entity", "concept"]
    evidence: tuple[Evidence, ...]
    modality: str
    score: float
    time: int | None = None
    supplied: Supplied | None = None
    by: str = ""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement needs evidence: {self.subject} {self.predicate} {self.object}")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that says what the report is about, simplified, its weight among the others, and where it stands."""

    word: str
    weight: float
    spans: tuple[Span, ...]


About = Literal["name", "statement", "same", "figure", "time", "title", "publisher", "issued", "report"]
"""What a person decides about."""

Verdict = Literal["right", "wrong"]

PERSON = "person"  # who found a name or statement that a person gave (`Mention.by`, `Statement.by`)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a report, and what the program had read by itself.

    `words` are the names or words that it is about; `when` is UTC, `2026-11-29T09:30:00Z`. `names`, `statements` and
    `value` (of the head, a figure or a time) are what the program had found: it stands where the verdict is `right`, and is rejected where it
    is `wrong`. `given` and `stated` are what the person put there.
    """

    about: About
    verdict: Verdict
    who: str
    when: str
    words: tuple[str, ...] = ()
    note: str = ""
    names: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    value: str | None = None
    given: tuple[Mention, ...] = ()
    stated: tuple[Statement, ...] = ()


class Notice(str):
    """What the reading of a report has to tell people: both languages in one text, `english（zh）`, and each by itself."""

    english: str
    zh: str

    def __new__(cls, english: str, zh: str) -> Self:
        """Join the two languages."""
        notice = super().__new__(cls, f"{english}（{zh}）")
        notice.english, notice.zh = english, zh
        return notice

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Both languages go with a notice from one process to another."""
        return self.english, self.zh


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one report: what `gongbao extract` prints and the graph is made of."""

    document: Document
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    notices: tuple[Notice, ...] = ()
    reporter: Reporter | None = None
    keywords: tuple[Keyword, ...] = ()
    decided: tuple[Decided, ...] = ()

    def entity_of(self) -> Mapping[Mention, Entity]:
        """Map each mention to the entity that it belongs to."""
        return {m: e for e in self.entities for m in e.mentions}
