"""For Neo4j: CSV files for `neo4j-admin database import`, with the line that imports them, and a Cypher script."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongbao.export.network import Edge, Network, Node, joined, printable
from gongbao.export.xml import day_bounds
from gongbao.ontology import Ontology

_ENTITY = ("iri:ID", "name", "nameTraditional", "aliases:string[]", "mentions:int", "code", ":LABEL")
_REPORT = ("iri:ID", "name", "title", "issued", "sha256", ":LABEL")
_OBSERVATION = (
    *("iri:ID", "name", "counted", "value:double", "unit", "bound", "change", "comparison", "modality"),
    *("time", "timeStart", "timeEnd", "evidence", "sentence", "start:int", "end:int", ":LABEL"),
)
_STATEMENT = (
    *(":START_ID", ":END_ID", "relation", "name", "modality", "score:double", "time", "timeStart", "timeEnd"),
    *("evidence:string[]", "sentence", "report", "source", "start:int", "end:int", "statement", ":TYPE"),
)
_LINK = (":START_ID", ":END_ID", "count:int", ":TYPE")

_IMPORT = """#!/bin/sh
# Neo4j 5: run here, in the folder of these files, with the database stopped; then start it again.
neo4j-admin database import full neo4j --overwrite-destination=true \\
  --nodes=entities.csv --nodes=reports.csv --nodes=observations.csv \\
  --relationships=statements.csv --relationships=links.csv \\
  --array-delimiter="|" --quote='"' --multiline-fields=true --legacy-style-quoting=false
"""


def import_files(network: Network, terms: Ontology) -> Mapping[str, bytes]:
    """Return the files by name; `aliases` and `evidence` are lists with `|` between."""
    return {
        "entities.csv": _csv(_ENTITY, map(_entity, network.nodes)),
        "reports.csv": _csv(_REPORT, _reports(network, terms)),
        "observations.csv": _csv(_OBSERVATION, _observations(network, terms)),
        "statements.csv": _csv(_STATEMENT, (_statement(edge) for edge in _whole(network))),
        "links.csv": _csv(_LINK, _links(network, terms)),
        "import.sh": _IMPORT.encode(),
    }


def relationship(property_id: str) -> str:
    """Return a property's name as Neo4j writes types of relationships: `cooperatesWith` is `COOPERATES_WITH`."""
    return re.sub(r"[^\w]", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", property_id)).upper()


def _whole(network: Network) -> Iterator[Edge]:
    known = {node.iri for node in network.nodes}
    return (edge for edge in network.edges if edge.source in known and edge.target in known)


def _entity(node: Node) -> Sequence[object]:
    return (
        *(node.iri, printable(node.label), printable(node.label_hant), joined(node.aliases)),
        *(node.mentions, node.code, f"Entity|{node.type}"),
    )


def _reports(network: Network, terms: Ontology) -> Iterator[Sequence[object]]:
    label = terms.get_class("Report").id
    for report in network.reports:
        name = printable(report.source)
        yield report.iri, name, printable(report.title), report.issued, report.sha256, label


def _observations(network: Network, terms: Ontology) -> Iterator[Sequence[object]]:
    label = terms.get_class("Observation").id
    for o in network.observations:
        yield (
            *(o.id, printable(f"{o.counted} {o.value} {o.unit}"), printable(o.counted), o.value, printable(o.unit)),
            *(o.bound, o.change, o.comparison, o.modality, o.time, *day_bounds(o.time)),
            *(printable(o.evidence), printable(o.sentence), o.start, o.end, label),
        )


def _statement(edge: Edge) -> Sequence[object]:
    return (
        *(edge.source, edge.target, edge.relation, edge.label, edge.modality, edge.score, edge.time),
        *day_bounds(edge.time),
        *(joined(edge.quotations), printable(edge.sentence), edge.report, printable(edge.report_source)),
        *(edge.start, edge.end, edge.id, relationship(edge.relation)),
    )


def _links(network: Network, terms: Ontology) -> Iterator[Sequence[object]]:
    """Mentions of entities in reports, publishers, and what observations belong to."""
    known = {node.iri for node in network.nodes} | {report.iri for report in network.reports}
    in_report = relationship(terms.get_property("inReport").id)
    for report in network.reports:
        for thing, count in report.mentioned:
            if thing in known:
                yield thing, report.iri, count, "MENTIONED_IN"
        if report.publisher in known:
            yield report.publisher, report.iri, 1, "PUBLISHED"
    for o in network.observations:
        ends = ((o.actor, "actor"), (o.campaign, "withinCampaign"))
        for end, property_id in ends:
            if end in known:
                yield o.id, end, 1, relationship(terms.get_property(property_id).id)
        if o.report in known:
            yield o.id, o.report, 1, in_report


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def cypher(network: Network, terms: Ontology) -> bytes:
    """Return a script for `cypher-shell`; run again, it changes nothing."""
    lines = [
        "CREATE CONSTRAINT gongbao_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;",
        "CREATE CONSTRAINT gongbao_observation IF NOT EXISTS FOR (n:Observation) REQUIRE n.iri IS UNIQUE;",
    ]
    for node in network.nodes:
        values = {
            "name": node.label,
            "nameTraditional": node.label_hant,
            "aliases": list(node.aliases),
            "mentions": node.mentions,
            "code": node.code,
        }
        lines.append(f"MERGE (n:Entity {{iri: {_value(node.iri)}}}) SET n:`{_name(node.type)}`, n += {_map(values)};")
    lines += [_cypher_edge(edge) for edge in _whole(network)]
    known = {node.iri for node in network.nodes}
    for row in _observations(network, terms):
        values = dict(zip((c.partition(":")[0] for c in _OBSERVATION[1:-1]), row[1:-1], strict=True))
        values["value"] = float(str(values["value"]) or 0)
        lines.append(f"MERGE (n:Observation {{iri: {_value(row[0])}}}) SET n += {_map(values)};")
    for o in network.observations:
        for end, property_id in ((o.actor, "actor"), (o.campaign, "withinCampaign")):
            if end in known:
                lines.append(
                    f"MATCH (a:Observation {{iri: {_value(o.id)}}}), (b:Entity {{iri: {_value(end)}}}) "
                    f"MERGE (a)-[:{relationship(property_id)}]->(b);"
                )
    return "\n".join(lines).encode("utf-8", "replace") + b"\n"


def _cypher_edge(edge: Edge) -> str:
    start, end = day_bounds(edge.time)
    values = {
        "relation": edge.relation,
        "name": edge.label,
        "modality": edge.modality,
        "score": edge.score,
        "time": edge.time,
        "timeStart": start,
        "timeEnd": end,
        "evidence": list(edge.quotations),
        "sentence": edge.sentence,
        "report": edge.report,
        "source": edge.report_source,
        "start": edge.start,
        "end": edge.end,
    }
    return (
        f"MATCH (a:Entity {{iri: {_value(edge.source)}}}), (b:Entity {{iri: {_value(edge.target)}}}) "
        f"MERGE (a)-[r:`{relationship(edge.relation)}` {{statement: {_value(edge.id)}}}]->(b) SET r += {_map(values)};"
    )


def _name(name: str) -> str:
    return name.replace("`", "``")


def _map(values: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in values.items() if value not in ("", [])) + "}"


def _value(value: object) -> str:
    """A Cypher literal; nothing inside a string can end it or its line."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, (int, float)):
        return repr(value)
    text = printable(str(value)).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
