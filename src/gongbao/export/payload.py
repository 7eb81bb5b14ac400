"""What the viewer's page is filled with: one JSON value made from a graph, with text in pieces instead of offsets.

JavaScript counts UTF-16 units, the graph counts code points, so each report's text is cut at every place where a name,
a sentence or a piece of evidence begins or ends, and everything points to pieces: `[4, 7]` is pieces 4, 5 and 6.
`src/viewer/src/payload.ts` declares the same shape. Types, predicates and concepts come from the ontology.
"""

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from typing import TypeAlias
from urllib.parse import unquote

import pyoxigraph as ox

from gongbao.export.layout import positions
from gongbao.export.letters import letters
from gongbao.network.contain import province
from gongbao.network.measures import Measured
from gongbao.ontology import DCTERMS, OA, OWL, PROV, RDF, RDFS, SKOS, Ontology, Term
from gongbao.text.pinyin import pinyin
from gongbao.text.script import fold, is_traditional, to_traditional
from gongbao.view import Columns

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"
Row: TypeAlias = dict[str, Json]

VERSION = 1


def payload(store: ox.Store, terms: Ontology, *, measured: Mapping[str, Measured] | None = None) -> Row:
    """Return the page's data for a store that holds graphs of `gongbao.graph`, one report or many.

    With `measured` each node has its community (`g`), betweenness (`b`) and PageRank (`k`).
    """
    return _Payload(store, terms, measured or {}).build()


class _Text:
    """One report's text, cut at the offsets that were asked for with `cut` before `pieces` is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.cuts = {0, len(text)}
        for match in re.finditer(r"[^\n]+", text):
            self.cuts.update(match.span())
        self.order: list[int] = []

    def cut(self, start: int, end: int) -> None:
        self.cuts.update(offset for offset in (start, end) if 0 <= offset <= len(self.text))

    def close(self) -> None:
        self.order = sorted(self.cuts)

    def range(self, start: int, end: int) -> list[Json]:
        return [bisect.bisect_left(self.order, start), bisect.bisect_left(self.order, end)]

    def pieces(self) -> list[Json]:
        return [self.text[a:b] for a, b in pairwise(self.order)]


class _Payload:
    """The tables of one page while they are built."""

    def __init__(self, store: ox.Store, terms: Ontology, measured: Mapping[str, Measured]) -> None:
        self.terms = terms
        self.measured = measured
        self.columns = Columns(store)
        self.value, self.values = self.columns.value, self.columns.values
        self.gb = {spec.id: spec.iri for spec in terms.properties.values()}
        self.types = [*terms.entity_classes, terms.get_class(terms.role("concept"))]
        self.concepts = sorted(terms.concepts.values(), key=lambda c: c.iri)
        self.type_of, self.predicate_of, self.concept_of = (
            _numbered(spec.iri for spec in specs) for specs in (self.types, terms.relations, self.concepts)
        )
        texts = self.columns.column(self.gb["text"])
        self.reports = sorted(texts, key=lambda iri: (self.own(iri, "source") or "", iri))
        self.report_of = _numbered(self.reports)
        self.texts = [_Text(self.own(iri, "text") or "") for iri in self.reports]
        self.starts, self.ends = (
            {iri: int(values[0]) for iri, values in self.columns.column(OA + end).items()} for end in ("start", "end")
        )
        self.written: dict[str, Counter[str]] = defaultdict(Counter)
        samples = [text.text[:4000] for text in self.texts]
        traditional = [is_traditional(sample, fold(sample)) for sample in samples]
        for report, start, end, entity in self._mentions():
            if traditional[report]:
                self.written[entity][self.texts[report].text[start:end]] += 1
        valued = self.columns.column(self.gb["value"])
        timed = (i for i in valued if i in self.starts and self._report_index(i) is not None)
        self.time_of = _numbered(sorted(timed, key=_natural))
        self.nodes = self._node_iris()
        self.node_of = _numbered(self.nodes)

    def build(self) -> Row:
        for iri, start in self.starts.items():
            report = self._report_index(iri)
            if report is not None:
                self.texts[report].cut(start, self.ends.get(iri, start))
        for iri, text in zip(self.reports, self.texts, strict=True):
            text.cut(*self._body(iri, text))
            text.close()
        statements = self._statements()
        reports = self._reports()
        names = (_name(iri, self._labels(iri)) for iri in self.nodes)
        made: Row = {
            "version": VERSION,
            "title": self._title(),
            "generator": max((self.own(iri, "generator") or "" for iri in self.reports), default=""),
            "vocabulary": self.gb["text"].rpartition("#")[0] + "#",
            "script": self._script(),
            "types": [self._term(spec) | {"color": spec.color} for spec in self.types],
            "predicates": [self._term(spec) | {"symmetric": spec.symmetric} for spec in self.terms.relations],
            "concepts": [  # `plain` is the modality that goes without saying
                self._term(c) | {"scheme": c.scheme, "plain": "asserted" in c.roles} for c in self.concepts
            ],
            "nodes": self._nodes(statements),
            "reports": reports,
            "times": self._times(),
            "statements": [*statements],
            "quantities": self._quantities(),
            "letters": letters([*(text.text for text in self.texts), *names])._asdict(),
        }
        return made | self._decisions()

    # -- the store

    def own(self, node: str, name: str) -> str | None:
        """A value of one of the ontology's own properties, by its id."""
        return self.value(node, self.gb[name])

    def numbers(self, node: str, index: Mapping[str, int], **names: str) -> Row:
        """What properties lead to, by keys of the page, as numbers in a table; what is not in it is left out."""
        found = {key: self.own(node, name) for key, name in names.items()}
        return {key: index[iri] for key, iri in found.items() if iri is not None and iri in index}

    def _labels(self, iri: str) -> dict[str, str]:
        """One preferred label of a thing in each language, the traditional one as reports in that script write it."""
        labels = {language: names[0] for language, names in self.columns.labels(iri).items()}
        written = self.written.get(iri, Counter())
        own = [words for words in written if fold(words) == labels.get("zh-hans")]
        usual = labels.get("zh-hant")
        return labels | ({"zh-hant": max(own, key=lambda w: (written[w], w == usual, w))} if own else {})

    def _report_index(self, span: str) -> int | None:
        return self.report_of.get(self.own(span, "inReport") or "")

    def _mentions(self) -> Iterator[tuple[int, int, int, str]]:
        """Each mention: the report, from where to where, and the thing."""
        for iri, entities in self.columns.column(self.gb["refersTo"]).items():
            report = self._report_index(iri)
            if report is not None and iri in self.starts:
                yield report, self.starts[iri], self.ends[iri], entities[0]

    def _node_iris(self) -> list[str]:
        """Things of a known class, and whatever statements speak of, in the order of their IRIs."""
        kinds = self.columns.column(RDF + "type")
        found = {subject for subject, own in kinds.items() if any(kind in self.type_of for kind in own)}
        for iri in self.columns.column(RDF + "predicate"):
            found.update(self.values(iri, RDF + "subject"), self.values(iri, RDF + "object"))
        return sorted(found)

    def _body(self, report: str, text: _Text) -> tuple[int, int]:
        start, end = self.own(report, "bodyStart"), self.own(report, "bodyEnd")
        return int(start or 0), int(end) if end is not None else len(text.text)

    # -- tables

    def _term(self, term: Term) -> Row:
        labels: dict[str, Json] = {code: term.label(code) for code in ("zh-Hans", "zh-Hant", "en")}
        return {"id": term.id, "iri": term.iri, "labels": labels}

    def _title(self) -> str:
        """The one report's title, else who published it and when, else its file's name; of many reports nothing."""
        if len(self.reports) != 1:
            return "" if self.reports else "gongbao"
        report = self.reports[0]
        title, publisher, issued = (self.value(report, DCTERMS + name) for name in ("title", "publisher", "issued"))
        if title or not publisher:
            return title or self.own(report, "source") or "gongbao"
        labels = self._labels(publisher)
        name = labels.get("zh-hant" if self._script() == "zh-Hant" else "zh-hans") or _name(publisher, labels)
        return f"{name} · {issued[:10]}" if issued else name

    def _script(self) -> str:
        """The script that most of the reports are written in: names are shown in it first."""
        sample = "".join(text.text[:4000] for text in self.texts[:20])
        return "zh-Hant" if is_traditional(sample, fold(sample)) else "zh-Hans"

    def _nodes(self, statements: list[Row]) -> list[Json]:
        labels = {iri: self._labels(iri) for iri in self.nodes}
        simple = [_name(iri, labels[iri]) for iri in self.nodes]
        pairs = [(int(str(row["s"])), int(str(row["o"]))) for row in statements]
        places = {spec.id for spec in self.types if self.terms.is_a(spec.id, self.terms.role("place"))}
        rows: list[Json] = []
        for iri, name, (x, y) in zip(self.nodes, simple, positions(simple, pairs), strict=True):
            kinds = [self.type_of[k] for k in self.values(iri, RDF + "type") if k in self.type_of]
            narrowest = max(kinds, key=lambda k: len(self.types[k].ancestors), default=len(self.types) - 1)
            row: Row = {"i": iri, "t": narrowest, "n": name}
            if self.types[narrowest].id in places:
                row |= self._province(iri)
            traditional = labels[iri].get("zh-hant", name)
            extra: Row = {
                "h": traditional if traditional != name else None,
                "a": [*self.values(iri, SKOS + "altLabel")],
                "p": pinyin(name),
                "c": self.own(iri, "code"),
                "l": [*self.values(iri, OWL + "sameAs")],
            }
            found = self.measured.get(iri)
            measures: Row = {"g": found.community, "b": found.betweenness, "k": found.pagerank} if found else {}
            rows.append(row | {key: value for key, value in extra.items() if value} | measures | {"x": x, "y": y})
        return rows

    def _province(self, iri: str) -> Row:
        """In which province a thing without a code lies: what contains it says so by code or by name."""
        located = self.gb[self.terms.property_role("containment")]
        if self.own(iri, "code"):
            return {}
        wholes = [iri]
        for whole in wholes:
            wholes += [each for each in self.values(whole, located) if each not in wholes]
        codes = (self.own(whole, "code") for whole in wholes)
        named = (province(whole, _name(whole, self._labels(whole))) for whole in wholes)
        found = next((each for each in chain(codes, named) if each and re.fullmatch(r"\d{6}", each)), "")
        return {"w": found[:2]} if found else {}

    def _reports(self) -> list[Json]:
        mentions: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for report, start, end, entity in self._mentions():
            if entity in self.node_of:
                mentions[report].append((start, end, self.node_of[entity]))
        rows: list[Json] = []
        for index, (iri, text) in enumerate(zip(self.reports, self.texts, strict=True)):
            publisher = self.value(iri, DCTERMS + "publisher") or ""
            row: Row = {
                "i": iri,
                "source": self.own(iri, "source"),
                "title": self.value(iri, DCTERMS + "title"),
                "issued": self.value(iri, DCTERMS + "issued"),
                "sha256": self.own(iri, "sha256"),
                "publisher": self.node_of.get(publisher),
                "inferred": True if self.own(iri, "publisherFoundBy") == "inferred" else None,
                **(self._province(publisher) if publisher else {}),
                "body": text.range(*self._body(iri, text)),
                "pieces": text.pieces(),
                "mentions": [[*text.range(start, end), entity] for start, end, entity in sorted(mentions[index])],
            }
            rows.append({key: value for key, value in row.items() if value is not None})
        return rows

    def _span(self, iri: str | None) -> list[Json]:
        """The pieces of a span; empty where there is none."""
        report = self._report_index(iri) if iri else None
        if iri is None or report is None or iri not in self.starts:
            return []
        return self.texts[report].range(self.starts[iri], self.ends[iri])

    def _evidence(self, owner: str, report: str) -> list[Json]:
        rows: list[Json] = []
        parts = {"s": "sentence", "t": "trigger", "a": "subjectSpan", "b": "objectSpan"}
        for iri in sorted(self.values(owner, self.gb["evidence"]), key=_natural):
            row: Row = {"i": _local(iri, report), "r": self._span(iri)}
            spans = {key: self._span(self.own(iri, name)) for key, name in parts.items()}
            if row["r"]:
                rows.append(row | {key: span for key, span in spans.items() if span})
        return rows

    def _statements(self) -> list[Row]:
        rows = []
        for iri in sorted(self.columns.column(RDF + "predicate"), key=_natural):
            subject, predicate, object_ = (self.value(iri, RDF + part) for part in ("subject", "predicate", "object"))
            report = self.value(iri, PROV + "wasDerivedFrom")
            if subject is None or object_ is None or predicate not in self.predicate_of or report not in self.report_of:
                continue
            row: Row = {"i": _local(iri, report), "d": self.report_of[report], "s": self.node_of[subject]}
            row |= {"p": self.predicate_of[predicate], "o": self.node_of[object_]}
            row |= self._circumstances(iri)
            if object_ not in self.values(subject, predicate):
                row["n"] = True  # the graph does not assert it: it did not happen
            if supplied := self.own(iri, "subjectSupplied"):
                row["q"] = supplied
            if score := self.own(iri, "score"):
                row["c"] = float(score)
            rows.append(row | {"e": self._evidence(iri, report)})
        return rows

    def _decisions(self) -> Row:
        """What people decided: about what, the verdict, who, when, and the words."""
        rows: list[Json] = []
        for iri in sorted(self.columns.column(self.gb["concerns"]), key=_natural):
            report = next((r for r in self.values(iri, PROV + "used") if r in self.report_of), None)
            if report is not None:
                who = self.value(self.value(iri, PROV + "wasAssociatedWith") or "", RDFS + "label")
                row: Row = {
                    "d": self.report_of[report],
                    "a": self.own(iri, "concerns"),
                    "w": [*self.values(iri, self.gb["words"])],
                    "who": who or "",
                    "v": (self.own(iri, "verdict") or "").rpartition("#")[2],
                    "t": self.value(iri, PROV + "endedAtTime") or "",
                }
                rows.append(row)
        return {"decisions": rows} if rows else {}

    def _circumstances(self, iri: str) -> Row:
        """Modality and time, which statements and quantities share."""
        return self.numbers(iri, self.concept_of, m="modality") | self.numbers(iri, self.time_of, w="time")

    def _times(self) -> list[Json]:
        rows: list[Json] = []
        for iri in self.time_of:
            report = self._report_index(iri) or 0
            local = _local(iri, self.reports[report])
            rows.append({"i": local, "d": report, "v": self.own(iri, "value"), "r": self._span(iri)})
        return rows

    def _quantities(self) -> list[Json]:
        rows: list[Json] = []
        for iri in sorted(self.columns.column(self.gb["counted"]), key=_natural):
            report = self._report_index(self.own(iri, "evidence") or "")
            if report is None:
                continue
            counted = self.own(iri, "counted") or ""
            row: Row = {"d": report, "n": counted}
            if (traditional := to_traditional(counted)) != counted:
                row["h"] = traditional
            row |= {"v": self.own(iri, "value"), "u": self.own(iri, "unit")}
            row |= self.numbers(iri, self.concept_of, b="bound", g="change", k="comparison")
            row |= self.numbers(iri, self.node_of, a="actor", p="withinCampaign")
            rows.append(row | self._circumstances(iri) | {"e": self._evidence(iri, self.reports[report])})
        return rows


def _numbered(iris: Iterable[str]) -> dict[str, int]:
    return {iri: number for number, iri in enumerate(iris)}


def _local(iri: str, report: str) -> str:
    """The part of a node's IRI behind its report's, which the page puts together again."""
    return iri.removeprefix(f"{report}-")


def _natural(iri: str) -> list[tuple[int, str]]:
    """Sort s2 before s10."""
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in re.split(r"(\d+)", iri)]


def _name(iri: str, labels: Mapping[str, str]) -> str:
    """The simplified label, else any label, else the end of the IRI as a person would read it."""
    last = unquote(iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1])
    return labels.get("zh-hans") or next(iter(labels.values()), last) or iri
