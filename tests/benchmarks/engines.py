"""Reports through Spark (two workers), Daft and Ray: the same quads as one process, failing rows by name, what it costs.

usage: python tests/benchmarks/engines.py [REPORTS] [--only NAME…]    (pip install pyspark 'daft' 'ray[data]'; Java)

The reports are the repository's own patterns with other names and years; every hundredth holds no Chinese and must fail.
Each engine runs in a process of its own, so that its processor seconds are those of all that it starts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from corpus_throughput import Memory
from made_reports import NAMES, PATTERNS

from gongbao.batch import engines, extract_batches

Found = dict[str, str]  # the digest of a report's quads by its id, or its error
SIZE = 100  # rows a batch


def text(number: int) -> str:
    """One report: a pattern with another name and year."""
    if number % 100 == 99:
        return f"no Chinese here, row {number}"
    words = PATTERNS[number % len(PATTERNS)].replace("天津", NAMES[number * 7 % len(NAMES)])
    return words.replace("2023", str(2000 + number % 24))


def told(rows: list[dict[str, str | None]]) -> Found:
    """What came out of each row, in short."""
    return {
        str(row["id"]): hashlib.sha256(row["nquads"].encode()).hexdigest() if row["nquads"] else f"error {row['error']}"
        for row in rows
    }


def _batch(batch: pa.RecordBatch) -> list[dict[str, str | None]]:
    (done,) = extract_batches([batch])
    rows: list[dict[str, str | None]] = done.select(["id", "nquads", "error"]).to_pylist()
    return rows


def alone(path: Path) -> Found:
    """In this process."""
    return told([row for batch in pq.read_table(path).to_batches(SIZE) for row in _batch(batch)])


def processes(path: Path) -> Found:
    """In two processes of Python's own."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return told([row for rows in pool.imap(_batch, pq.read_table(path).to_batches(SIZE)) for row in rows])


def spark(path: Path) -> Found:
    """In two workers of a Spark cluster on this machine, from Parquet to Parquet."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "PYSPARK_PYTHON": sys.executable}
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", SIZE).getOrCreate()
    out = path.with_name("out")
    engines.spark(session.read.parquet(str(path)).repartition(2)).write.parquet(str(out))
    session.stop()
    return told(pq.read_table(out).to_pylist())


def daft(path: Path) -> Found:
    """In Daft."""
    import daft as engine  # type: ignore[import-not-found,unused-ignore]

    frame = engines.daft(engine.read_parquet(str(path)).into_batches(SIZE))
    rows = [json.loads(row) for row in frame.to_pydict()["extracted"]]
    return told(rows)


def ray(path: Path) -> Found:
    """In Ray Data."""
    import ray as engine  # type: ignore[import-not-found,unused-ignore]

    engine.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    done = engines.ray(engine.data.read_parquet(str(path)).repartition(20), batch_size=SIZE, num_cpus=0.4)
    rows = done.select_columns(["id", "nquads", "error"]).take_all()
    engine.shutdown()
    return told(rows)


RUNNERS: dict[str, Callable[[Path], Found]] = {f.__name__: f for f in (alone, processes, spark, daft, ray)}


def measured(name: str, path: Path) -> tuple[Found, float, float]:
    """What a runner found, by the clock and in processor seconds of all its processes."""
    begun = time.perf_counter()
    command = [sys.executable, __file__, "--run", name, str(path)]
    with path.with_name(f"{name}.json").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        memory = Memory(process.pid)
        memory.start()
        _, errors = process.communicate()
    memory.running = False
    memory.join()
    if process.returncode:
        sys.exit(f"{name}: {errors.decode()[-2000:]}")
    found: Found = json.loads(path.with_name(f"{name}.json").read_bytes().splitlines()[-1])
    return found, time.perf_counter() - begun, sum(memory.work.values())


def main() -> None:
    """Run the benchmark; the exit status is 1 where an engine gives other quads or does not name what failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", nargs="?", type=int, default=2000)
    parser.add_argument("--only", nargs="+", choices=[*RUNNERS], default=[*RUNNERS])
    parser.add_argument("--run", nargs=2)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(RUNNERS[given.run[0]](Path(given.run[1]))), flush=True)
        return
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.parquet"
        rows = [{"id": f"r{n}", "text": text(n), "issued": f"{2000 + n % 24}-01-02"} for n in range(given.reports)]
        pq.write_table(pa.Table.from_pylist(rows), path)
        first: Found = {}
        for name in given.only:
            found, clock, work = measured(name, path)
            first = first or found
            failed = sum(said.startswith("error") for said in found.values())
            named = all(f"{row}:" in said or row in said for row, said in found.items() if said.startswith("error"))
            same = found == first and failed == given.reports // 100 and named
            wrong += not same
            print(
                f"{name:10} {clock:7.1f} s by the clock, {work:7.1f} of processors; {len(found)} rows, {failed} failed "
                f"and named; {'the same quads' if same else 'OTHER QUADS'}",
                flush=True,
            )
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
