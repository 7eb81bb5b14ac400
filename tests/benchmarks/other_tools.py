"""What other people's tools say of reports: `python tests/benchmarks/other_tools.py REPORT… [--skip-reasoner]`.

Prints OWLAPI's violations of OWL 2 DL (of the ontology, and with the reports), HermiT's verdict, the results of Jena's
SHACL and of pyshacl (each graph file alone with shapes.ttl), the rows that pandas, polars and DuckDB get in one line each,
and whether a result comes back whole from another process (multiprocessing, joblib). Needs what tests/test_owl.py needs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import joblib
import pyshacl
import rdflib

import gongbao
from gongbao.ontology import RDF, directory

sys.path.insert(0, str(Path(__file__).parents[1]))
from reasoned import ask


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--skip-reasoner", action="store_true", help="HermiT takes minutes")
    given = parser.parse_args()
    began = time.process_time()
    results = [gongbao.build(str(file)) for file in given.files]
    reports = gongbao.join(results)
    print(f"{reports!r}; {time.process_time() - began:.0f} s of processor time")
    in_tables(reports)
    in_processes([str(file) for file in given.files[:2]], results[:2])
    core, shapes = str(directory() / "gongbao.ttl"), str(directory() / "shapes.ttl")
    with tempfile.TemporaryDirectory() as folder:
        graphs = [str(result.save(folder, "turtle")[0]) for result in results]
        shacl_by_pyshacl(shapes, graphs)
        asked: list[list[Any]] = [
            ["profile", [core]],
            ["profile", [core, *graphs]],
            *(["shacl", shapes, graph] for graph in graphs),
        ]
        if not given.skip_reasoner:
            asked.append(["consistent", [core, *graphs]])
        alone, together, *rest = ask(asked)
    print(
        f"OWLAPI, OWL 2 DL: {len(alone['violations'])} violations of the ontology, {len(together['violations'])} with reports"
    )
    unread = [triple for triple in together["unread"] if not triple.split(" ")[1].startswith(f"<{RDF}")]
    print(f"triples that OWLAPI passes over, but for the copy in RDF's own words: {len(unread)}")
    print(f"Jena SHACL: {sum(map(int, rest[: len(graphs)]))} results on {len(graphs)} graphs")
    if not given.skip_reasoner:
        print(f"HermiT, ontology with reports: {rest[-1]}")


def in_tables(reports: gongbao.Reports) -> None:
    pandas = reports.tables("pandas")["statements"]
    polars = reports.tables("polars")["statements"]
    statements = reports.tables("arrow")["statements"]
    counted = duckdb.sql("SELECT count(*) FROM statements")
    assert counted
    ((count,),) = counted.fetchall()
    print(
        f"statements in pandas {len(pandas)}, polars {len(polars)}, DuckDB {count} ({statements.num_columns} columns)"
    )


def in_processes(files: list[str], here: list[gongbao.Result]) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        by_pool = list(pool.map(gongbao.build, files))
    by_joblib = joblib.Parallel(n_jobs=2)(joblib.delayed(gongbao.build)(file) for file in files)
    print(f"results from other processes are whole: {by_pool == here}, by joblib: {by_joblib == here}")


def shacl_by_pyshacl(shapes: str, graphs: list[str]) -> None:
    wanted = rdflib.Graph().parse(shapes)
    refused = [graph for graph in graphs if not pyshacl.validate(graph, shacl_graph=wanted)[0]]
    print(f"pyshacl: {len(graphs) - len(refused)} of {len(graphs)} graphs conform")


if __name__ == "__main__":
    main()
