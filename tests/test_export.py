"""Every format, read back by programs that are not ours; what a format can carry survives, hostile text included."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

import page_samples
from exported import check_edges, check_nodes
from gongbao.cli import cli
from gongbao.errors import UsageError
from gongbao.export.formats import FORMATS, Material, get_format
from gongbao.graph import prefixes
from gongbao.network.choice import Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.facts import read_network
from gongbao.network.values import Network
from gongbao.ontology import Ontology
from gongbao.text.harmless import harmless, printable
from needs import need

NODE = Path(__file__).parent / "node"
RDF_FORMATS = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld")
IGNORED = "ignore::DeprecationWarning"  # of rdflib's own parsers

Written = Callable[[str], dict[str, bytes]]


@pytest.fixture(scope="module", params=["story", "hostile"])
def store(request: pytest.FixtureRequest) -> ox.Store:
    made: ox.Store = getattr(page_samples, request.param)()
    return made


@pytest.fixture(scope="module")
def quads(store: ox.Store) -> list[ox.Quad]:
    return sorted(store, key=str)


@pytest.fixture(scope="module")
def network(quads: list[ox.Quad], terms: Ontology) -> Network:
    return read_network(quads, terms)


@pytest.fixture(scope="module")
def connected(network: Network, terms: Ontology) -> Connected:
    return connect(network, terms)


@pytest.fixture(scope="module")
def written(quads: list[ox.Quad], terms: Ontology) -> Written:
    def write(name: str) -> dict[str, bytes]:
        material = Material(lambda: quads, terms, prefixes(terms), Choice(measures=True))
        return {suffix: whole(content) for suffix, content in get_format(name).write(material).items()}

    return write


def whole(content: bytes | Iterable[bytes]) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content)


def only(files: dict[str, bytes]) -> bytes:
    (content,) = files.values()
    return content


def triples(quads: Iterable[ox.Quad]) -> set[str]:
    """As a set of strings, language tags in lower case."""
    return {str(ox.Triple(q.subject, q.predicate, _lower(q.object))) for q in quads}


def expected(quads: list[ox.Quad], name: str) -> set[str]:
    """What a reader should find: everything, but in XML without the characters that XML cannot hold."""
    if name != "rdfxml":
        return triples(quads)
    return triples(ox.Quad(q.subject, q.predicate, _readable(q.object)) for q in quads)


def _readable(term: Any) -> Any:
    if isinstance(term, ox.Literal) and printable(term.value) != term.value:
        words = printable(term.value)
        return ox.Literal(words, language=term.language) if term.language else ox.Literal(words)
    return term


def _lower(term: Any) -> Any:
    if isinstance(term, ox.Literal) and term.language:
        return ox.Literal(term.value, language=term.language.lower())
    return term


def test_the_table_of_formats_is_whole() -> None:
    assert len({f.name for f in FORMATS}) == len({f.extension for f in FORMATS}) == len(FORMATS)
    assert all("/" in f.media_type and f.about for f in FORMATS)
    assert get_format("ttl") is get_format("Turtle")
    with pytest.raises(UsageError, match="known: turtle"):
        get_format("docx")


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_the_same_graph_gives_the_same_bytes(written: Written, name: str) -> None:
    assert written(name) == written(name)


@pytest.mark.filterwarnings(IGNORED)
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_rdflib_reads_what_was_written(quads: list[ox.Quad], written: Written, name: str) -> None:
    ours = expected(quads, name)
    format = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}.get(name, name)
    found = rdflib.Dataset(default_union=True).parse(data=only(written(name)), format=format)
    lines = rdflib.Graph()
    lines += found.triples((None, None, None))
    assert triples(ox.parse(lines.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)) == ours


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld"])
def test_named_graphs_stay_named(quads: list[ox.Quad], written: Written, name: str) -> None:
    format = ox.RdfFormat.from_extension(get_format(name).extension)
    back = {str(q.graph_name) for q in ox.parse(only(written(name)), format=format)}
    assert back == {str(q.graph_name) for q in quads}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["rapper", "-q", "-i", "turtle", "-o", "ntriples"], "turtle"),
        (["rapper", "-q", "-i", "rdfxml", "-o", "ntriples"], "rdfxml"),
        (["rapper", "-q", "-i", "ntriples", "-o", "ntriples"], "ntriples"),
        (["serdi", "-i", "turtle", "-o", "ntriples"], "turtle"),
        (["serdi", "-i", "trig", "-o", "nquads"], "trig"),
        (["serdi", "-i", "nquads", "-o", "nquads"], "nquads"),
    ],
)
def test_rapper_and_serdi_read_it(
    quads: list[ox.Quad], written: Written, command: list[str], name: str, tmp_path: Path
) -> None:
    need(shutil.which(command[0]) is not None, command[0], "apt-get install raptor2-utils serdi")
    path = tmp_path / "graph"
    path.write_bytes(only(written(name)))
    base = ["https://example.org/"] if command[0] == "rapper" else []
    done = subprocess.run([*command, str(path), *base], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    format = ox.RdfFormat.N_QUADS if "nquads" in command[-2:] else ox.RdfFormat.N_TRIPLES
    assert triples(ox.parse(done.stdout, format=format)) == expected(quads, name)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pyld_reads_the_json_ld_without_the_network(quads: list[ox.Quad], written: Written) -> None:
    from pyld import jsonld

    def no_loader(url: str, options: object) -> None:
        raise AssertionError(f"asked for {url}")

    document = json.loads(only(written("jsonld")))
    nquads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": no_loader})
    back = list(ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))
    assert triples(back) == triples(quads)
    assert {str(q.graph_name) for q in back} == {str(q.graph_name) for q in quads}


def test_json_ld_is_pleasant_to_read(written: Written, network: Network) -> None:
    document = json.loads(only(written("jsonld")))
    nodes = {node["id"]: node for graph in document["@graph"] for node in graph["@graph"]}
    thing = network.nodes[0]
    found = next(n for i, n in nodes.items() if isinstance(n.get("name"), dict) and thing.label in n["name"].values())
    assert found["type"] == thing.type
    assert isinstance(next(n for n in nodes.values() if "start" in n)["start"], int)


def test_igraph_reads_the_graphml(written: Written, connected: Connected, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    path.write_bytes(only(written("graphml")))
    graph = igraph.Graph.Read_GraphML(str(path))
    check_nodes({v["iri"]: v.attributes() for v in graph.vs}, connected)
    names = graph.vs["iri"]
    edges = [e.attributes() | {"source": names[e.source], "target": names[e.target]} for e in graph.es]
    check_edges(edges, connected)


def test_networkx_reads_all_it_can(written: Written, connected: Connected) -> None:
    graphml = nx.read_graphml(io.BytesIO(only(written("graphml"))), force_multigraph=True)
    graphs = {
        "graphml": nx.relabel_nodes(graphml, dict(graphml.nodes(data="iri"))),
        "gexf": nx.read_gexf(io.BytesIO(only(written("gexf"))), version="1.3"),
        "nodelink": nx.node_link_graph(json.loads(only(written("nodelink"))), edges="edges"),
        "cytoscape": nx.cytoscape_graph(json.loads(only(written("cytoscape")))),
    }
    for name, graph in graphs.items():
        assert graph.is_directed()
        check_nodes(dict(graph.nodes(data=True)), connected, "name" if name == "cytoscape" else "label")
        check_edges([data | {"source": s, "target": t} for s, t, data in graph.edges(data=True)], connected)
    values = [row["value"] for row in graphs["nodelink"].graph["observations"]]
    assert values == [float(o.value) for o in connected.observations]


def test_graphology_and_cytoscape_read_the_networks(written: Written, connected: Connected, tmp_path: Path) -> None:
    need((NODE / "node_modules").is_dir(), "a node reader", "run npm ci in tests/node")
    paths = []
    for name in ("gexf", "graphml", "cytoscape"):
        paths.append(tmp_path / f"network.{name}")
        paths[-1].write_bytes(only(written(name)))
    done = subprocess.run(["node", "read.mjs", *map(str, paths)], cwd=NODE, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    iris = {node["key"]: node["iri"] for node in found["graphml"]["nodes"]}
    for edge in found["graphml"]["edges"]:
        edge |= {"source": iris[edge["source"]], "target": iris[edge["target"]]}
    check_nodes({node["iri"]: node for node in found["graphml"]["nodes"]}, connected)
    check_nodes({node["key"]: node for node in found["gexf"]["nodes"]}, connected)
    for name in ("gexf", "graphml"):
        check_edges(found[name]["edges"], connected)
    check_nodes({node["id"]: node for node in found["cytoscape"]["nodes"]}, connected, "name")
    check_edges(found["cytoscape"]["edges"], connected)
    assert len({(n["x"], n["y"]) for n in found["cytoscape"]["nodes"]}) == len(connected.nodes)
    assert all({"x", "y", "size", "color"} <= set(node) for node in found["gexf"]["nodes"])


def test_gexf_has_the_time_of_every_dated_edge(written: Written, connected: Connected) -> None:
    text = only(written("gexf")).decode()
    assert text.count(' start="') >= sum(bool(tie.first) for tie in connected.ties)
    assert (' start="2023-04-01"' in text and ' end="2023-09-30"' in text) == any(
        (tie.first, tie.last) == ("2023-04-01", "2023-09-30") for tie in connected.ties
    )
    assert ('mode="dynamic"' in text) == any(tie.first for tie in connected.ties)


@pytest.mark.parametrize("separate", [False, True])
def test_gephi_finds_each_kind_of_a_pair_once(
    quads: list[ox.Quad], terms: Ontology, network: Network, separate: bool
) -> None:
    """Gephi keeps one edge of a pair and kind, and the attributes of the last."""
    material = Material(lambda: quads, terms, prefixes(terms), Choice(separate=separate))
    root = ET.fromstring(whole(get_format("gexf").write(material)[".gexf"]))
    edges = [edge.attrib for edge in root.iter("{http://gexf.net/1.3}edge")]
    assert len({(edge["source"], edge["target"], edge["kind"]) for edge in edges}) == len(edges)
    assert all(float(edge["weight"]) > 0 for edge in edges)
    told = sum(float(edge["weight"]) for edge in edges if edge["kind"].split()[0] in terms.properties)
    known = {node.iri for node in network.nodes}
    assert told >= sum(edge.source in known and edge.target in known for edge in network.edges)


def test_graphml_ids_are_names(written: Written) -> None:
    """The schema wants xs:NMTOKEN, which no IRI is."""
    root = ET.fromstring(only(written("graphml")))
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[\w.:-]+", one) for one in ids)


def test_a_property_graph_database_imports_the_csv(written: Written, connected: Connected, tmp_path: Path) -> None:
    import ladybug

    for suffix, content in written("neo4j").items():
        (tmp_path / suffix.removeprefix("-neo4j/")).write_bytes(content)
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "database")))

    def run(query: str) -> list[Any]:
        answer = connection.execute(query)
        assert isinstance(answer, ladybug.QueryResult)
        return answer.get_all()

    types = {"int": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN"}
    tables = {name: _columns(tmp_path / f"{name}.csv", types) for name in ("entities", "edges")}
    run(f"CREATE NODE TABLE Thing({', '.join(tables['entities'])}, PRIMARY KEY(iri))")
    run(f"CREATE REL TABLE Said(FROM Thing TO Thing, {', '.join(tables['edges'][2:])})")
    run(f"COPY Thing FROM '{tmp_path / 'entities.csv'}' (HEADER=true)")
    run(f"COPY Said FROM '{tmp_path / 'edges.csv'}' (HEADER=true)")
    things = run("MATCH (n:Thing) RETURN n.iri, n.name, n.LABEL, n.mentions")
    assert {row[0]: (row[1], row[2], row[3]) for row in things} == {
        n.iri: (harmless(n.label), f"Entity|{n.type}", n.mentions) for n in connected.nodes
    }
    said = run("MATCH (a:Thing)-[r:Said]->(b:Thing) RETURN a.iri, r.kind, b.iri, r.weight, r.evidence")
    assert sorted(row[:4] for row in said) == sorted([t.source, t.kind, t.target, t.weight] for t in connected.ties)
    assert all(row[4] for row in said)


def _columns(path: Path, types: dict[str, str]) -> list[str]:
    """The columns of a file for Neo4j as another database declares them."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    pairs = [column.partition(":")[::2] for column in header]
    return [f"`{name or kind}` {types.get(kind, 'STRING')}" for name, kind in pairs]


def test_the_neo4j_files_fit_together(written: Written) -> None:
    files = {name.removeprefix("-neo4j/"): content.decode() for name, content in written("neo4j").items()}
    rows = {name: list(csv.DictReader(io.StringIO(text))) for name, text in files.items() if name.endswith(".csv")}
    texts = [cell for table in rows.values() for row in table for key, cell in row.items() if ":double" not in key]
    assert not [cell for cell in texts if cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))]
    ids = [row["iri:ID"] for name in ("entities.csv", "reports.csv", "observations.csv") for row in rows[name]]
    assert len(ids) == len(set(ids))
    for name in ("edges.csv", "links.csv"):
        assert rows[name]
        assert all(row[":START_ID"] in ids and row[":END_ID"] in ids for row in rows[name])
        assert all(row[":TYPE"].replace("_", "").isalpha() and row[":TYPE"].isupper() for row in rows[name])
    assert all(f"={name}" in files["import.sh"] for name in rows)


def test_cypher_strings_cannot_be_left(written: Written, connected: Connected) -> None:
    script = only(written("cypher")).decode()
    lines = script.rstrip("\n").split("\n")
    assert len(lines) >= 2 + len(connected.nodes) + len(connected.ties)
    for line in lines:
        bare = _without_strings(line)
        assert bare.endswith(";") and bare.count(";") == 1, line
        assert "<" not in bare and '"' not in bare


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_an_open_cypher_parser_reads_the_script(written: Written) -> None:
    import antlr4
    import antlr4_cypher as parsers

    for line in only(written("cypher")).decode().splitlines():
        if line.startswith("CREATE CONSTRAINT"):
            continue  # Neo4j's own, not openCypher
        tokens = antlr4.CommonTokenStream(parsers.CypherLexer(antlr4.InputStream(line)))
        parser = parsers.CypherParser(tokens)
        parser.removeErrorListeners()
        parser.script()
        assert parser.getNumberOfSyntaxErrors() == 0, line


def _without_strings(line: str) -> str:
    out, inside, index = [], False, 0
    while index < len(line):
        if inside and line[index] == "\\":
            index += 1
        elif line[index] == "'":
            inside = not inside
        elif not inside:
            out.append(line[index])
        index += 1
    assert not inside, line
    return "".join(out)


def test_tables_carry_evidence_and_run_no_formula(written: Written, network: Network) -> None:
    files = written("csv")
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files.values())
    read = {
        name: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for name, content in files.items()
    }
    sizes = {"-entities.csv": len(network.nodes), "-statements.csv": len(network.edges)}
    assert {name: len(read[name]) for name in sizes} == sizes and len(read) == 5
    assert len(read["-quantities.csv"]) == len(network.observations)
    for rows in read.values():
        for row in rows:
            for column, cell in row.items():
                if column not in ("value", "score"):
                    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r")), (column, cell)
    assert all(row["quote"] and row["sentence"] and row["source"] for row in read["-statements.csv"])
    assert {"开展", "conducts"} <= {row[name] for row in read["-statements.csv"] for name in row if "predicate" in name}


@pytest.mark.parametrize(
    ("words", "cell"), [("=1+1", "'=1+1"), (" =1", "' =1"), ("＝1", "'＝1"), ("甲=乙", "甲=乙"), ("@x", "'@x")]
)
def test_cells_that_look_like_formulas_are_defused(words: str, cell: str) -> None:
    assert harmless(words) == cell


def test_the_command_writes_every_format(store: ox.Store, tmp_path: Path) -> None:
    graph = tmp_path / "story.trig"
    store.dump(str(graph), format=ox.RdfFormat.TRIG)
    options = [word for f in FORMATS for word in ("--to", f.name)]
    result = CliRunner().invoke(cli, ["export", str(graph), "-o", str(tmp_path / "out"), *options])
    assert result.exit_code == 0, result.output
    paths = [Path(line) for line in result.output.splitlines()]
    assert len(paths) == 27 and all(path.stat().st_size for path in paths)
    listed = CliRunner().invoke(cli, ["export", str(graph), "--list"])
    assert all(f.name in listed.output for f in FORMATS)


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (NODE / "package-lock.json").read_text("utf-8")
