"""The default network of reports in every format and reader: how many nodes and edges each finds; must be the same.

python tests/benchmarks/network_readers.py REPORT… [--gexf gexf.rng]    (the schema of GEXF 1.3: github.com/gephi/gexf)
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import igraph
import ladybug
import networkx as nx

from gongbao.export.formats import Material, get_format
from gongbao.graph import prefixes, quads
from gongbao.network.choice import Choice
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

NODE = Path(__file__).parents[1] / "node"
FORMATS = ("gexf", "graphml", "cytoscape", "nodelink", "neo4j")
TYPES = {"int": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN"}
Counts = tuple[int, int, int]  # nodes, edges, and edges told apart by ends and kind


def write(reports: list[Path], folder: Path) -> dict[str, Path]:
    """Write the formats; return their paths."""
    settings = Settings()
    graph = [q for p in reports for e in extract_file(p, settings) for q in quads(e, settings.ontology, settings.base)]
    material = Material(
        lambda: graph, settings.ontology, prefixes(settings.ontology, settings.base), Choice(measures=True)
    )
    for format in FORMATS:
        for suffix, content in get_format(format).write(material).items():
            path = folder / f"n{suffix}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else b"".join(content))
    names = ("gexf", "graphml", "cyjs", "json")
    return {name: folder / f"n.{name}" for name in names} | {"neo4j": folder / "n-neo4j"}


def in_networkx(paths: dict[str, Path]) -> dict[str, Counts]:
    """By networkx."""
    read = {
        "gexf": nx.read_gexf(paths["gexf"], version="1.3"),
        "graphml": nx.read_graphml(paths["graphml"], force_multigraph=True),
        "cyjs": nx.cytoscape_graph(json.loads(paths["cyjs"].read_text("utf-8"))),
        "json": nx.node_link_graph(json.loads(paths["json"].read_text("utf-8")), edges="edges"),
    }
    return {
        f"networkx {name}": (len(g), g.number_of_edges(), len({(s, t, d["kind"]) for s, t, d in g.edges(data=True)}))
        for name, g in read.items()
    }


def in_igraph(paths: dict[str, Path]) -> dict[str, Counts]:
    """By igraph."""
    graph = igraph.Graph.Read_GraphML(str(paths["graphml"]))
    apart = {(e.source, e.target, e["kind"]) for e in graph.es}
    return {"igraph graphml": (graph.vcount(), graph.ecount(), len(apart))}


def in_node(paths: dict[str, Path]) -> dict[str, Counts]:
    """By graphology and cytoscape.js."""
    files = [str(paths[name]) for name in ("gexf", "graphml", "cyjs")]
    done = subprocess.run(["node", "read.mjs", *files], cwd=NODE, capture_output=True, check=True)
    found = json.loads(done.stdout)
    return {
        f"{'cytoscape.js' if name == 'cytoscape' else 'graphology'} {name}": (
            len(graph["nodes"]),
            len(graph["edges"]),
            len({(e["source"], e["target"], e["kind"]) for e in graph["edges"]}),
        )
        for name, graph in found.items()
    }


def in_ladybug(paths: dict[str, Path], folder: Path) -> dict[str, Counts]:
    """By a property graph database, with its own settings for CSV."""
    run = ladybug.Connection(ladybug.Database(str(folder / "database"))).execute
    tables = {}
    for name in ("entities", "edges"):
        with (paths["neo4j"] / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            pairs = [column.partition(":")[::2] for column in next(csv.reader(file))]
        tables[name] = [f"`{title or kind}` {TYPES.get(kind, 'STRING')}" for title, kind in pairs]
    run(f"CREATE NODE TABLE Thing({', '.join(tables['entities'])}, PRIMARY KEY(iri))")
    run(f"CREATE REL TABLE Said(FROM Thing TO Thing, {', '.join(tables['edges'][2:])})")
    run(f"COPY Thing FROM '{paths['neo4j'] / 'entities.csv'}' (HEADER=true)")
    run(f"COPY Said FROM '{paths['neo4j'] / 'edges.csv'}' (HEADER=true)")
    nodes = run("MATCH (n:Thing) RETURN n.iri").get_all()  # type: ignore[union-attr]
    edges = run("MATCH (a:Thing)-[r:Said]->(b:Thing) RETURN a.iri, b.iri, r.kind").get_all()  # type: ignore[union-attr]
    return {"ladybug neo4j": (len(nodes), len(edges), len({tuple(edge) for edge in edges}))}


def invalid(schema: Path, document: Path) -> str:
    """What is wrong with a document by its schema, '' where nothing is."""
    from lxml import etree

    kind = etree.RelaxNG if schema.suffix == ".rng" else etree.XMLSchema
    validator = kind(etree.parse(str(schema)))
    return "" if validator.validate(etree.parse(str(document))) else str(validator.error_log)[:500]


def main() -> None:
    """Print what each reader found; the exit status is 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--gexf", type=Path, help="RELAX NG of GEXF 1.3")
    parser.add_argument("--graphml", type=Path, help="XML Schema of GraphML")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write(given.reports, folder)
        found = in_networkx(paths) | in_igraph(paths) | in_node(paths) | in_ladybug(paths, folder)
        for reader, (nodes, edges, apart) in found.items():
            print(f"{reader:22} {nodes:6} nodes {edges:6} edges, {apart} apart by ends and kind")
        wrong = 0
        for schema, path in ((given.gexf, paths["gexf"]), (given.graphml, paths["graphml"])):
            if schema is not None:
                broken = invalid(schema, path)
                wrong += bool(broken)
                print(f"{path.suffix} by {schema.name}: {broken or 'valid'}")
        same = len(set(found.values())) == 1 and all(edges == apart for _, edges, apart in found.values())
        print("the same everywhere" if same else "THEY DIFFER")
    sys.exit(bool(wrong) or not same)


if __name__ == "__main__":
    main()
