"""Read the network out of RDF in the shape that `gongbao.graph` writes: report by report, so that a store may be large."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from gongbao import stored
from gongbao.network.values import Edge, Network, Node, Observation, Paragraph, Source, excerpt
from gongbao.ontology import DCTERMS, GB, OA, RDF, SKOS, ClassSpec, Ontology
from gongbao.view import Held

Tell = Callable[[int, int], None]  # told how many reports are read, and of how many


def read_network(quads: Iterable[ox.Quad], terms: Ontology) -> Network:
    """Read the network out of a graph, or of several named ones together."""
    graphs: dict[object, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name].append(quad)
    return read_graphs(graphs.values(), terms)


def read_store(
    store: ox.Store, terms: Ontology, *, left_out: Sequence[ox.NamedNode] = (), tell: Tell | None = None
) -> Network:
    """Read the network of a store, one named graph at a time; its default graph is read where it has no other."""
    names = sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g not in left_out), key=str)

    def graphs() -> Iterator[Iterable[ox.Quad]]:
        for number, name in enumerate(names, 1):
            yield stored.quads(store, [name])
            if tell is not None:
                tell(number, len(names))
        if not names:
            yield store.quads_for_pattern(None, None, None, ox.DefaultGraph())

    return read_graphs(graphs(), terms)


@dataclass(slots=True)
class _Thing:
    """What the reports read so far say of a thing."""

    type: ClassSpec
    simplified: set[str] = field(default_factory=set)
    traditional: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def read_graphs(graphs: Iterable[Iterable[ox.Quad]], terms: Ontology) -> Network:
    """Read the network of several graphs, one at a time: what is kept of each is its things, statements and sentences."""
    shared = _Shared(terms)
    things: dict[str, _Thing] = {}
    edges: list[Edge] = []
    observations: list[Observation] = []
    reports: list[Source] = []
    paragraphs: list[Paragraph] = []
    for quads in graphs:
        graph = _Graph(quads, shared)
        graph.add_things(things)
        edges += map(graph.edge, graph.of_type(GB + "Statement"))
        observations += map(graph.observation, graph.of_type(GB + "Observation"))
        reports += map(graph.report, graph.of_type(GB + "Report"))
        paragraphs += graph.paragraphs()
    edges.sort(key=lambda e: (e.report, e.start, e.end, e.relation, e.id))
    observations.sort(key=lambda o: (o.report, o.start, o.end, o.id))
    reports.sort(key=lambda r: r.iri)
    paragraphs.sort(key=lambda p: (p.report, p.start))
    nodes = _nodes(things, edges, observations, reports, terms.property_role("jurisdiction"))
    return Network(nodes, tuple(edges), tuple(observations), tuple(reports), tuple(paragraphs))


class _Shared:
    """What all graphs of a network share: the terms that are asked for, looked up once, and words that recur."""

    def __init__(self, terms: Ontology) -> None:
        wanted = [*terms.entity_classes, terms.get_class(terms.role("concept"))]
        self.classes = {spec.iri: spec for spec in wanted}
        self.properties = {spec.iri: spec for spec in terms.properties.values()}
        self.prop = {spec.id: spec.iri for spec in terms.properties.values()}
        self.pool: dict[str, str] = {}


class _Quotation(NamedTuple):
    evidence: str
    start: int
    end: int
    sentence: str
    report: str
    report_source: str
    told: str
    subject: bool


class _Graph(Held):
    """One named graph (or a plain one of several reports) by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad], known: _Shared) -> None:
        super().__init__(quads)
        self.known, self.pool, self.prop = known, known.pool, known.prop
        self.own: dict[str, str] = {}  # what recurs inside this graph only

    def shared(self, subject: str, predicate: str) -> str:
        """A value that recurs, held in memory once."""
        value = self.first(subject, predicate)
        return self.pool.setdefault(value, value)

    def quoted(self, subject: str) -> str:
        """The words of a place in the text, held in memory once."""
        words = self.first(subject, OA + "exact")
        return self.own.setdefault(words, words)

    def name(self, subject: str, predicate: str) -> str:
        """The local name of a concept, '' where none is given."""
        value = self.first(subject, predicate).rsplit("#", 1)[-1]
        return self.pool.setdefault(value, value)

    def of_type(self, iri: str) -> list[str]:
        return sorted(s for s in self.facts if iri in self.values(s, RDF + "type"))

    def add_things(self, things: dict[str, _Thing]) -> None:
        """Add what this graph says of things to what others said."""
        classes = self.known.classes
        for subject in self.facts:
            specs = [classes[t] for t in self.values(subject, RDF + "type") if t in classes]
            if not specs:
                continue
            thing = things.setdefault(self.pool.setdefault(subject, subject), _Thing(specs[0]))
            thing.type = max(thing.type, *specs, key=lambda spec: (len(spec.ancestors), spec.id))  # the narrowest
            labels = self.labels(subject)
            thing.simplified.update(labels.get("zh-hans", ()))
            thing.traditional.update(labels.get("zh-hant", ()))
            thing.aliases.update(self.values(subject, SKOS + "altLabel"))
            thing.codes.update(self.values(subject, self.prop["code"]))

    def edge(self, node: str) -> Edge:
        predicate = self.first(node, RDF + "predicate")
        spec = self.known.properties.get(predicate)
        first, *others = self.quotations(node)
        return Edge(
            source=self.shared(node, RDF + "subject"),
            target=self.shared(node, RDF + "object"),
            relation=spec.id if spec else predicate,
            label=spec.label("zh-Hans") if spec else predicate,
            modality=self.name(node, self.prop["modality"]),
            score=float(self.first(node, self.prop["score"], "0")),
            time=self.time(node),
            id=node,
            others=tuple((q.evidence, q.start, q.end) for q in others),
            told=first.told,
            supplied=not any(q.subject for q in (first, *others)),
            evidence=first.evidence,
            start=first.start,
            end=first.end,
            sentence=first.sentence,
            report=first.report,
            report_source=first.report_source,
        )

    def time(self, node: str) -> str:
        return self.shared(self.first(node, self.prop["time"]), self.prop["value"])

    def quotations(self, node: str) -> list[_Quotation]:
        """What a statement or observation was read from, in the order of the text; never empty."""
        found = [self.quotation(e) for e in self.values(node, self.prop["evidence"]) or [""]]
        return sorted(set(found), key=lambda q: (q.report, q.start, q.end))

    def quotation(self, evidence: str) -> _Quotation:
        report = self.shared(evidence, self.prop["inReport"])
        sentence = self.first(evidence, self.prop["sentence"])
        start, end = self.offset(evidence, "start"), self.offset(evidence, "end")
        before = self.offset(sentence, "start")
        return _Quotation(
            evidence=self.quoted(evidence),
            start=start,
            end=end,
            sentence=excerpt(self.quoted(sentence), start - before, end - before),
            report=report,
            report_source=self.shared(report, self.prop["source"]) or self.shared(report, DCTERMS + "title"),
            told=self.told(sentence, report),
            subject=bool(self.values(evidence, self.prop["subjectSpan"])),
        )

    def told(self, sentence: str, report: str) -> str:
        """The first time of day, month or year in a sentence."""
        start, end = self.offset(sentence, "start"), self.offset(sentence, "end")
        return next((value for at, value in self.times.get(report, ()) if start <= at < end), "")

    @cached_property
    def times(self) -> dict[str, list[tuple[int, str]]]:
        """Where times stand in each report, and what they are; days of no year tell nothing."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for node, po in self.facts.items():
            if self.prop["value"] in po and OA + "start" in po:
                value = self.first(node, self.prop["value"])
                if value[:1].isdigit():
                    report = self.first(node, self.prop["inReport"])
                    found[report].append((self.offset(node, "start"), value))
        return {report: sorted(rows) for report, rows in found.items()}

    def observation(self, node: str) -> Observation:
        def value(name: str) -> str:
            return self.shared(node, self.prop[name])

        def concept(name: str) -> str:
            return self.name(node, self.prop[name])

        first = self.quotations(node)[0]
        return Observation(
            id=node,
            counted=value("counted"),
            value=value("value"),
            unit=value("unit"),
            bound=concept("bound"),
            change=concept("change"),
            comparison=concept("comparison"),
            modality=concept("modality"),
            actor=value("actor"),
            campaign=value("withinCampaign"),
            time=self.time(node),
            evidence=first.evidence,
            start=first.start,
            end=first.end,
            sentence=first.sentence,
            report=first.report,
            report_source=first.report_source,
        )

    @cached_property
    def mentions(self) -> dict[str, list[tuple[int, int, str]]]:
        """Of each report, where which things are named, in the order of the text."""
        found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for node, po in self.facts.items():
            if self.prop["refersTo"] in po:
                place = self.offset(node, "start"), self.offset(node, "end")
                report = self.first(node, self.prop["inReport"])
                found[report] += [
                    (*place, self.pool.setdefault(o, o)) for o in self.values(node, self.prop["refersTo"])
                ]
        return {report: sorted(rows) for report, rows in found.items()}

    def report(self, node: str) -> Source:
        mentions = self.mentions.get(node, [])
        text = self.first(node, self.prop["text"])
        counted = sorted(Counter(thing for _, _, thing in mentions).items())
        first = {thing: (start, end) for start, end, thing in reversed(mentions)}
        words = (text[slice(*first[thing])] for thing, _ in counted)
        return Source(
            iri=self.pool.setdefault(node, node),
            source=self.first(node, self.prop["source"]),
            title=self.first(node, DCTERMS + "title"),
            publisher=self.shared(node, DCTERMS + "publisher"),
            issued=self.first(node, DCTERMS + "issued"),
            sha256=self.first(node, self.prop["sha256"]),
            mentioned=tuple(counted),
            words=tuple(self.pool.setdefault(w, w) for w in words),
            starts=tuple(first[thing][0] for thing, _ in counted),
        )

    def paragraphs(self) -> list[Paragraph]:
        """The lines that name two things or more."""
        found = []
        for report, mentions in sorted(self.mentions.items()):
            shared = self.pool.setdefault(report, report)
            start = at = 0
            for line in self.first(report, self.prop["text"]).splitlines(keepends=True):
                end = start + len(line)
                inside = []
                while at < len(mentions) and mentions[at][0] < end:
                    inside.append((mentions[at][0] - start, mentions[at][1] - start, mentions[at][2]))
                    at += 1
                if len({thing for _, _, thing in inside}) > 1:
                    found.append(Paragraph(shared, start, line.rstrip(), tuple(inside)))
                start = end
        return found


def _nodes(
    things: dict[str, _Thing],
    edges: Iterable[Edge],
    observations: Iterable[Observation],
    reports: Iterable[Source],
    jurisdiction: str,
) -> tuple[Node, ...]:
    mentions: Counter[str] = Counter()
    told_in: Counter[str] = Counter()
    for report in reports:
        mentions.update(dict(report.mentioned))
        told_in.update(thing for thing, _ in report.mentioned)
    quantities = Counter(thing for o in observations for thing in {o.actor, o.campaign} if thing)
    areas = {edge.source: edge.target for edge in edges if edge.relation == jurisdiction}
    labels = {iri: min(thing.simplified, default=iri) for iri, thing in things.items()}
    return tuple(
        Node(
            iri=iri,
            type=thing.type.id,
            label=labels[iri],
            label_hant=min(thing.traditional, default=labels[iri]),
            aliases=tuple(sorted(thing.aliases)),
            mentions=mentions[iri],
            code=min(thing.codes, default=""),
            color=thing.type.color,
            jurisdiction=labels.get(areas.get(iri, ""), ""),
            quantities=quantities[iri],
            reports=told_in[iri],
        )
        for iri, thing in sorted(things.items())
    )
