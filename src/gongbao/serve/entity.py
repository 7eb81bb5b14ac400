"""The page and the data of one thing: what the graph says of it, with the sentences in which it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, OA, OWL, RDF, SKOS, Ontology
from gongbao.serve.markup import document, link, shown, text, word

MOST = 300  # statements, mentions and so on that a page shows of each kind

_Node = ox.NamedNode | ox.BlankNode
_Object = _Node | ox.Literal | ox.Triple


def exists(store: ox.Store, iri: str) -> bool:
    """Say whether the graph says anything of this IRI."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def triples(store: ox.Store, terms: Ontology, iri: str) -> Iterator[ox.Triple]:
    """Yield what is said of a thing and, for each statement about it, the statement with its evidence."""
    node = ox.NamedNode(iri)
    reader = _Reader(store, terms)
    seen = dict.fromkeys([node, *reader.statements(node, "subject"), *reader.statements(node, "object")])
    for statement in list(seen):
        for evidence in reader.nodes(statement, reader.prop("evidence")):
            seen[evidence] = None
            for part in ("sentence", "trigger", "subjectSpan", "objectSpan"):
                seen.update(dict.fromkeys(reader.nodes(evidence, reader.prop(part))))
        seen.update(dict.fromkeys(reader.nodes(statement, reader.prop("time"))))
    told = {
        ox.Triple(q.subject, q.predicate, q.object): None
        for subject in seen
        for q in store.quads_for_pattern(subject, None, None, None)
        if q.predicate.value != reader.prop("text")
    }
    yield from sorted(told, key=str)


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement as the page shows it."""

    relation: str
    other: str
    modality: str
    time: str
    quotations: tuple[str, ...]


class _Reader:
    """The store read as the pages need it, over all graphs together."""

    def __init__(self, store: ox.Store, terms: Ontology) -> None:
        self.store = store
        self.terms = terms

    def prop(self, property_id: str) -> str:
        return self.terms.get_property(property_id).iri

    def objects(self, subject: _Object, predicate: str) -> list[_Object]:
        if isinstance(subject, (ox.Literal, ox.Triple)):
            return []
        found = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return list(dict.fromkeys(quad.object for quad in found))

    def nodes(self, subject: _Object, predicate: str) -> list[_Node]:
        return [o for o in self.objects(subject, predicate) if isinstance(o, (ox.NamedNode, ox.BlankNode))]

    def value(self, subject: _Object | None, predicate: str) -> str:
        found = self.objects(subject, predicate) if subject is not None else []
        return found[0].value if found and not isinstance(found[0], ox.Triple) else ""

    def first(self, subject: _Object, predicate: str) -> _Node | None:
        return next(iter(self.nodes(subject, predicate)), None)

    def label(self, node: _Object, script: str = "zh-hans") -> str:
        labels = [o for o in self.objects(node, SKOS + "prefLabel") if isinstance(o, ox.Literal)]
        chosen = [o.value for o in labels if (o.language or "").lower() == script] or [o.value for o in labels]
        titled = chosen or [self.value(node, DCTERMS + "title"), self.value(node, self.prop("source"))]
        return next(filter(None, titled), node.value if not isinstance(node, ox.Triple) else str(node))

    def statements(self, node: ox.NamedNode, part: str) -> list[_Node]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(RDF + part), node, None)
        subjects = {q.subject for q in islice(found, 4 * MOST)}
        return sorted((s for s in subjects if isinstance(s, (ox.NamedNode, ox.BlankNode))), key=str)[:MOST]

    def pointing(self, node: ox.NamedNode, predicate: str) -> list[_Node]:
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), node, None)
        return sorted({q.subject for q in islice(found, 20 * MOST) if not isinstance(q.subject, ox.Triple)}, key=str)


def page(store: ox.Store, terms: Ontology, iri: str, *, base: str, language: str) -> str:
    """Return the HTML page of a thing, in the reader's language."""
    return _Page(store, terms, ox.NamedNode(iri), base, language).render()


class _Page:
    def __init__(self, store: ox.Store, terms: Ontology, node: ox.NamedNode, base: str, language: str) -> None:
        self.reader = _Reader(store, terms)
        self.terms = terms
        self.node = node
        self.base = base
        self.language = language
        self.by_iri = {t.iri: t for group in (terms.classes, terms.properties, terms.concepts) for t in group.values()}

    def word(self, key: str) -> str:
        return word(key, self.language)

    def term(self, iri: str) -> str:
        """A class, property or concept by its label in the reader's language."""
        known = self.by_iri.get(iri)
        return known.label(self.language) if known else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]

    def link(self, node: _Object, label: str | None = None) -> str:
        if not isinstance(node, ox.NamedNode):
            return shown(label or str(node))
        return link(node.value, label or self.reader.label(node), self.base)

    def render(self) -> str:
        title = self.reader.label(self.node)
        types = ", ".join(self.term(t.value) for t in self.reader.nodes(self.node, RDF + "type"))
        body = f'<p class="kind">{text(types)}</p><h1>{shown(title)}</h1>'
        body += self.facts() + self.data_links()
        body += self.told("outgoing", "subject", "object") + self.told("incoming", "object", "subject")
        body += self.quantities() + self.mentions() + self.things() + self.everything()
        return document(title, body, self.language)

    def facts(self) -> str:
        reader = self.reader
        other_script = reader.label(self.node, "zh-hant")
        aliases = {o.value for o in reader.objects(self.node, SKOS + "altLabel") if isinstance(o, ox.Literal)}
        if other_script != reader.label(self.node):
            aliases.add(other_script)
        rows = []
        if aliases:
            rows.append((self.word("aliases"), " · ".join(shown(a) for a in sorted(aliases))))
        if code := reader.value(self.node, reader.prop("code")):
            rows.append((self.word("code"), shown(code)))
        if same := reader.nodes(self.node, OWL + "sameAs"):
            rows.append((self.word("same"), " ".join(self.link(s, s.value) for s in same)))
        return "<dl>" + "".join(f"<dt>{text(k)}</dt><dd>{v}</dd>" for k, v in rows) + "</dl>" if rows else ""

    def data_links(self) -> str:
        names = {"Turtle": "turtle", "JSON-LD": "jsonld", "N-Triples": "ntriples"}
        links = " · ".join(f'<a href="?format={value}">{name}</a>' for name, value in names.items())
        return f'<p class="data">{self.word("data")}: {links} · <code>{text(self.node.value)}</code></p>'

    def told(self, heading: str, own: str, other: str) -> str:
        statements = self.reader.statements(self.node, own)
        if not statements:
            return ""
        rows = "".join(self.row(self.statement(s, other)) for s in statements)
        return self.table(heading, rows, ("", "", "modality", "time", "evidence"), len(statements))

    def table(self, heading: str, rows: str, columns: tuple[str, ...], count: int) -> str:
        head = "".join(f"<th>{self.word(c) if c else ''}</th>" for c in columns)
        more = f"<p>{self.word('more')}</p>" if count >= MOST else ""
        return f"<h2>{self.word(heading)}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"

    def statement(self, node: _Node, other: str) -> _Told:
        reader = self.reader
        things = reader.objects(node, RDF + other)
        return _Told(
            relation=text(self.term(reader.value(node, RDF + "predicate"))),
            other=self.link(things[0]) if things else "",
            modality=text(self.term(reader.value(node, reader.prop("modality")))),
            time=text(reader.value(reader.first(node, reader.prop("time")), reader.prop("value"))),
            quotations=tuple(self.quotation(e) for e in reader.nodes(node, reader.prop("evidence"))),
        )

    def row(self, told: _Told) -> str:
        quotations = "".join(told.quotations)
        return (
            f"<tr><td>{told.relation}</td><td>{told.other}</td><td>{told.modality}</td><td>{told.time}</td>"
            f"<td>{quotations}</td></tr>"
        )

    def quotation(self, evidence: _Node) -> str:
        """The sentence of a piece of evidence with its words marked, and the report with the offsets."""
        reader = self.reader
        words = reader.value(evidence, OA + "exact")
        start, end = reader.value(evidence, OA + "start"), reader.value(evidence, OA + "end")
        sentence = reader.first(evidence, reader.prop("sentence"))
        whole, at = reader.value(sentence, OA + "exact"), reader.value(sentence, OA + "start")
        marked = f"<mark>{text(words)}</mark>"
        if start.isdigit() and at.isdigit():
            offset = int(start) - int(at)
            if offset >= 0 and whole[offset : offset + len(words)] == words:
                marked = text(whole[:offset]) + marked + text(whole[offset + len(words) :])
        report = reader.first(evidence, reader.prop("inReport"))
        source = f"{self.link(report)} {text(start)}–{text(end)}" if report is not None else ""
        return f"<blockquote><bdi>{marked}</bdi><cite>{source}</cite></blockquote>"

    def quantities(self) -> str:
        reader = self.reader
        found = [q for p in ("actor", "withinCampaign") for q in reader.pointing(self.node, reader.prop(p))]
        rows = []
        for node in list(dict.fromkeys(found))[:MOST]:
            counted = shown(reader.value(node, reader.prop("counted")))
            amount = text(f"{reader.value(node, reader.prop('value'))} {reader.value(node, reader.prop('unit'))}")
            bound = text(self.term(reader.value(node, reader.prop("bound"))))
            quoted = "".join(self.quotation(e) for e in reader.nodes(node, reader.prop("evidence")))
            rows.append(f"<tr><td>{counted}</td><td>{bound}</td><td>{amount}</td><td>{quoted}</td></tr>")
        return self.table("quantities", "".join(rows), ("", "", "", "evidence"), len(rows)) if rows else ""

    def mentions(self) -> str:
        """How often each report mentions the thing."""
        reader = self.reader
        found = reader.pointing(self.node, reader.prop("refersTo"))
        counts = Counter(report for m in found for report in reader.nodes(m, reader.prop("inReport")))
        if not counts:
            return ""
        items = "".join(f"<li>{self.link(report)} × {n}</li>" for report, n in counts.most_common(MOST))
        return f"<h2>{self.word('mentions')}</h2><ul>{items}</ul>"

    def things(self) -> str:
        """For a report, the things that it mentions."""
        reader = self.reader
        parts = reader.pointing(self.node, reader.prop("inReport"))
        counts = Counter(thing for m in parts for thing in reader.nodes(m, reader.prop("refersTo")))
        if not counts:
            return ""
        items = "".join(f"<li>{self.link(thing)} × {n}</li>" for thing, n in counts.most_common(MOST))
        return f"<h2>{self.word('things')}</h2><ul class='things'>{items}</ul>"

    def everything(self) -> str:
        found = list(islice(self.reader.store.quads_for_pattern(self.node, None, None, None), MOST))
        unique = sorted({(q.predicate.value, q.object) for q in found}, key=str)
        rows = "".join(f"<tr><td>{text(self.term(p))}</td><td>{self.cell(o)}</td></tr>" for p, o in unique)
        return f"<details><summary>{self.word('allof')}</summary><table><tbody>{rows}</tbody></table></details>"

    def cell(self, value: _Object) -> str:
        if isinstance(value, ox.NamedNode):
            known = value.value in self.by_iri
            return shown(self.term(value.value)) if known else self.link(value)
        words = value.value if not isinstance(value, ox.Triple) else str(value)
        return f"<pre>{text(words)}</pre>" if "\n" in words else shown(words)
