"""An extraction without models for tests of the corpus: small graphs that depend on the report alone."""

from __future__ import annotations

import os
import time
from pathlib import PurePath

import pyoxigraph as ox

from gongbao import iri, read
from gongbao.corpus.store import Entry, Extracted
from gongbao.corpus.work import Outcome, Refused, Task
from gongbao.errors import InputError
from gongbao.graph import Lines
from gongbao.ontology import DCTERMS, GB, RDF, SKOS
from gongbao.settings import Recipe

STOP = "stop"
"""A file of this name beside a report that says so makes its extraction wait until it is gone."""


def extract(task: Task, recipe: Recipe) -> Outcome:
    """Read a task and make an entity of each clause."""
    found = task.raw or next(read.extract_file(task.file))
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
            quads.add(ox.Quad(node, ox.NamedNode(SKOS + "prefLabel"), ox.Literal(clause, language="zh-hans"), report))
    entry = Entry(report.value, recipe.program_version, recipe.ontology_version, len(document.text), 1, 2, 3)
    ordered = sorted(quads, key=lambda quad: (quad.subject != report, str(quad)))
    return Extracted(
        entry, Lines(report.value, tuple(f"{q.subject} {q.predicate} {q.object}" for q in ordered)).stored()
    )
