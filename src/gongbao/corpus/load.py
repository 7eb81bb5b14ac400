"""Loading what other machines extracted: parts in Parquet, as `gongbao.batch` makes them, become reports of a corpus."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gongbao.corpus.add import Summary
from gongbao.corpus.store import Entry, Extracted, Source
from gongbao.corpus.work import Refused
from gongbao.corpus.writer import Writer
from gongbao.errors import InputError, UsageError
from gongbao.graph import Lines
from gongbao.settings import Recipe

_NEEDED = ("id", "report", "sha256", "nquads", "characters", "program", "ontology", "error")


def load(store: Path, parts: Iterable[Path], recipe: Recipe) -> Summary:
    """Put the rows of parts (files, or folders of them) into a corpus; a row that failed is recorded as failed.

    What is there under the same id and of the same digest is left as it is, so that a load that was cut short goes on.
    """
    summary = Summary()
    with Writer(store, recipe.base) as writer:
        for row in _rows(parts):
            if row["error"] is not None:
                summary.failures.append(Refused(row["error"], row.get("error_zh") or ""))
                writer.fail(Source(row["id"], "", error=row["error"], error_zh=row.get("error_zh")))
                continue
            known, entry = writer.source(row["id"]), writer.entry(row["report"])
            made = entry is not None and (entry.program, entry.ontology) == (row["program"], row["ontology"])
            if known and known.digest == row["sha256"] and not known.error and made:
                summary.unchanged += 1
                continue
            did = writer.put(Source(row["id"], row["sha256"]), _extracted(row))
            setattr(summary, did, getattr(summary, did) + 1)
    return summary


def _rows(parts: Iterable[Path]) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow") from None
    for path in (file for part in parts for file in (sorted(part.glob("*.parquet")) if part.is_dir() else [part])):
        try:
            with parquet.ParquetFile(path) as file:
                missing = [name for name in _NEEDED if name not in file.schema_arrow.names]
                if missing:
                    raise InputError("not a part made by gongbao", path=path, missing=missing)
                for batch in file.iter_batches(batch_size=256):
                    yield from batch.to_pylist()
        except (OSError, ValueError) as error:
            raise InputError("cannot be read as Parquet", path=path, error=error) from error


def _extracted(row: dict[str, Any]) -> Extracted:
    end = f" <{row['report']}> ."
    lines = Lines(row["report"], tuple(line.removesuffix(end) for line in row["nquads"].split("\n") if line))
    counts: dict[str, Any] = {name: len(row.get(name) or ()) for name in ("entities", "statements", "quantities")}
    made = {name: row[name] for name in ("report", "program", "ontology", "characters")}
    return Extracted(Entry(**made, **counts, decisions=row.get("decisions") or ""), lines.stored())
