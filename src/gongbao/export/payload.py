"""What the viewer's page is filled with: one JSON value made from a graph, with text in pieces instead of offsets.

JavaScript counts UTF-16 units, the graph counts code points, so each report's text is cut at every place where a name,
a sentence or a piece of evidence begins or ends, and everything points to pieces: `[4, 7]` is pieces 4, 5 and 6.
`src/viewer/src/payload.ts` declares the same shape. Types, predicates and concepts come from the ontology.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
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
from gongbao.text.script import fold, to_traditional
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


def _traditional(sample: str) -> bool:
    changed = sum(a != b for a, b in zip(sample, fold(sample), strict=True))
    return changed * 12 > len(sample)


class _Payload:
    """The tables of one page while they are built."""

    def __init__(self, store: ox.Store, terms: Ontology, measured: Mapping[str, Measured]) -> None:
        self.terms = terms
        self.measured = measured
        self.columns = Columns(store)
        self.gb = {spec.id: spec.iri for spec in terms.properties.values()}
        self.types = [*terms.entity_classes, terms.get_class(terms.role("concept"))]
        self.type_of = {spec.iri: index for index, spec in enumerate(self.types)}
        self.predicate_of = {spec.iri: index for index, spec in enumerate(terms.relations)}
        self.concepts = sorted(terms.concepts.values(), key=lambda c: c.iri)
        self.concept_of = {concept.iri: index for index, concept in enumerate(self.concepts)}
        self.reports = sorted(
            self.columns.column(self.gb["text"]),
            key=lambda iri: (self.columns.value(iri, self.gb["source"]) or "", iri),
        )
        self.report_of = {iri: index for index, iri in enumerate(self.reports)}
        self.texts = [_Text(self.columns.value(iri, self.gb["text"]) or "") for iri in self.reports]
        self.starts, self.ends = (
            {iri: int(values[0]) for iri, values in self.columns.column(OA + end).items()} for end in ("start", "end")
        )
        self.written: dict[str, Counter[str]] = defaultdict(Counter)
        traditional = [_traditional(text.text[:4000]) for text in self.texts]
        for report, start, end, entity in self._mentions():
            if traditional[report]:
                self.written[entity][self.texts[report].text[start:end]] += 1
        timed = (
            i for i in self.columns.column(self.gb["value"]) if i in self.starts and self._report_index(i) is not None
        )
        self.time_of = {iri: index for index, iri in enumerate(sorted(timed, key=_natural))}
        self.nodes = self._node_iris()
        self.node_of = {iri: index for index, iri in enumerate(self.nodes)}

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
        generators = {self.columns.value(iri, self.gb["generator"]) or "" for iri in self.reports}
        names = (_name(iri, self._labels(iri)) for iri in self.nodes)
        made: Row = {
            "version": VERSION,
            "title": self._title(),
            "generator": max(generators, default=""),
            "vocabulary": self.terms.get_property("text").iri.rpartition("#")[0] + "#",
            "script": self._script(),
            "types": [self._term(spec) | {"color": spec.color} for spec in self.types],
            "predicates": [self._term(spec) | {"symmetric": spec.symmetric} for spec in self.terms.relations],
            "concepts": [  # `plain` is the modality that goes without saying
                self._term(c) | {"scheme": c.scheme, "plain": "asserted" in c.roles} for c in self.concepts
            ],
            "nodes": self._nodes(statements),
            "reports": reports,
            "times": self._times(),
            "statements": statements,
            "quantities": self._quantities(),
            "letters": letters([*(text.text for text in self.texts), *names])._asdict(),
        }
        return made | self._decisions()

    # -- the store

    def _labels(self, iri: str) -> dict[str, str]:
        """One preferred label of a thing in each language, the traditional one as reports in that script write it."""
        labels = {language: names[0] for language, names in self.columns.labels(iri).items()}
        written = self.written.get(iri, Counter())
        own = [words for words in written if fold(words) == labels.get("zh-hans")]
        usual = labels.get("zh-hant")
        return labels | ({"zh-hant": max(own, key=lambda w: (written[w], w == usual, w))} if own else {})

    def _report_index(self, span: str) -> int | None:
        report = self.columns.value(span, self.gb["inReport"])
        return self.report_of.get(report) if report else None

    def _mentions(self) -> Iterator[tuple[int, int, int, str]]:
        """Each mention: the report, from where to where, and the thing."""
        for iri, entities in self.columns.column(self.gb["refersTo"]).items():
            report = self._report_index(iri)
            if report is not None and iri in self.starts:
                yield report, self.starts[iri], self.ends[iri], entities[0]

    def _node_iris(self) -> list[str]:
        """Things of a known class, and whatever statements speak of, in the order of their IRIs."""
        found = {
            subject
            for subject, kinds in self.columns.column(RDF + "type").items()
            if any(kind in self.type_of for kind in kinds)
        }
        for iri in self.columns.column(RDF + "predicate"):
            found.update(self.columns.values(iri, RDF + "subject"), self.columns.values(iri, RDF + "object"))
        return sorted(found)

    def _body(self, report: str, text: _Text) -> tuple[int, int]:
        start = self.columns.value(report, self.gb["bodyStart"])
        end = self.columns.value(report, self.gb["bodyEnd"])
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
        title = self.columns.value(report, DCTERMS + "title")
        publisher = self.columns.value(report, DCTERMS + "publisher")
        if title or not publisher:
            return title or self.columns.value(report, self.gb["source"]) or "gongbao"
        labels = self._labels(publisher)
        name = labels.get("zh-hant" if self._script() == "zh-Hant" else "zh-hans") or _name(publisher, labels)
        issued = self.columns.value(report, DCTERMS + "issued")
        return f"{name} · {issued[:10]}" if issued else name

    def _script(self) -> str:
        """The script that most of the reports are written in: names are shown in it first."""
        return "zh-Hant" if _traditional("".join(text.text[:4000] for text in self.texts[:20])) else "zh-Hans"

    def _nodes(self, statements: list[Json]) -> list[Json]:
        labels = {iri: self._labels(iri) for iri in self.nodes}
        simple = [_name(iri, labels[iri]) for iri in self.nodes]
        pairs = [(int(str(row["s"])), int(str(row["o"]))) for row in statements if isinstance(row, dict)]
        places = {spec.id for spec in self.types if self.terms.is_a(spec.id, self.terms.role("place"))}
        rows: list[Json] = []
        for iri, name, (x, y), sound in zip(
            self.nodes, simple, positions(simple, pairs), map(pinyin, simple), strict=True
        ):
            kinds = [self.type_of[k] for k in self.columns.values(iri, RDF + "type") if k in self.type_of]
            narrowest = max(kinds, key=lambda k: len(self.types[k].ancestors), default=len(self.types) - 1)
            row: Row = {"i": iri, "t": narrowest, "n": name}
            if self.types[narrowest].id in places:
                row |= self._province(iri)
            traditional = labels[iri].get("zh-hant", name)
            if traditional != name:
                row["h"] = traditional
            others: list[Json] = [*dict.fromkeys(self.columns.values(iri, SKOS + "altLabel"))]
            same: list[Json] = [*self.columns.values(iri, OWL + "sameAs")]
            extra: Row = {"a": others, "p": sound, "c": self.columns.value(iri, self.gb["code"]), "l": same}
            found = self.measured.get(iri)
            measures: Row = {"g": found.community, "b": found.betweenness, "k": found.pagerank} if found else {}
            rows.append(row | {key: value for key, value in extra.items() if value} | measures | {"x": x, "y": y})
        return rows

    def _province(self, iri: str) -> Row:
        """In which province a thing without a code lies: what contains it says so by code or by name."""
        code, located = self.gb["code"], self.gb[self.terms.property_role("containment")]
        if self.columns.value(iri, code):
            return {}
        wholes = [iri]
        for whole in wholes:
            wholes += [each for each in self.columns.values(whole, located) if each not in wholes]
        codes = (self.columns.value(whole, code) for whole in wholes)
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
            publisher = self.columns.value(iri, DCTERMS + "publisher")
            row: Row = {
                "i": iri,
                "source": self.columns.value(iri, self.gb["source"]),
                "title": self.columns.value(iri, DCTERMS + "title"),
                "issued": self.columns.value(iri, DCTERMS + "issued"),
                "sha256": self.columns.value(iri, self.gb["sha256"]),
                "publisher": self.node_of.get(publisher) if publisher else None,
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
        for iri in sorted(self.columns.values(owner, self.gb["evidence"]), key=_natural):
            row: Row = {"i": _local(iri, report), "r": self._span(iri)}
            parts = (("s", "sentence"), ("t", "trigger"), ("a", "subjectSpan"), ("b", "objectSpan"))
            for key, name in parts:
                span = self._span(self.columns.value(iri, self.gb[name]))
                if span:
                    row[key] = span
            if row["r"]:
                rows.append(row)
        return rows

    def _statements(self) -> list[Json]:
        rows: list[Json] = []
        for iri in sorted(self.columns.column(RDF + "predicate"), key=_natural):
            subject, predicate, object_ = (
                self.columns.value(iri, RDF + part) for part in ("subject", "predicate", "object")
            )
            report = self.columns.value(iri, PROV + "wasDerivedFrom")
            if subject is None or object_ is None or predicate not in self.predicate_of or report not in self.report_of:
                continue
            row: Row = {"i": _local(iri, report), "d": self.report_of[report], "s": self.node_of[subject]}
            row |= {"p": self.predicate_of[predicate], "o": self.node_of[object_]}
            row |= self._circumstances(iri)
            if object_ not in self.columns.values(subject, predicate):
                row["n"] = True  # the graph does not assert it: it did not happen
            supplied = self.columns.value(iri, self.gb["subjectSupplied"])
            if supplied:
                row["q"] = supplied
            score = self.columns.value(iri, self.gb["score"])
            if score:
                row["c"] = float(score)
            rows.append(row | {"e": self._evidence(iri, report)})
        return rows

    def _decisions(self) -> Row:
        """What people decided: about what, the verdict, who, when, and the words."""
        column, used = self.columns.value, PROV + "used"
        rows: list[Json] = []
        for iri in sorted(self.columns.column(self.gb["concerns"]), key=_natural):
            report = next((r for r in self.columns.values(iri, used) if r in self.report_of), None)
            who = column(column(iri, PROV + "wasAssociatedWith") or "", RDFS + "label")
            if report is not None:
                words: list[Json] = [*self.columns.values(iri, self.gb["words"])]
                row: Row = {
                    "d": self.report_of[report],
                    "a": column(iri, self.gb["concerns"]),
                    "w": words,
                    "who": who or "",
                }
                verdict, when = column(iri, self.gb["verdict"]) or "", column(iri, PROV + "endedAtTime") or ""
                rows.append(row | {"v": verdict.rpartition("#")[2], "t": when})
        return {"decisions": rows} if rows else {}

    def _circumstances(self, iri: str) -> Row:
        """Modality and time, which statements and quantities share."""
        row: Row = {}
        modality = self.columns.value(iri, self.gb["modality"])
        if modality in self.concept_of:
            row["m"] = self.concept_of[modality]
        time = self.columns.value(iri, self.gb["time"])
        if time in self.time_of:
            row["w"] = self.time_of[time]
        return row

    def _times(self) -> list[Json]:
        rows: list[Json] = []
        for iri in self.time_of:
            report = self._report_index(iri) or 0
            local = _local(iri, self.reports[report])
            rows.append({"i": local, "d": report, "v": self.columns.value(iri, self.gb["value"]), "r": self._span(iri)})
        return rows

    def _quantities(self) -> list[Json]:
        rows: list[Json] = []
        for iri in sorted(self.columns.column(self.gb["counted"]), key=_natural):
            evidence = self.columns.value(iri, self.gb["evidence"])
            report = self._report_index(evidence) if evidence else None
            if report is None:
                continue
            counted = self.columns.value(iri, self.gb["counted"]) or ""
            row: Row = {"d": report, "n": counted}
            if (traditional := to_traditional(counted)) != counted:
                row["h"] = traditional
            row |= {"v": self.columns.value(iri, self.gb["value"]), "u": self.columns.value(iri, self.gb["unit"])}
            for key, name in (("b", "bound"), ("g", "change"), ("k", "comparison")):
                concept = self.columns.value(iri, self.gb[name])
                if concept in self.concept_of:
                    row[key] = self.concept_of[concept]
            for key, name in (("a", "actor"), ("p", "withinCampaign")):
                thing = self.columns.value(iri, self.gb[name])
                if thing in self.node_of:
                    row[key] = self.node_of[thing]
            rows.append(row | self._circumstances(iri) | {"e": self._evidence(iri, self.reports[report])})
        return rows


def _local(iri: str, report: str | None) -> str:
    """The part of a node's IRI behind its report's, which the page puts together again; else the whole IRI."""
    return iri.removeprefix(f"{report}-") if report else iri


def _natural(iri: str) -> list[tuple[int, str]]:
    """Sort s2 before s10."""
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in re.split(r"(\d+)", iri)]


def _name(iri: str, labels: Mapping[str, str]) -> str:
    """The simplified label, else any label, else the end of the IRI as a person would read it."""
    last = unquote(iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1])
    return labels.get("zh-hans") or next(iter(labels.values()), last) or iri
