"""A corpus that is exported some reports at a time gives the files that it gives at once."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import gongbao
from gongbao.cli import cli
from gongbao.export.formats import Material, get_format
from gongbao.export.rdf import pieces
from gongbao.frames import TABLES, names
from gongbao.graph import prefixes
from gongbao.ontology import Ontology
from gongbao.reports import Reports

TEXTS = (
    "2023年4月，天津市交通运输委员会开展“春风”专项行动，检查企业120家。",
    "天津市公安局（以下简称市公安局）查处案件12起，抓获犯罪嫌疑人15名。",
    "天津市水务局联合天津市交通运输委员会、市公安局开展“春风”专项行动\x01。",
)


@pytest.fixture(scope="module")
def reports() -> Reports:
    return gongbao.join(gongbao.build_text(t, name=f"r{n}", issued=f"202{n}-01-02") for n, t in enumerate(TEXTS))


@pytest.fixture(scope="module")
def groups(reports: Reports) -> list[list[ox.Quad]]:
    """A group a report."""
    return [[q for q in reports._quads() if q.graph_name == name] for name in reports.opened.reports()]


def written(name: str, groups: list[list[ox.Quad]], terms: Ontology) -> dict[str, bytes]:
    material = Material(tuple, terms, prefixes(terms), read_groups=lambda: groups)
    return {
        suffix: content if isinstance(content, bytes) else b"".join(content)
        for suffix, content in get_format(name).write(material).items()
    }


@pytest.mark.parametrize("name", ["csv", "jsonld"])
def test_pieces_are_the_whole(name: str, groups: list[list[ox.Quad]], terms: Ontology) -> None:
    apart, together = (written(name, given, terms) for given in (groups, [[q for group in groups for q in group]]))
    for found in (apart, together) if name == "csv" else ():  # which tells one group of reports after the other
        found.update({suffix: b"\n".join(sorted(content.splitlines())) for suffix, content in found.items()})
    assert apart == together and len(groups) == 3
    assert all(len(content.splitlines()) > 3 for content in apart.values())


def test_json_of_nothing_is_json(terms: Ontology) -> None:
    assert json.loads(written("jsonld", [], terms)[".jsonld"])["@graph"] == []


def test_xml_in_pieces_is_one_document(reports: Reports, terms: Ontology) -> None:
    found = b"".join(pieces(reports.store, reports.opened.reports(), ox.RdfFormat.RDF_XML, prefixes(terms)))
    assert found.count(b"<rdf:RDF ") == found.count(b"</rdf:RDF>") == 1
    read = {quad.triple for quad in ox.parse(found, format=ox.RdfFormat.RDF_XML)}
    assert len(read) == len({quad.triple for quad in reports._quads()}) > 100


def test_parquet_holds_the_data_frames(reports: Reports, groups: list[list[ox.Quad]], terms: Ontology) -> None:
    found = {suffix[1:].partition(".")[0]: content for suffix, content in written("parquet", groups, terms).items()}
    assert tuple(found) == TABLES
    for name, expected in reports.tables("rows").items():
        table = pq.read_table(io.BytesIO(found[name]))
        assert table.schema.names == names(name)
        assert sorted(table.to_pylist(), key=str) == sorted(expected, key=str) and expected
    bodies = pq.read_table(io.BytesIO(found["entities"])).to_pylist()
    shared = next(row for row in bodies if row["name"] == "天津市公安局")
    assert (shared["reports"], shared["first"], shared["last"]) == (2, "2021-01-02", "2022-01-02")


def test_the_command_writes_a_corpus_in_every_table(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    run = CliRunner().invoke
    assert run(cli, ["corpus", "add", "-q", str(tmp_path / "s"), *map(str, tmp_path.glob("*.txt"))]).exit_code == 0
    formats = [word for name in ("parquet", "csv", "rdfxml", "jsonld") for word in ("--to", name)]
    done = run(cli, ["export", str(tmp_path / "s"), "-o", str(tmp_path / "out"), *formats])
    assert done.exit_code == 0, done.output
    assert pq.read_table(tmp_path / "out" / "s-reports.parquet").num_rows == 3
    assert len(json.loads((tmp_path / "out" / "s.jsonld").read_bytes())["@graph"]) == 3
    assert len(list(ox.parse(path=str(tmp_path / "out" / "s.rdf")))) > 100
