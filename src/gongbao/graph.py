"""Turn an extraction into RDF: direct triples for people who query, and for each its evidence, in one named graph.

The quads come in a fixed, readable order: the report, entities with their relations, statements, quantities, times,
mentions. Terms are taken from the ontology, so a misspelt one fails.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath

import pyoxigraph as ox

from gongbao import __version__, iri, ontology
from gongbao.model import Entity, Evidence, Extraction, Keyword, Mention, Quantity, Span, Statement, Time
from gongbao.ontology import DCTERMS, GB, OA, OWL, PROV, RDF, RDFS, SKOS, TIME, WD, XSD, Ontology
from gongbao.text.script import fold, to_traditional

_TYPE = ox.NamedNode(RDF + "type")


def prefixes(terms: Ontology, base: str = ontology.BASE) -> dict[str, str]:
    """Return the prefixes of a graph's Turtle and of queries: `gb:`, one a class (`organization:`), and the W3C ones."""
    found = {
        "gb": GB,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "skos": SKOS,
        "oa": OA,
        "prov": PROV,
        "time": TIME,
        "dcterms": DCTERMS,
        "xsd": XSD,
        "wd": WD,
        "report": base + "report/",
    }
    named = [*terms.entity_classes, terms.get_class(terms.role("concept")), terms.get_class("Keyword")]
    return found | {spec.id.lower(): f"{base}{spec.id}/" for spec in named}


def quads(extraction: Extraction, terms: Ontology, base: str = ontology.BASE) -> list[ox.Quad]:
    """Return the report's named graph, without repetitions, in stable order."""
    writer = _Writer(extraction, terms, base)
    graph = ox.NamedNode(writer.report)
    unique = dict.fromkeys(writer.triples())
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in unique]


class _Writer:
    """What the parts of one report's graph have in common: its IRI, its text and the vocabulary."""

    def __init__(self, extraction: Extraction, terms: Ontology, base: str) -> None:
        self.extraction = extraction
        self.document = extraction.document
        self.terms = terms
        self.base = base
        self.report = iri.report(self.document.sha256, base=base)
        self.entities = {entity.iri: entity for entity in extraction.entities}
        self.relations = defaultdict(list)
        for statement in extraction.statements:
            self.relations[statement.subject].append(statement)
        self.unasserted = frozenset(c.id for c in terms.concepts.values() if "unasserted" in c.roles)  # did not happen
        self.sentence_starts = [sentence.start for sentence in self.document.sentences]
        self.cited: set[Span] = set()

    # -- vocabulary

    def cls(self, class_id: str) -> ox.NamedNode:
        return _named(self.terms.get_class(class_id).iri)

    def prop(self, property_id: str) -> ox.NamedNode:
        return _named(self.terms.get_property(property_id).iri)

    def concept(self, concept_id: str) -> ox.NamedNode:
        return _named(self.terms.concepts[concept_id].iri)

    def node(self, suffix: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.report}-{suffix}")

    def span_node(self, span: Span) -> ox.NamedNode:
        self.cited.add(span)
        return self.node(f"{span.start}-{span.end}")

    # -- parts

    def triples(self) -> Iterator[ox.Triple]:
        yield from self.report_triples()
        for entity in sorted(self.extraction.entities, key=lambda e: (e.type, e.iri)):
            yield from self.entity_triples(entity)
        yield from self.concept_triples()
        for keyword in self.extraction.keywords:
            yield from self.keyword_triples(keyword)
        for number, statement in enumerate(self.extraction.statements, 1):
            yield from self.statement_triples(number, statement)
        for number, quantity in enumerate(self.extraction.quantities, 1):
            yield from self.quantity_triples(number, quantity)
        for number, time in enumerate(self.extraction.times, 1):
            yield from self.time_triples(number, time)
        for mention, entity in self.extraction.entity_of().items():
            yield from self.mention_triples(mention, entity)
        for span in sorted(self.cited):
            yield from self.span_triples(self.span_node(span), span, "Span")

    def report_triples(self) -> Iterator[ox.Triple]:
        document = self.document
        node = ox.NamedNode(self.report)
        yield ox.Triple(node, _TYPE, self.cls("Report"))
        yield ox.Triple(node, _TYPE, _named(OWL + "Ontology"))  # so that OWL tools know what the terms are
        for imported in self.terms.imports:
            yield ox.Triple(node, _named(OWL + "imports"), _named(imported))
        yield ox.Triple(node, _named(RDFS + "label"), _literal(document.title or PurePath(document.source).name))
        if document.title:
            yield ox.Triple(node, _named(DCTERMS + "title"), _literal(document.title))
        publisher = self.publisher()
        if publisher:
            yield ox.Triple(node, _named(DCTERMS + "publisher"), _named(publisher))
        if document.issued:
            yield ox.Triple(node, _named(DCTERMS + "issued"), _literal(document.issued))
        yield ox.Triple(node, self.prop("source"), _literal(PurePath(document.source).name))
        yield ox.Triple(node, self.prop("sha256"), _literal(document.sha256))
        yield ox.Triple(node, self.prop("generator"), _literal(f"gongbao {__version__}, ontology {self.terms.version}"))
        yield ox.Triple(node, self.prop("bodyStart"), _integer(document.body.start))
        yield ox.Triple(node, self.prop("bodyEnd"), _integer(document.body.end))
        yield ox.Triple(node, self.prop("text"), ox.Literal(document.text))

    def publisher(self) -> str | None:
        """The body whose report this is by its own words."""
        reporter = self.extraction.reporter
        return reporter.entity if reporter and reporter.publishes else None

    def entity_triples(self, entity: Entity) -> Iterator[ox.Triple]:
        node = ox.NamedNode(entity.iri)
        yield ox.Triple(node, _TYPE, self.cls(entity.type))
        own = self.terms.get_class(entity.type)
        wider = [spec for spec in self.terms.entity_classes if spec is not own and spec.id in own.ancestors]
        if not wider and not own.iri.startswith(GB):
            wider = [self.terms.get_class(self.terms.role("entity"))]
        for spec in wider:  # so that who asks for the wider class, and does not know the user's, finds it too
            yield ox.Triple(node, _TYPE, _named(spec.iri))
        yield from _labels(node, entity.name, entity.aliases)
        if entity.code:
            yield ox.Triple(node, self.prop("code"), _literal(entity.code))
        for other in entity.same_as:
            yield ox.Triple(node, _named(OWL + "sameAs"), _named(other))
        for statement in self.relations[entity.iri]:
            if statement.modality not in self.unasserted:
                yield ox.Triple(node, self.prop(statement.predicate), self.object_of(statement))

    def object_of(self, statement: Statement) -> ox.NamedNode:
        if statement.kind == "entity":
            return ox.NamedNode(statement.object)
        class_id = self.terms.get_property(statement.predicate).range[0]
        return ox.NamedNode(iri.entity(class_id, statement.object, base=self.base))

    def concept_triples(self) -> Iterator[ox.Triple]:
        concepts: dict[ox.NamedNode, tuple[str, str]] = {}
        for statement in self.extraction.statements:
            if statement.kind == "concept":
                class_id = self.terms.get_property(statement.predicate).range[0]
                concepts.setdefault(self.object_of(statement), (class_id, statement.object))
        for node, (class_id, words) in sorted(concepts.items(), key=lambda item: item[0].value):
            yield ox.Triple(node, _TYPE, self.cls(class_id))
            for scheme in self.terms.get_class(class_id).words("scheme"):
                yield ox.Triple(node, _named(SKOS + "inScheme"), _named(scheme))
            yield from _labels(node, iri.canonical(words), ())

    def keyword_triples(self, keyword: Keyword) -> Iterator[ox.Triple]:
        """A concept of the report and of each place where the word stands."""
        node = _named(iri.entity("Keyword", keyword.word, base=self.base))
        yield ox.Triple(node, _TYPE, self.cls("Keyword"))
        yield ox.Triple(node, _named(SKOS + "inScheme"), _named(GB + "keywords"))
        yield from _labels(node, iri.canonical(keyword.word), ())
        about = _named(DCTERMS + "subject")
        yield ox.Triple(_named(self.report), about, node)
        for span in keyword.spans:
            yield ox.Triple(self.span_node(span), about, node)

    def statement_triples(self, number: int, statement: Statement) -> Iterator[ox.Triple]:
        node = self.node(f"s{number}")
        yield ox.Triple(node, _TYPE, self.cls("Statement"))
        said = _named(statement.subject), self.prop(statement.predicate), self.object_of(statement)
        for name, part in zip(("subject", "predicate", "object"), said, strict=True):
            yield ox.Triple(node, self.prop(name), part)
            yield ox.Triple(node, _named(RDF + name), part)  # the same for SPARQL, which OWL tools pass over
        yield ox.Triple(node, self.prop("modality"), self.concept(statement.modality))
        yield ox.Triple(node, self.prop("score"), _decimal(statement.score))
        if statement.by:
            yield ox.Triple(node, self.prop("foundBy"), _literal(statement.by))
        if statement.supplied:
            yield ox.Triple(node, self.prop("subjectSupplied"), _literal(statement.supplied))
        if statement.time is not None:
            yield ox.Triple(node, self.prop("time"), self.node(f"t{statement.time + 1}"))
        yield ox.Triple(node, _named(PROV + "wasDerivedFrom"), _named(self.report))
        nodes = [self.node(f"e{number}.{k}") for k in range(1, len(statement.evidence) + 1)]
        for evidence in nodes:
            yield ox.Triple(node, self.prop("evidence"), evidence)
        for evidence, words in zip(nodes, statement.evidence, strict=True):
            yield from self.evidence_triples(evidence, words)

    def evidence_triples(self, node: ox.NamedNode, evidence: Evidence) -> Iterator[ox.Triple]:
        span = Span(evidence.start, evidence.end)
        yield from self.span_triples(node, span, "Evidence")
        sentence = self.sentence_of(span)
        if sentence:
            yield ox.Triple(node, self.prop("sentence"), self.span_node(sentence))
        for name, part in (
            ("trigger", evidence.trigger),
            ("subjectSpan", evidence.subject),
            ("objectSpan", evidence.object),
        ):
            if part:
                yield ox.Triple(node, self.prop(name), self.span_node(part))

    def sentence_of(self, span: Span) -> Span | None:
        at = bisect_right(self.sentence_starts, span.start) - 1
        found = self.document.sentences[at] if at >= 0 else None
        return Span(found.start, found.end) if found and span.start < found.end else None

    def quantity_triples(self, number: int, quantity: Quantity) -> Iterator[ox.Triple]:
        """Words are simplified, so that counts of reports in either script sum; the evidence keeps the report's own."""
        node = self.node(f"q{number}")
        yield ox.Triple(node, _TYPE, self.cls("Observation"))
        yield ox.Triple(node, self.prop("counted"), _literal(fold(quantity.counted)))
        yield ox.Triple(node, self.prop("value"), _decimal(quantity.value))
        yield ox.Triple(node, self.prop("unit"), _literal(fold(quantity.unit)))
        for name, concept in (
            ("bound", quantity.bound),
            ("change", quantity.change),
            ("comparison", quantity.comparison),
            ("modality", quantity.modality),
        ):
            if concept:
                yield ox.Triple(node, self.prop(name), self.concept(concept))
        for name, thing in (("actor", quantity.actor), ("withinCampaign", quantity.campaign)):
            if thing:
                yield ox.Triple(node, self.prop(name), _named(thing))
        if quantity.time is not None:
            yield ox.Triple(node, self.prop("time"), self.node(f"t{quantity.time + 1}"))
        evidence = self.node(f"e-q{number}")
        yield ox.Triple(node, self.prop("evidence"), evidence)
        yield from self.span_triples(evidence, Span(quantity.start, quantity.end), "Evidence")
        yield ox.Triple(evidence, self.prop("sentence"), self.span_node(quantity.sentence))

    def time_triples(self, number: int, time: Time) -> Iterator[ox.Triple]:
        node = self.node(f"t{number}")
        yield from self.span_triples(node, Span(time.start, time.end), "Time")
        yield ox.Triple(node, self.prop("value"), _literal(time.value))
        for name, value in zip(("hasBeginning", "hasEnd"), _bounds(time.value), strict=True):
            if value:
                instant = self.node(f"t{number}-{name.removeprefix('has').lower()}")
                yield ox.Triple(node, _named(TIME + name), instant)
                yield ox.Triple(instant, _TYPE, _named(TIME + "Instant"))
                yield ox.Triple(instant, _named(TIME + "inXSDDateTime"), _moment(value, last=name == "hasEnd"))

    def mention_triples(self, mention: Mention, entity: Entity) -> Iterator[ox.Triple]:
        node = self.node(f"m{mention.start}-{mention.end}")
        yield from self.span_triples(node, mention.span, "Mention")
        yield ox.Triple(node, self.prop("refersTo"), _named(entity.iri))
        surface = self.document.text[mention.start : mention.end]
        reason = next((r for r in entity.reasons if r.surface == surface), None)
        if reason:
            yield ox.Triple(node, self.prop("linkRule"), _literal(reason.rule))
            yield ox.Triple(node, self.prop("linkTarget"), _literal(reason.target))
        for unsure in entity.open:
            if unsure.surface == surface:
                yield ox.Triple(node, self.prop("mayReferTo"), _named(unsure.target))
        yield ox.Triple(node, self.prop("foundBy"), _literal(mention.by))
        yield ox.Triple(node, self.prop("score"), _decimal(mention.score))

    def span_triples(self, node: ox.NamedNode, span: Span, class_id: str) -> Iterator[ox.Triple]:
        yield ox.Triple(node, _TYPE, self.cls(class_id))
        yield ox.Triple(node, _named(OA + "start"), _integer(span.start))
        yield ox.Triple(node, _named(OA + "end"), _integer(span.end))
        yield ox.Triple(node, _named(OA + "exact"), ox.Literal(self.document.text[span.start : span.end]))
        yield ox.Triple(node, self.prop("inReport"), _named(self.report))


def _labels(node: ox.NamedNode, name: str, aliases: Iterable[str]) -> Iterator[ox.Triple]:
    """One preferred label in each script, and the other surfaces under the script they are written in."""
    preferred: Mapping[str, str] = {"zh-Hans": name, "zh-Hant": to_traditional(name)}
    for language, label in preferred.items():
        yield ox.Triple(node, _named(SKOS + "prefLabel"), ox.Literal(label, language=language))
        yield ox.Triple(node, _named(RDFS + "label"), ox.Literal(label, language=language))
    for alias in aliases:
        language = "zh-Hans" if fold(alias) == alias else "zh-Hant"
        if alias != preferred[language]:
            yield ox.Triple(node, _named(SKOS + "altLabel"), ox.Literal(alias, language=language))


@lru_cache(maxsize=4096)  # most of a graph's terms are few, and to make one is to parse its IRI
def _named(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


def _literal(value: str) -> ox.Literal:
    return ox.Literal(value)


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_named(XSD + "integer"))


def _decimal(value: float) -> ox.Literal:
    """The shortest decimal that reads back as the same number, never in exponent form."""
    written = format(Decimal(repr(value)), "f")
    whole, _, fraction = written.partition(".")
    written = f"{whole}.{fraction.rstrip('0') or '0'}"
    return ox.Literal(written, datatype=_named(XSD + "decimal"))


def _bounds(value: str) -> tuple[str | None, str | None]:
    """Beginning and end of an ISO 8601 value: `a/b`, `a/..`, `../b`, or the same instant twice; a day of no year has none."""
    if value.startswith("-"):
        return None, None
    first, slash, last = value.partition("/")
    ends = (first, last if slash else first)
    return tuple(None if end in ("..", "") else end for end in ends)  # type: ignore[return-value]


def _moment(value: str, *, last: bool) -> ox.Literal:
    """The first or last second of a year, month, day, hour or minute: one datatype, so that all times can be compared."""
    if last:
        year, month = int(value[:4]), int(value[5:7] or 12)
        full = value + f"-12-{monthrange(year, month)[1]}T23:59:59"[len(value) - 4 :]
    else:
        full = value + "-01-01T00:00:00"[len(value) - 4 :]
    return ox.Literal(full, datatype=_named(XSD + "dateTime"))
