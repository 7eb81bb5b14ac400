"""Small inputs that outside testers found read wrong, with what is right, by kind: how many are right now.

The inputs lie outside of the repository (`cases.json`: a list of objects with `kind` and `input`); what must hold of each is
below, by the beginning of the SHA-256 of its input. Cases of files (DOCX, PDF, CSV) are tests of their own.

    python tests/benchmarks/cases.py [../shared/cases.json]
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from gongbao import read
from gongbao.model import Extraction
from gongbao.pipeline import extract
from gongbao.settings import Settings

# One check a string: `m TYPE NAME` a mention, `no TYPE` no mention of a type, `q VALUE UNIT [BOUND|CHANGE]`, `no q`, `t TEXT=VALUE`,
# `title …`, `titled BEGINNING END`, `publisher …`, `issued …`, `body …` (how it begins), `r SUBJECT PREDICATE OBJECT`, `no r SUBJECT [PREDICATE]`,
# `apart N TYPE` (at least so many things of a type), `one NAME` (all mentions that end so are one thing), `graph` (it comes to an end).
CHECKS = {
    "d19f1713": ["m Campaign “清风”专项行动"],
    "bceec9d8": ["m Campaign “清风”专项行动"],
    "f856364f": ["t 上年=2021", "t 下年=2023"],
    "88310c91": ["t 上年=2024", "t 上年末=2024-12", "t 全年=2025", "t 年末=2025-12"],
    "90012385": ["t 2024年同期=2024-01/2024-03"],
    "3703bde5": ["t 5月份=2025-05", "t 6月份=2025-06"],
    "95a4b5b6": ["q 1234.5 克", "q 12345 元", "q 1200 家"],
    "f22608e0": ["q 1234.5 克"],
    "6830cc74": ["no q"],
    "b72adc1b": ["no q"],
    "31498e5c": ["q 5.2 1/100 increase", "q 2 1/100 decrease", "q 35000 人"],
    "2576bb42": ["m Campaign “清风” 专项行动", "q 1200 家 atLeast", "r 天津市公安局 conducts 清风专项行动"],
    "2ff2627f": ["title 国务院办公厅关于推进政务新媒体健康有序发展的意见", "body 国务院办公厅关于"],
    "b494fb51": ["titled 国务院办公厅 号建议的答复"],
    "4db62f6b": ["title 清河市2025年国民经济和社会发展统计公报", "publisher 清河市统计局"],
    "de8daa1f": ["title None", "issued 2024-01-29", "publisher 东岭区人民法院"],
    "8f49084e": ["publisher 清河市统计局"],
    "beebfc10": ["publisher 清河市中级人民法院"],
    "714a9cf5": ["publisher 清河市市场监管局", "r 清河市市场监管局 handles 清河市某超市经营农药残留超标食品案"],
    "2f313a17": ["no r 省委 conducts", "no r 省委 organizes"],
    "f558f8f1": ["no r 沪深交易所"],
    "0281c1d7": ["apart 4 Organization"],
    "c5666c19": ["apart 2 Organization"],
    "9c994115": ["apart 3 Organization"],
    "c3b2bbc2": ["apart 3 Organization"],
    "a8f27599": ["apart 2 Document", "r 财政部 issues 企业会计准则", "r 财政部 issues 小企业会计准则"],
    "f93abf31": ["no common"],
    "cd68c0c7": ["one 马鬃山村"],
    "a3a70d70": ["n 党的二十大", "n 二十届二中全会|党的二十届二中全会", "n 二十届三中全会|党的二十届三中全会"],
    "9cd16475": ["no Person"],
    "f7bfd0dd": ["no Person", "m Organization 中国·沙特中心", "m Organization 美的·和祐医院"],
    "81371f9c": ["m Organization 卫健委", "no Person"],
    "9039c4e2": ["m Place 钱凯市|秘鲁钱凯市", "no Person"],
    "88bc8694": ["no Person"],
    "f1c5e2e4": ["m Organization 国家电网", "m Organization 南方电网"],
    "58221004": ["m Organization 县教育局", "m Organization 县教育体育局"],
    "f190e285": ["no Event"],
    "d90463e1": ["no Event"],
    "ab072d13": ["m Campaign 种业之都建设行动|新一轮种业之都建设行动", "m Campaign 跨境贸易便利化专项行动|2025年跨境贸易便利化专项行动"],
    "fc4ee0f7": ["m Organization 中共东湖区委审计委员会", "no Campaign"],
    "dc8c4d8b": ["no Organization"],
    "51d909b7": ["m Organization 东岭县人民医院", "m Organization 东岭县第一中学"],
    "a11abdfa": ["m Place 广陵区"],
    "62077dba": ["no Campaign"],
    "16b2cc74": ["no Campaign"],
    "d4dacfce": ["m Organization 市委宣传部", "apart 1 Organization only", "no r 市委宣传部 cooperatesWith"],
    "3449f905": ["m Case 某酒楼使用不符合食品安全标准的食品原材料案"],
    "69a1ac4b": ["m Case 高某污染环境罪一案", "m Case 李铁案"],
    "7988b76a": ["t 今(15)日=2025-10-15", "publisher 臺北市政府秘書處"],
    "d19c0b1b": ["q 1200000 元", "q 3000 元"],
    "7a859976": ["r 天津市交通运输委员会 operates 津心办App", "no r SK海力士半导体（中国）有限公司 operates", "no r 华为 operates"],
}  # fmt: skip


def surfaces(extraction: Extraction, iri: str) -> set[str]:
    """All names of a thing, without wrapping quotes."""
    entity = next((e for e in extraction.entities if e.iri == iri), None)
    if entity is None:
        return {iri}
    text = extraction.document.text
    names = {entity.name, *entity.aliases, *(text[m.start : m.end] for m in entity.mentions)}
    return {name.strip("《》“”") for name in names} | {
        name.replace("“", "").replace("”", "").replace(" ", "") for name in names
    }


def holds(check: str, x: Extraction) -> bool:
    """Say whether one check holds of what was extracted."""
    kind, _, rest = check.partition(" ")
    document = x.document
    if kind in ("title", "publisher", "issued"):
        return str(getattr(document, kind)) == rest
    if kind == "titled":
        begins, ends = rest.split()
        return str(document.title).startswith(begins) and str(document.title).endswith(ends)
    if kind == "body":
        return document.text[document.body.start :].replace("\n", "").startswith(rest)
    return CHECKERS[kind](rest, x)


def _mention(rest: str, x: Extraction) -> bool:
    type_, names = rest.split(" ", 1)
    return any(m.type == type_ and x.document.text[m.start : m.end] in names.split("|") for m in x.mentions)


def _named(rest: str, x: Extraction) -> bool:
    return any(not surfaces(x, e.iri).isdisjoint(rest.split("|")) for e in x.entities)


def _quantity(rest: str, x: Extraction) -> bool:
    value, unit, *more = rest.split(" ")
    return any(
        q.value == float(value) and q.unit == unit and (not more or more[0] in (q.bound, q.change))
        for q in x.quantities
    )


def _time(rest: str, x: Extraction) -> bool:
    text, value = rest.split("=")
    return any((t.text, t.value) == (text, value) for t in x.times)


def _relation(rest: str, x: Extraction) -> bool:
    subject, predicate, object_ = [*rest.split(" "), None, None][:3]
    return any(
        subject in surfaces(x, s.subject)
        and predicate in (None, s.predicate)
        and (object_ is None or object_ in surfaces(x, s.object))
        for s in x.statements
    )


def _absent(rest: str, x: Extraction) -> bool:
    if rest == "q":
        return not x.quantities
    if rest.startswith("r "):
        return not _relation(rest[2:], x)
    return all(m.type != rest for m in x.mentions)


def _apart(rest: str, x: Extraction) -> bool:
    count, type_, *only = rest.split(" ")
    found = sum(e.type == type_ for e in x.entities)
    return found == int(count) if only else found >= int(count)


def _one(rest: str, x: Extraction) -> bool:
    text = x.document.text
    return sum(any(text[m.start : m.end].endswith(rest) for m in e.mentions) for e in x.entities) == 1


CHECKERS: dict[str, Callable[[str, Extraction], bool]] = {
    "m": _mention, "n": _named, "q": _quantity, "t": _time, "r": _relation, "no": _absent, "apart": _apart, "one": _one,
}  # fmt: skip


def failing(inputs: list[str], checks: list[str], settings: Settings) -> Iterator[str]:
    """Yield the checks that do not hold."""
    found = [extract(read.from_text(text, "a.txt", ontology=settings.ontology), settings) for text in inputs]
    for check in checks:
        if check == "no common":
            iris = [{e.iri for e in x.entities} for x in found]
            yield from [f"{check}: {iri}" for iri in sorted(set.intersection(*iris))]
        elif not all(holds(check, x) for x in found):
            yield check


def main(path: Path) -> int:
    """Run the cases, print what is wrong, and right and wrong by kind."""
    if not path.exists():
        print(f"{path} is missing: put the testers' cases there, or name their file")
        return 0
    settings, right, wrong, left = Settings(), Counter[str](), Counter[str](), 0
    for case in json.loads(path.read_text("utf-8")):
        inputs = case["input"] if isinstance(case["input"], list) else [case["input"]]
        checks = CHECKS.get(hashlib.sha256("\f".join(inputs).encode()).hexdigest()[:8])
        if checks is None:
            left += 1
            continue
        broken = list(failing(inputs, checks, settings))
        (wrong if broken else right)[case["kind"]] += 1
        if broken:
            print(f"wrong: {inputs[0][:40]!r}: {'; '.join(broken)}")
    for kind in dict.fromkeys([*right, *wrong]):
        print(f"{right[kind]:3d} right {wrong[kind]:3d} wrong  {kind}")
    print(f"{right.total()} right, {wrong.total()} wrong, {left} of files or unknown")
    return 0


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[2]
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "shared" / "cases.json"))
