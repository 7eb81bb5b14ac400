"""Changes of a corpus in the words of SPARQL Update, so that several are one transaction."""

import pyoxigraph as ox

from gongbao.corpus.on_disk import CATALOG
from gongbao.stored import LABEL, PREFERRED, of_keywords, own


def without_node(node: ox.NamedNode) -> str:
    """Return the update that drops what the catalog says of a node."""
    return f"DELETE WHERE {{ GRAPH {CATALOG} {{ {node} ?p ?o }} }};\n"


def without_report(store: ox.Store, report: str) -> str:
    """Return the update that drops what a report alone says; it costs what the report says."""
    node = ox.NamedNode(report)
    hers = (*own(store, node), *of_keywords(store, node))
    told = " .\n".join(f"{q.subject} {q.predicate} {q.object}" for q in hers)
    return (
        f"DELETE {{ ?s ?p ?o . ?s {LABEL} ?name }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} "
        f"BIND(IF(?p = {PREFERRED}, ?o, ?nothing) AS ?name) "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {node}) }} }};\n"
        f"DROP SILENT GRAPH {node};\nDELETE DATA {{ {told} }};\n" + without_node(node)
    )


def insert(nquads: bytes) -> str:
    """Return the update that inserts N-Quads, graph by graph."""
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} "
        graphs.setdefault(graph, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    inside = (f"{graph}{{ {' '.join(triples)} }}" if graph else " ".join(triples) for graph, triples in graphs.items())
    return "INSERT DATA { " + "\n".join(inside) + " }"
