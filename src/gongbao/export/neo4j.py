"""For Neo4j: CSV files for `neo4j-admin database import`, with the line that imports them, and a Cypher script."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongbao.export.attributes import edge_facts, joined, node_facts
from gongbao.network.connect import Connected
from gongbao.network.dates import day_bounds
from gongbao.network.values import MENTIONED, Node, Observation, Tie
from gongbao.packaged import packaged
from gongbao.text import tsv
from gongbao.text.harmless import harmless, printable

_COLUMNS = {name: columns.split(" ") for name, columns in tsv.rows("gongbao.export", "neo4j.tsv")}
"""The columns of each file; entities have those of measures too, where they were measured."""


def import_files(connected: Connected) -> Mapping[str, bytes | Iterable[bytes]]:
    """Return the files by name; lists have `|` between.

    A text that a spreadsheet would take for a formula has an apostrophe before it, as in the tables.
    """
    columns = [*_COLUMNS["entities"], *(_COLUMNS["measures"] if connected.measured is not None else ())]
    things = (node for node in connected.nodes if node.iri not in connected.report_of)
    return {
        "entities.csv": _csv([*columns, ":LABEL"], (_entity(node, connected, columns[1:]) for node in things)),
        "reports.csv": _csv(_COLUMNS["reports"], _reports(connected)),
        "observations.csv": _csv(_COLUMNS["observations"], _observations(connected)),
        "edges.csv": _csv(_COLUMNS["edges"], (_tie(tie, connected) for tie in connected.ties if tie.kind != MENTIONED)),
        "links.csv": _csv(_COLUMNS["links"], _links(connected)),
        "import.sh": packaged("gongbao.export", "import.sh").read_bytes(),
    }


def relationship(property_id: str) -> str:
    """Return a property's name as Neo4j writes types of relationships: `cooperatesWith` is `COOPERATES_WITH`."""
    return re.sub(r"[^\w]", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", property_id)).upper()


def _entity(node: Node, connected: Connected, columns: Sequence[str]) -> Sequence[object]:
    told = _properties({"label": node.label} | node_facts(node, connected))
    return node.iri, *(_cell(told.get(_name(column), "")) for column in columns), f"Entity|{node.type}"


def _reports(connected: Connected) -> Iterator[Sequence[object]]:
    for report in connected.reports:
        publisher = printable(connected.label_of.get(report.publisher, ""))
        names = printable(report.source), printable(report.title), publisher
        yield report.iri, *names, report.issued, report.sha256, "Report"


def _observations(connected: Connected) -> Iterator[Sequence[object]]:
    for o in connected.observations:
        number = o.value.removesuffix(".0")
        yield (
            *(o.id, printable(f"{o.counted} {number} {o.unit}"), printable(o.counted), o.value, printable(o.unit)),
            *(o.bound, o.change, o.comparison, o.modality, o.time, *day_bounds(o.time)),
            *(printable(o.evidence), printable(o.sentence), o.start, o.end, "Observation"),
        )


_NAMES = {
    **{"label": "name", "label_hant": "name_traditional", "source_file": "source"},
    **{"start_offset": "start", "end_offset": "end"},
}
"""Names of attributes that are others here."""


def _properties(facts: Mapping[str, object]) -> dict[str, object]:
    """What a node or an edge carries, by names as Neo4j's habit writes them."""
    written = {name: _NAMES.get(name, name).split("_") for name in facts}
    return {first + "".join(map(str.title, rest)): facts[name] for name, (first, *rest) in written.items()}


def _name(column: str) -> str:
    return column.partition(":")[0]


def _of_tie(tie: Tie, connected: Connected) -> Mapping[str, object]:
    """What an edge carries, in the order of its columns."""
    told = _properties({"label": tie.label} | edge_facts(tie, connected))
    return {name: told[name] for name in map(_name, _COLUMNS["edges"][2:-1])}


def _tie(tie: Tie, connected: Connected) -> Sequence[object]:
    return tie.source, tie.target, *map(_cell, _of_tie(tie, connected).values()), relationship(tie.kind)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return joined(value) if isinstance(value, list) else printable(value) if isinstance(value, str) else value


def _links(connected: Connected) -> Iterator[Sequence[object]]:
    """Mentions of entities in reports, publishers, and what observations belong to."""
    known = {node.iri for node in connected.nodes} | set(connected.report_of)
    for report in connected.reports:
        for thing, count in report.mentioned:
            if thing in known:
                yield thing, report.iri, count, relationship(MENTIONED)
        if report.publisher in known:
            yield report.publisher, report.iri, 1, "PUBLISHED"
    for o in connected.observations:
        for end, kind in _ends(o):
            if end in known:
                yield o.id, end, 1, kind
        if o.report in known:
            yield o.id, o.report, 1, relationship("inReport")


def _ends(observation: Observation) -> Iterator[tuple[str, str]]:
    """What an observation belongs to, and the type of that relationship."""
    yield observation.actor, relationship("actor")
    yield observation.campaign, relationship("withinCampaign")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Every text is quoted: readers that guess the form from the first rows would not know that any is."""
    texts = [not column.endswith((":int", ":double", ":boolean")) for column in columns]
    yield ",".join(columns).encode() + b"\n"
    for row in rows:
        line = ",".join(_quoted(cell, text) for cell, text in zip(row, texts, strict=True))
        yield f"{line}\n".encode("utf-8", "replace")


def _quoted(cell: object, text: bool) -> str:
    if not text or not isinstance(cell, str) or not cell:
        return "" if cell is None else str(cell)
    return '"' + harmless(cell).replace('"', '""') + '"'


def cypher(connected: Connected) -> Iterator[bytes]:
    """Return a script for `cypher-shell`; run again, it changes nothing."""
    return (f"{statement};\n".encode("utf-8", "replace") for statement in _statements(connected))


def _statements(connected: Connected) -> Iterator[str]:
    for label in ("Entity", "Observation"):
        yield f"CREATE CONSTRAINT gongbao_{label.lower()} IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE"
    for node in connected.nodes:
        values = _properties({"label": node.label} | node_facts(node, connected))
        del values["kind"], values["color"]
        label = node.type.replace("`", "``")
        yield f"MERGE (n:Entity {{iri: {_value(node.iri)}}}) SET n:`{label}`, n += {_map(values)}"
    for tie in connected.ties:
        yield _cypher_edge(tie, connected)
    known = {node.iri for node in connected.nodes}
    for row in _observations(connected):
        values = dict(zip(map(_name, _COLUMNS["observations"][1:-1]), row[1:-1], strict=True))
        values["value"] = float(str(values["value"]) or 0)
        yield f"MERGE (n:Observation {{iri: {_value(row[0])}}}) SET n += {_map(values)}"
    for o in connected.observations:
        for end, kind in _ends(o):
            if end in known:
                both = f"(a:Observation {{iri: {_value(o.id)}}}), (b:Entity {{iri: {_value(end)}}})"
                yield f"MATCH {both} MERGE (a)-[:{kind}]->(b)"


def _cypher_edge(tie: Tie, connected: Connected) -> str:
    """One edge; its first statement tells it from another of the pair and the kind."""
    key = f" {{statement: {_value(tie.proofs[0].id)}}}" if tie.proofs[0].id and connected.choice.separate else ""
    values = {name: value for name, value in _of_tie(tie, connected).items() if not (key and name == "statement")}
    return (
        f"MATCH (a:Entity {{iri: {_value(tie.source)}}}), (b:Entity {{iri: {_value(tie.target)}}}) "
        f"MERGE (a)-[r:`{relationship(tie.kind)}`{key}]->(b) SET r += {_map(values)}"
    )


def _map(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in values.items() if value not in ("", [])) + "}"


def _value(value: object) -> str:
    """A Cypher literal; nothing inside a string can end it or its line."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    text = printable(str(value)).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
