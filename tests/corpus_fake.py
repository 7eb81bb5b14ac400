"""An extraction without models for tests of the corpus: small graphs that depend on the report alone."""

from __future__ import annotations

import os
import time
from pathlib import Path, PurePath

import pyoxigraph as ox

from gongbao import iri, read, stored
from gongbao.corpus import add as corpus
from gongbao.corpus.on_disk import CATALOG, open_reader
from gongbao.corpus.store import Entry, Extracted
from gongbao.corpus.work import Outcome, Refused, Task
from gongbao.errors import InputError
from gongbao.graph import Lines
from gongbao.ontology import DCTERMS, GB, RDF, RDFS, SKOS
from gongbao.settings import Recipe

STOP = "stop"
"""A file of this name beside a report that says so makes its extraction wait until it is gone."""


def extract(task: Task, recipe: Recipe) -> Outcome:
    """Read a task and make an entity of each clause."""
    found = task.raw or next(read.files.extract_file(task.file))
    try:
        if isinstance(found, InputError):
            raise found
        document = read.from_raw(found, ontology=recipe.settings.ontology)
    except InputError as error:
        return Refused(str(error), error.zh)
    if "致命" in document.text:
        os._exit(9)
    while "停住" in document.text and task.file.with_name(STOP).exists():
        time.sleep(0.01)
    report = ox.NamedNode(iri.report(document.sha256, base=recipe.base))
    quads = {
        ox.Quad(report, ox.NamedNode(RDF + "type"), ox.NamedNode(GB + "Report"), report),
        ox.Quad(report, ox.NamedNode(GB + "text"), ox.Literal(document.text), report),
        ox.Quad(report, ox.NamedNode(GB + "source"), ox.Literal(PurePath(document.source).name), report),
        ox.Quad(report, ox.NamedNode(DCTERMS + "title"), ox.Literal(document.title or "无题"), report),
        ox.Quad(report, ox.NamedNode(DCTERMS + "issued"), ox.Literal(document.issued or "2000"), report),
    }
    for clause in document.folded.replace("\n", "，").split("，"):
        if clause.strip():
            node = ox.NamedNode(iri.entity("Organization", clause))
            quads.add(ox.Quad(node, ox.NamedNode(RDF + "type"), ox.NamedNode(GB + "Organization"), report))
            for name in (SKOS + "prefLabel", RDFS + "label"):
                quads.add(ox.Quad(node, ox.NamedNode(name), ox.Literal(clause, language="zh-hans"), report))
        if "检查" in clause:
            word = ox.NamedNode(iri.entity("Keyword", clause))
            quads.add(ox.Quad(report, ox.NamedNode(DCTERMS + "subject"), word, report))
            quads.add(ox.Quad(word, ox.NamedNode(RDF + "type"), ox.NamedNode(GB + "Keyword"), report))
            quads.add(ox.Quad(word, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(clause, language="zh-hans"), report))
    entry = Entry(report.value, recipe.program_version, recipe.ontology_version, len(document.text), 1, 2, 3)
    ordered = sorted(quads, key=lambda quad: (quad.subject != report, str(quad)))
    return Extracted(
        entry, Lines(report.value, tuple(f"{q.subject} {q.predicate} {q.object}" for q in ordered)).stored()
    )


RECIPE = Recipe()


def add(store: Path, *files: Path | str, jobs: int = 0, again: bool = False) -> corpus.Summary:
    return corpus.add(store, files, RECIPE, jobs=jobs, again=again, extractor=extract)


def quads(store: Path) -> list[str]:
    with open_reader(store) as reader:
        every = list(reader.store)
        merged = {q.triple for q in every if q.graph_name == ox.DefaultGraph()}
        reports = [g for g in reader.store.named_graphs() if isinstance(g, ox.NamedNode) and g != CATALOG]
        assert merged == {triple for report in reports for triple in stored.triples(reader.store, report)}
        return sorted(map(str, every))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
