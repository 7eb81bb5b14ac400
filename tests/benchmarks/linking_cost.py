"""How the cost of linking grows with the names of a report: CPU time for twice the text, several kinds of names.

usage: python tests/benchmarks/linking_cost.py [NAMES]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from gongbao.linking import link
from gongbao.linking.hierarchy import structure
from gongbao.model import Mention
from gongbao.ontology import Ontology, load
from gongbao.read import from_text

SIZE = 1500
SHAPES: dict[str, tuple[str, str, Callable[[int], str]]] = {
    "units of many bodies": (
        "Organization",
        "。",
        lambda i: f"东{chr(0x4E00 + i % 5000)}{chr(0x4E00 + i // 7)}市水利局第{i}支队",
    ),
    "one list": ("Organization", "、", lambda i: f"西{chr(0x4E00 + i)}公司"),
    "short forms": ("Organization", "，", lambda i: "支队" if i % 2 else f"{chr(0x4E00 + i)}海水警支队"),
    "villages": ("Place", "，", lambda i: f"{chr(0x4E00 + i)}镇{chr(0x4E00 + i % 90)}村"),
    "campaigns": ("Campaign", "，", lambda i: "专项行动" if i % 3 == 0 else f"“{chr(0x4E00 + i)}网”专项行动"),
    "one name": ("Organization", "，", lambda i: "省水利厅"),
    "regions": (
        "Organization",
        "，",
        lambda i: ("苏州市", "江苏省", "杭州市", "浙江省")[i % 4] + f"{chr(0x4E00 + i)}局",
    ),
}


def cost(shape: str, size: int, terms: Ontology) -> float:
    """Return the CPU seconds for linking so many names of one shape, the best of three."""
    class_id, joint, name = SHAPES[shape]
    text, mentions = "近日检查。", []
    for i in range(size):
        written = name(i)
        mentions.append(Mention(len(text), len(text) + len(written), class_id, "test", 1.0))
        text += written + joint
    document = from_text(text + "完毕。", "a", ontology=terms)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        linked = link(document, mentions, terms)
        structure(document, linked.entities, terms, linked.reporter)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print for each shape the seconds and what twice the names cost."""
    size, terms = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE, load()
    cost("one name", 10, terms)
    for shape in SHAPES:
        one, two = cost(shape, size, terms), cost(shape, 2 * size, terms)
        print(f"{shape:22} {one:7.3f} s  ×{two / one:.2f}")


if __name__ == "__main__":
    main()
