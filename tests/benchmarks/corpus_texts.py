"""Reports for the corpus benchmarks: short ones, each different, made of the sentences of the real report."""

from __future__ import annotations

import random
import re
from pathlib import Path

REPORT = Path(__file__).parents[1] / "data" / "tianjin-transport-2023.txt"


def write_reports(folder: Path, count: int, sentences: int = 6) -> None:
    """Write `count` reports r00000.txt … of so many sentences; the same on every machine."""
    folder.mkdir(parents=True, exist_ok=True)
    body, _, _ = REPORT.read_text("utf-8").partition("下一步")
    pool = [s for s in re.findall("[^。\n]+。", body) if len(s) < 120]
    for number in range(count):
        chosen = random.Random(number).sample(pool, sentences)
        text = f"{number}年度工作報告\n" + "\n".join(chosen) + "\n天津市交通運輸綜合行政執法總隊\n2023年12月1日\n"
        (folder / f"r{number:05}.txt").write_text(text, "utf-8")
