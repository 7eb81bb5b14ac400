"""Turn an extraction into RDF: direct triples for people who query, and for each its evidence, in one named graph.

The triples come in a fixed, readable order: the report, entities with their relations, statements, quantities, times,
mentions. Terms are taken from the ontology, so a misspelt one fails. A triple is written as text at once, `s p o` in
the syntax of N-Triples: an object for each term would cost more than all of that.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

import pyoxigraph as ox

from gongbao import __version__, iri, ontology
from gongbao.model import Entity, Extraction, Keyword, Mention, Quantity, Statement, Time
from gongbao.ntriples import TYPE, Writer, decimal, integer, literal, named, triple
from gongbao.ontology import DCTERMS, GB, OA, OWL, PROV, RDF, RDFS, SKOS, TIME, WD, XSD, Ontology
from gongbao.provenance import decisions
from gongbao.text.script import all_traditional, fold, to_traditional

_PREFERRED, _LABEL = f"<{SKOS}prefLabel>", f"<{RDFS}label>"
_LABELS = f"> {_LABEL} ".encode()
_KEYWORDS = f" {named(SKOS + 'inScheme')} {named(GB + 'keywords')}"
_IN_KEYWORDS = _KEYWORDS.encode()

_INNER = frozenset("0123456789_-")  # what may stand in a prefix, but not begin it


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
    classes = [*terms.entity_classes, terms.get_class(terms.role("concept")), terms.get_class("Keyword")]
    own = {spec.id.lower(): f"{base}{spec.id}/" for spec in classes}
    return found | {name: iri for name, iri in own.items() if name not in found and _is_prefix(name)}


def _is_prefix(name: str) -> bool:
    """Say whether any Turtle may have a name as a prefix; the IRIs of another class stand whole."""
    letters = (char for char in name if char not in _INNER)
    return name[0] not in _INNER and all("a" <= char <= "z" or "一" <= char <= "鿿" for char in letters)


class Lines(NamedTuple):
    """A report's triples as N-Triples without the full stop, each once, in stable order; `report` names their graph."""

    report: str
    triples: tuple[str, ...]

    def nquads(self) -> bytes:
        """Return the report's named graph."""
        end = f" <{self.report}> .\n".encode()
        return end.join(map(str.encode, (*self.triples, "")))  # each by itself, since most are ASCII

    def stored(self) -> bytes:
        """Return the N-Quads that a corpus holds: every triple in the default graph, and those of things that other
        reports may speak of too in the report's graph as well; whose the others are stands in their subjects.
        What that graph need not hold is known otherwise (see `gongbao.stored`): that a preferred label is a label, and
        what is said of keywords, which is the same wherever one stands.
        """
        own, end = f"<{self.report}".encode(), f" <{self.report}> .\n".encode()
        written = [*map(str.encode, self.triples)]
        others = [each for each in written if not each.startswith(own)]
        keywords = tuple(each.removesuffix(_IN_KEYWORDS) + b" " for each in others if each.endswith(_IN_KEYWORDS))
        shared = [each for each in others if not each.startswith(keywords) and _LABELS not in each]
        shared += written[:1]  # that it is a report, so that it has a graph
        return b" .\n".join((*written, end.join((*shared, b""))))


def lines(extraction: Extraction, terms: Ontology, base: str = ontology.BASE) -> Lines:
    """Return the report's graph as text."""
    writer = _Parts(extraction, terms, base)
    return Lines(writer.iri, tuple(dict.fromkeys(writer.triples())))


def quads(extraction: Extraction, terms: Ontology, base: str = ontology.BASE) -> list[ox.Quad]:
    """Return the report's named graph, without repetitions, in stable order."""
    return list(ox.parse(lines(extraction, terms, base).nquads(), format=ox.RdfFormat.N_QUADS))


class _Parts(Writer):
    """Writes the parts of one report's graph."""

    def __init__(self, extraction: Extraction, terms: Ontology, base: str) -> None:
        super().__init__(extraction, terms, base)
        self.traditional = all_traditional({entity.name: None for entity in extraction.entities})
        self.relations = defaultdict(list)
        for statement in extraction.statements:
            self.relations[statement.subject].append(statement)

    def triples(self) -> list[str]:
        found = [*self.report_triples()]
        for entity in sorted(self.extraction.entities, key=lambda e: (e.type, e.iri)):
            found += self.entity_triples(entity)
        found += self.concept_triples()
        for number, keyword in enumerate(self.extraction.keywords, 1):
            found += self.keyword_triples(number, keyword)
        for number, statement in enumerate(self.extraction.statements, 1):
            found += self.statement_triples(number, statement)
        for number, quantity in enumerate(self.extraction.quantities, 1):
            found += self.quantity_triples(number, quantity)
        for number, time in enumerate(self.extraction.times, 1):
            found += self.time_triples(number, time)
        for mention, entity in self.extraction.entity_of().items():
            found += self.mention_triples(mention, entity)
        found += decisions(self)
        for start, end in sorted(self.cited):
            found += self.span_triples(f"<{self.iri}-{start}-{end}>", start, end, "Span")
        return found

    def report_triples(self) -> Iterator[str]:
        document = self.document
        node = self.report
        yield triple(node, TYPE, self.cls("Report"))
        yield triple(node, TYPE, named(OWL + "Ontology"))  # so that OWL tools know what the terms are
        for imported in self.terms.imports:
            yield triple(node, named(OWL + "imports"), named(imported))
        yield triple(node, named(RDFS + "label"), literal(document.title or PurePath(document.source).name))
        if document.title:
            yield triple(node, named(DCTERMS + "title"), literal(document.title))
        reporter = self.extraction.reporter
        if reporter and reporter.publisher:
            yield triple(node, named(DCTERMS + "publisher"), named(reporter.publisher))
            yield triple(node, self.prop("publisherFoundBy"), literal(reporter.known))
            if document.publisher_span:
                yield triple(node, self.prop("publisherSpan"), self.named_node(document.publisher_span))
        if document.issued:
            yield triple(node, named(DCTERMS + "issued"), literal(document.issued))
            if document.issued_span:
                yield triple(node, self.prop("issuedSpan"), self.span_node(document.issued_span))
        yield triple(node, self.prop("source"), literal(PurePath(document.source).name))
        yield triple(node, self.prop("sha256"), literal(document.sha256))
        yield triple(node, self.prop("generator"), literal(f"gongbao {__version__}, ontology {self.terms.version}"))
        yield triple(node, self.prop("bodyStart"), integer(document.body.start))
        yield triple(node, self.prop("bodyEnd"), integer(document.body.end))
        yield triple(node, self.prop("text"), literal(document.text))
        if document.scan:
            from gongbao.read import scan  # which who reads a graph need not load

            yield triple(node, self.prop("recognizedBy"), literal(document.scan.by))
            yield triple(node, self.prop("scanLayout"), literal(scan.written(document.scan)))

    def entity_triples(self, entity: Entity) -> Iterator[str]:
        node = named(entity.iri)
        for written in _types(self.terms, entity.type):
            yield f"{node} {TYPE} {written}"
        yield from _labels(node, entity.name, self.traditional[entity.name], entity.aliases)
        if entity.code:
            yield triple(node, self.prop("code"), literal(entity.code))
        for other in entity.same_as:
            yield triple(node, named(OWL + "sameAs"), named(other))
        for statement in self.relations[entity.iri]:
            if statement.modality not in self.unasserted:
                yield triple(node, self.prop(statement.predicate), self.object_of(statement))

    def concept_triples(self) -> Iterator[str]:
        concepts: dict[str, tuple[str, str]] = {}
        for statement in self.extraction.statements:
            if statement.kind == "concept":
                class_id = self.terms.get_property(statement.predicate).range[0]
                concepts.setdefault(self.object_of(statement), (class_id, statement.object))
        for node, (class_id, words) in sorted(concepts.items(), key=lambda item: item[0][1:-1]):
            yield triple(node, TYPE, self.cls(class_id))
            for scheme in self.terms.get_class(class_id).words("scheme"):
                yield triple(node, named(SKOS + "inScheme"), named(scheme))
            yield from _labels(node, label := iri.canonical(words), to_traditional(label))

    def keyword_triples(self, number: int, keyword: Keyword) -> Iterator[str]:
        """A concept of the report, and where the word stands."""
        node = named(iri.entity("Keyword", keyword.word, base=self.base))
        yield triple(node, TYPE, self.cls("Keyword"))
        yield f"{node}{_KEYWORDS}"
        yield from _labels(node, label := iri.canonical(keyword.word), to_traditional(label))
        about = named(DCTERMS + "subject")
        yield triple(self.report, about, node)
        places = self.node(f"k{number}")
        yield triple(places, TYPE, self.cls("Occurrence"))
        yield triple(places, about, node)
        yield triple(places, self.prop("places"), literal(" ".join(f"{s.start}-{s.end}" for s in keyword.spans)))
        yield triple(places, self.prop("inReport"), self.report)

    def statement_triples(self, number: int, statement: Statement) -> Iterator[str]:
        node = self.node(f"s{number}")
        yield triple(node, TYPE, self.cls("Statement"))
        said = named(statement.subject), self.prop(statement.predicate), self.object_of(statement)
        for name, part in zip(("subject", "predicate", "object"), said, strict=True):
            yield triple(node, self.prop(name), part)
            yield triple(node, named(RDF + name), part)  # the same for SPARQL, which OWL tools pass over
        yield triple(node, self.prop("modality"), self.concept(statement.modality))
        yield triple(node, self.prop("score"), decimal(statement.score))
        if statement.by:
            yield triple(node, self.prop("foundBy"), literal(statement.by))
        if statement.supplied:
            yield triple(node, self.prop("subjectSupplied"), literal(statement.supplied))
        if statement.time is not None:
            yield triple(node, self.prop("time"), self.node(f"t{statement.time + 1}"))
        yield triple(node, named(PROV + "wasDerivedFrom"), self.report)
        nodes = [self.node(f"e{number}.{k}") for k in range(1, len(statement.evidence) + 1)]
        for evidence in nodes:
            yield triple(node, self.prop("evidence"), evidence)
        for evidence, words in zip(nodes, statement.evidence, strict=True):
            yield from self.evidence_triples(evidence, words)

    def quantity_triples(self, number: int, quantity: Quantity) -> Iterator[str]:
        """Words are simplified, so that counts of reports in either script sum; the evidence keeps the report's own."""
        node = self.node(f"q{number}")
        yield triple(node, TYPE, self.cls("Observation"))
        yield triple(node, self.prop("counted"), literal(fold(quantity.counted)))
        yield triple(node, self.prop("value"), decimal(quantity.value))
        yield triple(node, self.prop("unit"), literal(fold(quantity.unit)))
        for name, concept in (
            ("bound", quantity.bound),
            ("change", quantity.change),
            ("comparison", quantity.comparison),
            ("modality", quantity.modality),
        ):
            if concept:
                yield triple(node, self.prop(name), self.concept(concept))
        for name, thing in (("actor", quantity.actor), ("withinCampaign", quantity.campaign)):
            if thing:
                yield triple(node, self.prop(name), named(thing))
        if quantity.time is not None:
            yield triple(node, self.prop("time"), self.node(f"t{quantity.time + 1}"))
        evidence = self.node(f"e-q{number}")
        yield triple(node, self.prop("evidence"), evidence)
        yield from self.span_triples(evidence, quantity.start, quantity.end, "Evidence")
        yield from self.page_triples(evidence, quantity)
        yield triple(evidence, self.prop("sentence"), self.span_node(quantity.sentence))

    def time_triples(self, number: int, time: Time) -> Iterator[str]:
        node = self.node(f"t{number}")
        yield from self.span_triples(node, time.start, time.end, "Time")
        yield triple(node, self.prop("value"), literal(time.value))
        for name, value in zip(("hasBeginning", "hasEnd"), _bounds(time.value), strict=True):
            if value:
                instant = self.node(f"t{number}-{name.removeprefix('has').lower()}")
                yield triple(node, named(TIME + name), instant)
                yield triple(instant, TYPE, named(TIME + "Instant"))
                yield triple(instant, named(TIME + "inXSDDateTime"), _moment(value, last=name == "hasEnd"))

    def mention_triples(self, mention: Mention, entity: Entity) -> Iterator[str]:
        node = self.node(f"m{mention.start}-{mention.end}")
        yield from self.span_triples(node, mention.start, mention.end, "Mention")
        yield triple(node, self.prop("refersTo"), named(entity.iri))
        surface = self.document.text[mention.start : mention.end]
        reason = next((r for r in entity.reasons if r.surface == surface), None)
        if reason:
            yield triple(node, self.prop("linkRule"), literal(reason.rule))
            if reason.target != surface:
                yield triple(node, self.prop("linkTarget"), literal(reason.target))
        for unsure in entity.open:
            if unsure.surface == surface:
                yield triple(node, self.prop("mayReferTo"), named(unsure.target))
        yield triple(node, self.prop("foundBy"), literal(mention.by))
        yield triple(node, self.prop("score"), decimal(mention.score))


@lru_cache(maxsize=1024)
def _types(terms: Ontology, class_id: str) -> tuple[str, ...]:
    """A class and those above it: who asks for the wider class, and does not know the user's, finds its things too."""
    own = terms.get_class(class_id)
    wider = [spec for spec in terms.entity_classes if spec is not own and spec.id in own.ancestors]
    if not wider and not own.iri.startswith(GB):
        wider = [terms.get_class(terms.role("entity"))]
    return tuple(named(spec.iri) for spec in (own, *wider))


def _labels(node: str, name: str, traditional: str, aliases: Iterable[str] = ()) -> Iterator[str]:
    """One preferred label in each script, and the other surfaces under the script they are written in."""
    preferred: Mapping[str, str] = {"zh-Hans": name, "zh-Hant": traditional}
    for language, label in preferred.items():
        written = literal(label, language)
        yield f"{node} {_PREFERRED} {written}"
        yield f"{node} {_LABEL} {written}"
    for alias in aliases:
        language = "zh-Hans" if fold(alias) == alias else "zh-Hant"
        if alias != preferred[language]:
            yield triple(node, named(SKOS + "altLabel"), literal(alias, language))


def _bounds(value: str) -> tuple[str | None, str | None]:
    """Beginning and end of an ISO 8601 value: `a/b`, `a/..`, `../b`, or the same instant twice; a day of no year has none."""
    if value.startswith("-"):
        return None, None
    first, slash, last = value.partition("/")
    ends = (first, last if slash else first)
    return tuple(None if end in ("..", "") else end for end in ends)  # type: ignore[return-value]


def _moment(value: str, *, last: bool) -> str:
    """The first or last second of a year, month, day, hour or minute: one datatype, so that all times can be compared."""
    if last:
        year, month = int(value[:4]), int(value[5:7] or 12)
        full = value + f"-12-{monthrange(year, month)[1]}T23:59:59"[len(value) - 4 :]
    else:
        full = value + "-01-01T00:00:00"[len(value) - 4 :]
    return f'"{full}"^^<{XSD}dateTime>'
