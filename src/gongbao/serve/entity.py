"""The page and the data of one thing: what the graph says of it, the sentences in which it was read, the text of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlencode

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, OA, OWL, RDF, SKOS
from gongbao.serve.listing import report_rows
from gongbao.serve.markup import Visit, document, dot, link, path_of, period, shown, text
from gongbao.serve.quoting import cited, told
from gongbao.serve.reader import MOST, Node, Object, Reader


def exists(store: ox.Store, iri: str) -> bool:
    """Say whether the graph says anything of this IRI."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def triples(reader: Reader, iri: str) -> Iterator[ox.Triple]:
    """Yield what is said of a thing and, for each statement about it, the statement with its evidence."""
    node = ox.NamedNode(iri)
    seen = dict.fromkeys([node, *reader.statements(node, "subject"), *reader.statements(node, "object")])
    for statement in list(seen):
        for evidence in reader.nodes(statement, "evidence"):
            seen[evidence] = None
            for part in ("sentence", "trigger", "subjectSpan", "objectSpan"):
                seen.update(dict.fromkeys(reader.nodes(evidence, part)))
        seen.update(dict.fromkeys(reader.nodes(statement, "time")))
    found = {
        ox.Triple(q.subject, q.predicate, q.object): None
        for subject in seen
        for q in reader.store.quads_for_pattern(subject, None, None, reader.graph)
        if q.predicate.value != reader.terms.get_property("text").iri
    }
    yield from sorted(found, key=str)


def page(reader: Reader, visit: Visit, iri: str, at: tuple[int, int] | None = None) -> str:
    """Return the HTML page of a thing, or of a report with a passage of its text lit."""
    return _Page(reader, visit, ox.NamedNode(iri), at).render()


class _Page:
    def __init__(self, reader: Reader, visit: Visit, node: ox.NamedNode, at: tuple[int, int] | None) -> None:
        self.reader, self.visit, self.node, self.at = reader, visit, node, at
        self.word = visit.word

    def term(self, iri: str) -> str:
        return self.reader.term(iri, self.visit.language)

    def link(self, node: Object, label: str | None = None) -> str:
        if not isinstance(node, ox.NamedNode):
            return shown(label or str(node))
        return link(node.value, label or self.reader.label(node), self.visit.base)

    def render(self) -> str:
        title = self.reader.label(self.node)
        types = [self.reader.by_iri[iri] for iri in self.reader.types(self.node) if iri in self.reader.by_iri]
        kinds = ", ".join(f"{dot(t.id)}{text(t.label(self.visit.language))}" for t in types)
        is_report = bool(self.reader.value(self.node, "text"))
        body = f'<p class="kind">{kinds}</p><h1>{shown(title)}</h1>' + self.facts() + self.ways(is_report)
        body += fulltext(self.reader, self.visit, self.node, self.at) if is_report else ""
        body += self.told("outgoing", "subject", "object") + self.told("incoming", "object", "subject")
        body += self.quantities() + self.publishes() + self.mentions() + self.things() + self.everything()
        return document(title, body, self.visit, scripts=("judge.js",) if self.visit.decides else ())

    def facts(self) -> str:
        reader = self.reader
        aliases = {o.value for o in reader.objects(self.node, SKOS + "altLabel") if isinstance(o, ox.Literal)}
        aliases |= {reader.label(self.node, "zh-hant")} - {reader.label(self.node)}
        rows = (
            ("aliases", " · ".join(shown(a) for a in sorted(aliases))),
            ("code", shown(reader.value(self.node, "code"))),
            ("same", " ".join(self.link(s, s.value) for s in reader.nodes(self.node, OWL + "sameAs"))),
            ("published", " ".join(map(self.link, reader.nodes(self.node, DCTERMS + "publisher")))),
            ("issued", text(reader.date(self.node))),
        )
        given = "".join(f"<dt>{self.word(key)}</dt><dd>{v}</dd>" for key, v in rows if v and v != shown(""))
        return f"<dl>{given}</dl>" if given else ""

    def ways(self, is_report: bool) -> str:
        """Links to the picture, and to the data."""
        names = {"Turtle": "turtle", "JSON-LD": "jsonld", "N-Triples": "ntriples"}
        links = " · ".join(f'<a href="?format={value}">{name}</a>' for name, value in names.items())
        kind, fragment = ("report", "") if is_report else ("thing", "#" + urlencode({"node": self.node.value}))
        picture = f"/view?{urlencode({kind: self.node.value})}{fragment}"
        return (
            f'<p class="data"><a href="{text(picture)}">{self.word("viewhere")}</a> · {self.word("data")}: {links} · '
            f"<code>{text(self.node.value)}</code></p>"
        )

    def told(self, heading: str, own: str, other: str) -> str:
        rows = [self.statement(node, other) for node in self.reader.statements(self.node, own)]
        return self.table(heading, rows, ("relation", other, "modality", "time", "evidence"))

    def table(self, heading: str, rows: Sequence[Sequence[str]], columns: Sequence[str]) -> str:
        if not rows:
            return ""
        head = "".join(f"<th>{self.word(c)}</th>" for c in columns)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        more = f"<p>{self.word('more')}</p>" if len(rows) >= MOST else ""
        return (
            f'<h2>{self.word(heading)}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>{more}"
        )

    def statement(self, node: Node, other: str) -> tuple[str, ...]:
        """A statement as a row: its relation, the other thing, modality, time, and the sentences."""
        reader = self.reader
        things = reader.objects(node, RDF + other)
        by_name = reader.value(node, "subjectSupplied") == "name"  # what holds is neither done nor planned
        return (
            text(self.term(reader.value(node, RDF + "predicate"))),
            self.link(things[0]) if things else "",
            "" if by_name else text(self.term(reader.value(node, "modality"))),
            period(reader.value(reader.first(node, "time"), "value"), self.visit.language),
            told(reader, self.visit, node),
        )

    def quantities(self) -> str:
        reader = self.reader
        found = [q for p in ("actor", "withinCampaign") for q in reader.pointing(self.node, p)]
        rows = []
        for node in list(dict.fromkeys(found))[:MOST]:
            counted = shown(reader.value(node, "counted"))
            amount = text(f"{reader.value(node, 'value')} {reader.value(node, 'unit')}")
            bound = text(self.term(reader.value(node, "bound")))
            rows.append((counted, bound, amount, told(reader, self.visit, node)))
        return self.table("quantities", rows, ("counted", "bound", "other", "evidence"))

    def publishes(self) -> str:
        """The reports that the thing publishes, the latest first."""
        found = [n for n in self.reader.pointing(self.node, DCTERMS + "publisher") if isinstance(n, ox.NamedNode)]
        latest = sorted(found, key=self.reader.date, reverse=True)[:MOST]
        rows = report_rows(self.reader, self.visit, latest)
        return f"<h2>{self.word('publishes')}</h2>{rows}" if rows else ""

    def mentions(self) -> str:
        """How often each report mentions the thing."""
        reader = self.reader
        found = reader.pointing(self.node, "refersTo")
        places: dict[Node, list[tuple[int, int]]] = {}
        for mention in found:
            start, end = (reader.number(mention, OA + name) for name in ("start", "end"))
            for report in reader.nodes(mention, "inReport"):
                places.setdefault(report, []).append((start or 0, end or 0))
        most = sorted(places, key=lambda report: -len(places[report]))[:MOST]
        items = "".join(
            f"<li>{cited(reader, self.visit, report, *min(places[report]))} × {len(places[report])}</li>"
            for report in most
        )
        return f"<h2>{self.word('mentions')}</h2><ul class='reports'>{items}</ul>" if items else ""

    def things(self) -> str:
        """For a report, the things that it mentions."""
        reader = self.reader
        parts = reader.pointing(self.node, "inReport")
        counts = Counter(thing for m in parts for thing in reader.nodes(m, "refersTo"))
        if not counts:
            return ""
        items = "".join(f"<li>{self.link(thing)} × {n}</li>" for thing, n in counts.most_common(MOST))
        return f"<h2>{self.word('things')}</h2><ul class='things'>{items}</ul>"

    def everything(self) -> str:
        found = list(islice(self.reader.store.quads_for_pattern(self.node, None, None, self.reader.graph), MOST))
        long = self.reader.terms.get_property("text").iri  # which the page shows already
        unique = sorted({(q.predicate.value, q.object) for q in found if q.predicate.value != long}, key=str)
        rows = "".join(f"<tr><td>{text(self.term(p))}</td><td>{self.cell(o)}</td></tr>" for p, o in unique)
        return f"<details><summary>{self.word('allof')}</summary><table><tbody>{rows}</tbody></table></details>"

    def cell(self, value: Object) -> str:
        if isinstance(value, ox.NamedNode):
            known = value.value in self.reader.by_iri
            return shown(self.term(value.value)) if known else self.link(value)
        words = value.value if not isinstance(value, ox.Triple) else str(value)
        return f"<pre>{text(words)}</pre>" if "\n" in words else shown(words)


MOST_MENTIONS = 20_000

_Span = tuple[int, int]
_Name = tuple[int, int, str]  # start, end, IRI


def fulltext(reader: Reader, visit: Visit, report: ox.NamedNode, at: _Span | None) -> str:
    """Return the text as paragraphs; what the web page around it left is folded, unless the passage lies there."""
    whole = reader.value(report, "text")
    start, last = reader.number(report, "bodyStart") or 0, reader.number(report, "bodyEnd")
    end = len(whole) if last is None else last
    writer = _Writer(whole, _names(reader, report), at, visit.base)
    parts = ((0, start), (start, end), (end, len(whole)))
    shown = [writer.paragraphs(*part) for part in parts]
    if at is not None and not writer.lit:
        shown.insert(0, '<span id="at"></span>')
    for place in (0, 2):
        if shown[place] and "<p" in shown[place]:
            opened = " open" if 'id="at"' in shown[place] else ""
            shown[place] = f"<details{opened}><summary>{visit.word('residue')}</summary>{shown[place]}</details>"
    return f'<h2>{visit.word("text")}</h2><article class="paper">{"".join(shown)}</article>'


def _names(reader: Reader, report: ox.NamedNode) -> list[_Name]:
    """The mentions of a report in the order of its text; of those that overlap, the first."""
    found = []
    for mention in reader.pointing(report, "inReport", MOST_MENTIONS):
        thing = reader.first(mention, "refersTo")
        start, end = reader.number(mention, OA + "start"), reader.number(mention, OA + "end")
        if isinstance(thing, ox.NamedNode) and start is not None and end is not None:
            found.append((start, end, thing.value))
    kept: list[_Name] = []
    for name in sorted(found, key=lambda name: (name[0], -name[1])):
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


class _Writer:
    """Writes parts of a text; `lit` says whether the passage has been met."""

    def __init__(self, whole: str, names: Iterable[_Name], at: _Span | None, base: str) -> None:
        self.whole, self.names, self.at, self.base = whole, list(names), at, base
        self.lit = False

    def paragraphs(self, start: int, end: int) -> str:
        """Return a part of the text, each line of it a paragraph."""
        lines = (m.span() for m in re.compile(r"[^\n]+").finditer(self.whole, start, end))
        return "".join(f"<p>{self.line(*line)}</p>" for line in lines if self.whole[slice(*line)].strip())

    def line(self, start: int, end: int) -> str:
        """Return a line with its names as links, and the passage marked where it lies in it."""
        inside = [name for name in self.names if start <= name[0] and name[1] <= end]
        if self.at is None or self.at[1] <= start or self.at[0] >= end:
            return self.linked(start, end, inside)
        first, last = max(start, self.at[0]), min(end, self.at[1])
        mark = "<mark>" if self.lit else '<mark id="at">'
        self.lit = True
        parts = (self.linked(a, b, inside) for a, b in ((start, first), (first, last), (last, end)))
        return f"{next(parts)}{mark}{next(parts)}</mark>{next(parts)}"

    def linked(self, start: int, end: int, names: Iterable[_Name]) -> str:
        """Return a stretch of text; a name that reaches out of it is a link as far as it lies in it."""
        at, pieces = start, ""
        for begins, ends, iri in names:
            first, last = max(begins, at), min(ends, end)
            if first < last:
                written = text(self.whole[first:last])
                linked = f'<a href="{text(path_of(iri))}">{written}</a>' if iri.startswith(self.base) else written
                pieces += text(self.whole[at:first]) + linked
                at = last
        return pieces + text(self.whole[at:end])
