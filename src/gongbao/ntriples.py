"""Terms, triples and the nodes of a report's graph as text in the syntax of N-Triples, without the full stop."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from gongbao import iri
from gongbao.model import Evidence, Extraction, Quantity, Sentence, Span, Statement
from gongbao.ontology import OA, RDF, XSD, Ontology

TYPE, _START, _END, _EXACT = f"<{RDF}type>", f"<{OA}start>", f"<{OA}end>", f"<{OA}exact>"
INTEGER = f"^^<{XSD}integer>"


def triple(subject: str, predicate: str, object: str) -> str:
    """Return a triple of written terms."""
    return f"{subject} {predicate} {object}"


def named(value: str) -> str:
    """Return an IRI as written."""
    return f"<{value}>"


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """Return a literal as written."""
    if not value.isalnum():
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    quoted = f'"{value}"'
    return f"{quoted}@{language}" if language else f"{quoted}^^<{datatype}>" if datatype else quoted


def integer(value: int) -> str:
    """Return a whole number as written."""
    return f'"{value}"{INTEGER}'


@lru_cache(maxsize=1024)
def decimal(value: float) -> str:
    """Return the shortest decimal that reads back as the same number, never in exponent form."""
    written = format(Decimal(repr(value)), "f")
    whole, _, fraction = written.partition(".")
    return f'"{whole}.{fraction.rstrip("0") or "0"}"^^<{XSD}decimal>'


class Writer:
    """What the parts of one report's graph have in common: its IRI, its text, the vocabulary, and what they point to."""

    def __init__(self, extraction: Extraction, terms: Ontology, base: str) -> None:
        self.extraction = extraction
        self.document = extraction.document
        self.terms = terms
        self.base = base
        self.iri = iri.report(self.document.sha256, base=base)
        self.report = named(self.iri)
        self.prop, self.cls, self.unasserted = _vocabulary(terms)
        self.sentence_starts = [sentence.start for sentence in self.document.sentences]
        self.cited: set[tuple[int, int]] = set()
        self.mentioned = {(mention.start, mention.end) for mention in extraction.entity_of()}

    def concept(self, concept_id: str) -> str:
        """Return a concept as written."""
        return named(self.terms.concepts[concept_id].iri)

    def node(self, suffix: str) -> str:
        """Return a node of the report's own."""
        return f"<{self.iri}-{suffix}>"

    def span_node(self, span: Span | Sentence) -> str:
        """Return the node of a span, which will be described."""
        self.cited.add((span.start, span.end))
        return f"<{self.iri}-{span.start}-{span.end}>"

    def named_node(self, span: Span) -> str:
        """Return the node of the mention that a span is, or else of the span."""
        place = (span.start, span.end)
        return self.node(f"m{span.start}-{span.end}") if place in self.mentioned else self.span_node(span)

    def object_of(self, statement: Statement) -> str:
        """Return what a statement leads to, as written."""
        if statement.kind == "entity":
            return named(statement.object)
        class_id = self.terms.get_property(statement.predicate).range[0]
        return named(iri.entity(class_id, statement.object, base=self.base))

    def evidence_triples(self, node: str, evidence: Evidence) -> Iterator[str]:
        """Yield what is said of evidence."""
        yield from self.span_triples(node, evidence.start, evidence.end, "Evidence")
        yield from self.page_triples(node, evidence)
        sentence = self.sentence_of(evidence)
        if sentence:
            yield triple(node, self.prop("sentence"), self.span_node(sentence))
        if evidence.trigger:
            yield triple(node, self.prop("trigger"), self.span_node(evidence.trigger))
        for name, part in (("subjectSpan", evidence.subject), ("objectSpan", evidence.object)):
            if part:
                yield triple(node, self.prop(name), self.named_node(part))

    def page_triples(self, node: str, span: Evidence | Quantity) -> Iterator[str]:
        """Where the words stand on the pages of a scan: the pages, and the box of each line, as Media Fragments have it."""
        lines = self.document.scan.under(Span(span.start, span.end)) if self.document.scan else ()
        for page in dict.fromkeys(line.page for line in lines):
            yield triple(node, self.prop("page"), integer(page))
        for line in lines:
            box = f"page={line.page}&xywh=percent:{','.join(map(str, line.box))}"
            yield triple(node, self.prop("box"), literal(box))

    def sentence_of(self, span: Evidence) -> Sentence | None:
        """Return the sentence in which evidence begins."""
        at = bisect_right(self.sentence_starts, span.start) - 1
        found = self.document.sentences[at] if at >= 0 else None
        return found if found and span.start < found.end else None

    def span_triples(self, node: str, start: int, end: int, class_id: str) -> tuple[str, ...]:
        """Return where a node stands in the text, and its words."""
        return (
            f"{node} {TYPE} {self.cls(class_id)}",
            f'{node} {_START} "{start}"{INTEGER}',
            f'{node} {_END} "{end}"{INTEGER}',
            f"{node} {_EXACT} {literal(self.document.text[start:end])}",
            f"{node} {self.prop('inReport')} {self.report}",
        )


@lru_cache(maxsize=8)
def _vocabulary(terms: Ontology) -> tuple[Callable[[str], str], Callable[[str], str], frozenset[str]]:
    """Properties and classes as written, and the modalities of what did not happen; what is misspelt raises KeyError."""
    properties = {spec.id: named(spec.iri) for spec in terms.properties.values()}
    classes = {spec.id: named(spec.iri) for spec in terms.classes.values()}
    unasserted = frozenset(c.id for c in terms.concepts.values() if "unasserted" in c.roles)
    return properties.__getitem__, classes.__getitem__, unasserted
