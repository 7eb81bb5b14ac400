"""A short report, and tables of decisions about it."""

from __future__ import annotations

import hashlib
from pathlib import Path

REPORT = (
    "关于2023年工作的报告\n\n天津市交通运输委员会\n\n"
    "2023年4月，市交通执法总队联合市公安局开展“春风”专项行动，查处688案。市交通执法总队组织安全月活动。\n"
)
TEAM = "市交通执法总队"

COLUMNS = "about,verdict,text,type,instead,subject,predicate,object,scope,who,when,note,source,report,start,end,context"


def digest(text: str = REPORT) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def row(about: str, verdict: str, text: str = "", **cells: str) -> str:
    """A line of a table: `at` words of the report give it a place, with what is around them."""
    told = {"who": "李四", "when": "2026-11-29T09:00:00Z", "source": "报告.txt", "report": f"sha256:{digest()[:16]}"}
    if at := cells.pop("at", ""):
        start = REPORT.index(at)
        end = start + len(at)
        around = REPORT[max(0, start - 12) : end + 12].replace("\n", "\\n")
        told |= {"text": at, "start": str(start), "end": str(end), "context": around}
    told |= {"about": about, "verdict": verdict} | ({"text": text} if text else {}) | cells
    return ",".join(told.get(column, "") for column in COLUMNS.split(","))


def table(*rows: str) -> str:
    return "\r\n".join([COLUMNS, *rows]) + "\r\n"


def folder_with(folder: Path, *rows: str, text: str = REPORT) -> Path:
    """A folder with the report and a table beside it; return the report's path."""
    report = folder / "报告.txt"
    report.write_text(text, "utf-8")
    (folder / "decisions.csv").write_text(table(*rows), "utf-8-sig")
    return report
