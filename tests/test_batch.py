"""Rows of reports through Arrow, in this process and on Spark: the same quads as one report at a time."""

from __future__ import annotations

import importlib.util
import os
import pickle
import shutil
import sys
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import gongbao
from gongbao import graph, pipeline, stored
from gongbao.batch import engines, extract_batches
from gongbao.cli import cli
from gongbao.errors import UsageError
from gongbao.read import from_text
from gongbao.settings import Recipe
from needs import need

TEXTS = [
    "2023年4月，天津市交通运输委员会开展“春风”专项行动，检查企业120家。",
    "天津市公安局查处案件12起。",
    "no Chinese here",
    "天津市水务局联合天津市生态环境局开展“清河”专项整治行动。",
    "天津市公安局开展“净网”专项行动。",
]


def given() -> pa.RecordBatch:
    rows = [{"id": f"r{n}", "text": text, "issued": "2024-01-02"} for n, text in enumerate(TEXTS)]
    return pa.RecordBatch.from_pylist(rows)


@pytest.fixture(scope="module")
def alone() -> list[str | None]:
    recipe = Recipe()
    found: list[str | None] = []
    for n, text in enumerate(TEXTS):
        if n == 2:
            found.append(None)
            continue
        document = from_text(text, source=f"r{n}", ontology=recipe.settings.ontology, issued="2024-01-02")
        extraction = pipeline.extract(document, recipe.settings)
        found.append(graph.lines(extraction, recipe.settings.ontology).nquads().decode())
    return found


def test_rows_give_what_reports_give_alone(alone: list[str | None]) -> None:
    work = pickle.loads(pickle.dumps(partial(extract_batches, recipe=Recipe())))
    (batch,) = work([given()])
    rows = batch.to_pylist()
    assert [row["nquads"] for row in rows] == alone
    assert [row["id"] for row in rows if row["error"]] == ["r2"]
    assert {"type": "Campaign", "name": "净网专项行动"}.items() <= max(
        rows[4]["entities"], key=lambda e: e["type"] == "Campaign"
    ).items()
    assert {s["predicate"] for s in rows[4]["statements"]} >= {"conducts"}
    assert any(q["value"] == 12 and q["unit"] == "起" for q in rows[1]["quantities"])


def test_any_size_of_batch_gives_the_same_rows() -> None:
    whole = [row for batch in extract_batches([given()]) for row in batch.to_pylist()]
    pieces = [given().slice(at, 2) for at in range(0, len(TEXTS), 2)]
    assert [row for batch in extract_batches(pieces) for row in batch.to_pylist()] == whole


def test_a_table_without_texts_is_told() -> None:
    with pytest.raises(UsageError, match="needs the columns id and text"):
        list(extract_batches([pa.RecordBatch.from_pylist([{"id": "a", "words": "b"}])]))


def test_parts_are_loaded_and_loaded_again(tmp_path: Path, alone: list[str | None]) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    for number, batch in enumerate(extract_batches([given().slice(0, 3), given().slice(3)])):
        pq.write_table(pa.Table.from_batches([batch]), parts / f"{number}.parquet")
    done = CliRunner().invoke(cli, ["corpus", "load", str(tmp_path / "store"), str(parts)])
    assert done.exit_code == 1 and "4 " in done.output and "r2" in done.output
    with gongbao.open(tmp_path / "store") as reports:
        lines = {str(quad) for quad in stored.quads(reports.store, reports.opened.reports())}
    assert len(lines) == sum(text.count("\n") for text in alone if text)
    again = CliRunner().invoke(cli, ["corpus", "load", str(tmp_path / "store"), str(parts / "1.parquet")])
    assert again.exit_code == 0 and ("2 unchanged" in again.output or "2 未变" in again.output)
    pq.write_table(pa.table({"a": [1]}), tmp_path / "odd.parquet")
    odd = CliRunner().invoke(cli, ["corpus", "load", str(tmp_path / "store"), str(tmp_path / "odd.parquet")])
    assert odd.exit_code != 0 and "odd.parquet: not a part" in str(odd.exception)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own, of pandas and of sockets it leaves open
def test_spark_with_two_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: list[str | None]) -> None:
    need(
        importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None,
        "pyspark and java",
        "pip install pyspark",
    )
    import pyspark
    from pyspark.sql import SparkSession

    monkeypatch.setenv("SPARK_HOME", str(Path(pyspark.__file__).parent))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    spark = (
        builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    )
    try:
        pq.write_table(pa.Table.from_batches([given()]), tmp_path / "in.parquet")
        frame = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(2)
        engines.spark(frame).write.parquet(str(tmp_path / "out"))
    finally:
        spark.stop()
    rows = sorted(pq.read_table(tmp_path / "out").to_pylist(), key=lambda row: str(row["id"]))
    assert [row["nquads"] for row in rows] == alone
    assert [row["id"] for row in rows if row["error"]] == ["r2"]
