"""What a network is made of: things, statements, quantities, reports and sentences, as they stand in the graph; and ties."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

_LONGEST = 2000
"""Characters of a sentence or paragraph that goes whole with each quotation of it: ordinary ones are shorter."""

_AROUND = 300  # characters before and behind its quotation that go with it, of a longer one


def excerpt(whole: str, start: int, end: int) -> str:
    """Return the sentence or paragraph of a quotation, of a very long one what stands around it, … where it is cut.

    Each quotation has a copy: files would grow with the square of a text without punctuation.
    """
    if len(whole) <= _LONGEST:
        return whole
    low, high = max(0, start - _AROUND), min(len(whole), end + _AROUND)
    return ("…" if low else "") + whole[low:high] + ("…" if high < len(whole) else "")


class Node(NamedTuple):
    """A thing: labels in both scripts, other names, how often and in how many reports it is mentioned.

    `code` is an official code; `jurisdiction` the label of the area it is competent for; `quantities` counts figures
    whose actor or campaign it is; `first` and `last` are days, of what is said of it, else of its reports.
    """

    iri: str
    type: str
    label: str
    label_hant: str
    aliases: tuple[str, ...]
    mentions: int
    code: str
    color: str
    jurisdiction: str = ""
    quantities: int = 0
    reports: int = 0
    first: str = ""
    last: str = ""


class Edge(NamedTuple):
    """One statement: its evidence is a quotation with code-point offsets in the report named by `report`.

    `others` are the further quotations that say the same, each with its offsets; `sentence` is its sentence,
    as `excerpt` gives it.
    `told` is the time that stands in that sentence, '' where none does: when it was, where the statement has no `time`.
    `supplied` says that no quotation names the subject: who reports is meant.
    """

    source: str
    target: str
    relation: str
    label: str
    modality: str
    score: float
    time: str
    evidence: str
    start: int
    end: int
    report: str
    report_source: str
    id: str
    sentence: str = ""
    others: tuple[tuple[str, int, int], ...] = ()
    told: str = ""
    supplied: bool = False

    @property
    def quotations(self) -> tuple[tuple[str, int, int], ...]:
        """All quotations with their offsets, the first of them first."""
        return ((self.evidence, self.start, self.end), *self.others)


class Observation(NamedTuple):
    """A quantity of a report: `value` is a decimal as written in the graph, concepts are local names, '' where none."""

    id: str
    counted: str
    value: str
    unit: str
    bound: str
    change: str
    comparison: str
    modality: str
    actor: str
    campaign: str
    time: str
    evidence: str
    sentence: str
    start: int
    end: int
    report: str
    report_source: str


class Source(NamedTuple):
    """A report: where the words come from. `publisher` is a node's IRI; `mentioned` counts mentions by node.

    `words` and `starts` are, for each of these in order, its first mention and where that begins.
    """

    iri: str
    source: str
    title: str
    publisher: str
    issued: str
    sha256: str
    mentioned: tuple[tuple[str, int], ...]
    words: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Its title, else the name of its file."""
        return self.title or self.source


class Paragraph(NamedTuple):
    """A line of a report that names several things: its words, where it starts, and what it names where, in its order.

    `things` are start and end, counted from the beginning of the paragraph, and the node.
    """

    report: str
    start: int
    words: str
    things: tuple[tuple[int, int, str], ...]


class Network(NamedTuple):
    """Nodes, observations and reports sorted by IRI, edges and paragraphs in the order of their reports."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    observations: tuple[Observation, ...] = ()
    reports: tuple[Source, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def sources(self) -> Mapping[str, str]:
        """The files of the reports, by IRI."""
        return {report.iri: report.source for report in self.reports}


TOGETHER, NEAR, LED = "namedTogether", "namedNear", "ledBy"
MENTIONED, SHARED = "mentionedIn", "sharesWith"
LABELS = {TOGETHER: "同句提到", NEAR: "同段提到", LED: "受其领导", MENTIONED: "见于", SHARED: "同提"}
"""What the kinds are called that are no relations of the ontology."""


REACH = 8  # names: pairs further apart in one sentence are not looked at, so that cost grows with the text
UNSAID = 1 / REACH
"""How strongly two things are tied that no sentence names together: a gazetteer or a name puts one into the other, the
subject was supplied because who reports is meant, or a paragraph names them side by side."""


class Tie(NamedTuple):
    """One edge of a connected network: how one node is tied to another, how strongly, and all that says so.

    `kind` is a property of the ontology, or how the two are named; `by` is what says so: text, gazetteer, name, law, or
    several with `|` between. `proofs` are quotations, each with report and offsets; the gazetteer's have no report.
    `weight` is how many statements say so, or how often and how near two things are named less what is chance; `strength`
    is what measures go by: less where no sentence names both, and without the discount, which modularity makes itself.
    `first` and `last` are days: of the statements (`dated` is `statement`), else told in their sentences (`sentence`),
    else of the reports' issue (`report`), '' where none is known. `both` says that the tie has no direction.
    """

    source: str
    target: str
    kind: str
    label: str
    weight: float
    strength: float
    by: str
    proofs: Sequence[Edge]
    first: str = ""
    last: str = ""
    dated: str = ""
    both: bool = False

    @property
    def ends(self) -> frozenset[str]:
        """What it ties."""
        return frozenset((self.source, self.target))

    @property
    def modalities(self) -> tuple[str, ...]:
        """Done, planned and so on, as far as the proofs tell."""
        return tuple(sorted({proof.modality for proof in self.proofs if proof.modality}))
