"""Two hundred small texts of the kinds that real reports brought faults with (data/kinds.txt): nearly all are read right."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gongbao.settings import Settings

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
from cases import failing

SHARE, OF_EACH = 0.9, 0.6
"""How many are right, of all and of each kind: networks are trained anew, and none knows every name."""


class Line(NamedTuple):
    """A text of a kind with what must hold of it."""

    kind: str
    text: str
    checks: tuple[str, ...]


def lines() -> Iterator[Line]:
    kind = ""
    for line in (Path(__file__).parent / "data" / "kinds.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("# "):
            text, *checks = line.split("\t")
            yield Line(kind, text.replace("\\n", "\n") + "\n", tuple(checks))


def test_names_and_deeds_of_every_kind() -> None:
    settings, told = Settings(), list(lines())
    broken = {line: [*failing([line.text], list(line.checks), settings)] for line in told}
    wrong = [line for line, checks in broken.items() if checks]
    assert len(wrong) <= len(told) * (1 - SHARE), "\n".join(f"{line.text}{broken[line]}" for line in wrong)
    for kind in {line.kind for line in told}:
        own = [line for line in told if line.kind == kind]
        assert sum(line in wrong for line in own) <= len(own) * (1 - OF_EACH), kind
