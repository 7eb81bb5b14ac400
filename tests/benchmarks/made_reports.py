"""Reports made of the repository's own patterns, for benchmarks; it needs nothing of gongbao, so other states can read it."""

from __future__ import annotations

import json
from pathlib import Path

PATTERNS = (
    "2023年4月，天津市交通运输委员会开展“春风”专项行动，检查企业120家。",
    "天津市公安局查处“7·12”案，抓获犯罪嫌疑人15名。",
    "天津市水务局联合天津市生态环境局开展“清河”专项整治行动。",
    "2023年，天津市市场监督管理局走访企业600家，责令整改32家。",
    "天津市卫生健康委员会印发《关于加强监督检查的通知》。",
    "2023年5月至9月，天津市农业农村委员会开展“护农”专项行动。",
)
NAMES = [
    a + b + c + d
    for d in "甲乙丙丁戊己庚辛"
    for a in "安宁平兴永"
    for b in "川州阳城山海江河"
    for c in "东西南北中上下新旧大小长高明清"
]
SHARED = 4  # reports that speak of one name, so that what a query finds grows with the reports


def write(path: Path, numbers: range) -> Path:
    """Write a file of reports."""
    rows = (json.dumps({"text": PATTERNS[n % len(PATTERNS)] + str(n), "title": str(n)}) for n in numbers)
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path
