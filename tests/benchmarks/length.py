"""Processor time against length: patterns that once grew faster than their length, doubled again and again.

    python tests/benchmarks/length.py [--report FILE.txt] [--from 4000] [--to 32000] [--only PART]

Prints milliseconds at each length, the greatest factor of a doubling (must hold: 2.3), and how many times what the
longest takes is of what as many characters of a real report take (must hold: 20). The lesser of two runs counts.
Exit status 1 where a bound is passed.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gongbao import read
from gongbao.errors import InputError
from gongbao.graph import quads
from gongbao.pipeline import extract
from gongbao.settings import Settings

REPORT = Path(__file__).parents[1] / "data" / "tianjin-transport-2023.txt"
_SYLLABLES = "清河江州海山云林平安东西南北中城新桥石湖"


def names(ending: str) -> list[str]:
    """Four hundred different names with one ending."""
    return [f"{a}{b}市{ending}" for a, b in itertools.product(_SYLLABLES, repeat=2)]


def repeated(unit: str) -> Callable[[int], str]:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def listed(units: list[str], joint: str) -> Callable[[int], str]:
    def make(length: int) -> str:
        text = joint.join(itertools.islice(itertools.cycle(units), length // (len(units[0]) + len(joint)) + 1))
        return text[:length]

    return make


PATTERNS: dict[str, Callable[[int], str]] = {
    **{
        unit: repeated(unit)
        for unit in (
            "中共中央",
            "人民政府",
            "和平区交通局",
            "天津市交通運輸局",
            "执法总队",
            "天津市交通运输综合行政执法总队（以下简称总队）",
            "天津市交通运输综合行政执法总队开展专项整治行动",
            "天津市交通运输综合行政执法总队开展专项整治行动，",
            "总队联合公安交警开展专项整治行动走访企业600余家",
            "交通运输局",
            "有限公司",
            "天津滨海有限公司",
            "局会部委办中心院校",
            "中心总队支队大队",
            "“688案”等重点案件",
            "《》",
            "《道路运输条例》、",
            "《道路运输条例》",
            "解放路",
            "局。\n\n\n\n",
            "1家",
            "1%至2%",
            "同比增长1%，",
            "约3家1月将持续　",
            "3月1日查5家。",
            "万",
            "河北省石家庄市长安区",
            "联合公安交警、站区办、",
            "局",
            "（",
            "“",
            "，",
            "\n",
            "12345",
            "2023年4月1日至",
            "上年",
            "第一条 ",
            "关于印发",
            "区a",
            "1,234.5万元，",
        )
    },
    "bureaus in a list": listed(names("交通局"), "、"),
    "abbreviations in a list": listed([f"{n}（以下简称{n[:2]}局）" for n in names("交通局")], "、"),
    "lines of bureaus": listed(names("交通局"), "\n"),
    "table": listed([f"{n}\t12\t34.5%" for n in names("交通局")], "\n"),
    "campaigns": listed([f"{n[:-1]}专项行动" for n in names("")], "，"),
    "joined, no comma": listed([f"{n}会同{n[:3]}水务局开展{n[:2]}专项行动" for n in names("公安局")], ""),
    "verbs, then a figure": lambda length: "巡查发现" * (length // 8) + "名 称至去年同期１两" * (length // 20),
    "numerals of a session": lambda length: "海州市水务局召开" + "十" * length + "次会议。",
    "one long title": lambda length: "关于" + "进一步加强安全生产工作" * (length // 11) + "的通知\n\n正文。",
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=Path, default=REPORT)
    parser.add_argument("--from", dest="least", type=int, default=4000)
    parser.add_argument("--to", dest="most", type=int, default=32000)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    settings = Settings()

    def spent(text: str) -> float:
        best = float("inf")
        for _ in range(2):
            begun = time.process_time()
            with suppress(InputError):  # a text without a word is refused, in time too
                found = extract(read.from_text(text, "a.txt", ontology=settings.ontology), settings)
                quads(found, settings.ontology, settings.base)
            best = min(best, time.process_time() - begun)
            if best > 5:
                break
        return best

    real = given.report.read_text("utf-8")
    real = (real * (given.most // len(real) + 1))[: given.most]
    spent(real[:4000])
    base = spent(real)
    print(f"{given.most} characters of {given.report.name}: {base * 1000:.0f} ms")
    lengths = [given.least]
    while lengths[-1] * 2 <= given.most:
        lengths.append(lengths[-1] * 2)
    bad = 0
    for name, make in PATTERNS.items():
        if given.only in name:
            times = [spent(make(length)) for length in lengths]
            factor = max(b / a for a, b in itertools.pairwise(times))
            wrong = factor > 2.3 or times[-1] > 20 * base
            bad += wrong
            shown = " ".join(f"{t * 1000:7.0f}" for t in times)
            print(
                f"{'!' if wrong else ' '} {name[:24]!r:30} {shown}  factor {factor:.2f}  {times[-1] / base:5.1f} x",
                flush=True,
            )
    print(f"{bad} of {len(PATTERNS)} pass a bound")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
