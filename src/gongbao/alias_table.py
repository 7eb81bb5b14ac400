"""A user's table of aliases (`--aliases`): tab-separated `surface`, `target`, `action` (force, forbid or parent).

`force`: the surface is the target, whose name then names the thing. `forbid`: the two are never one.
`parent`: the target is what the surface belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NoReturn, TypeAlias

from gongbao import iri
from gongbao.errors import AliasError, read_utf8
from gongbao.linking.aliases import Aliases

COLUMNS = ("surface", "target", "action")
ACTIONS = ("force", "forbid", "parent")
_SHOWN = 10
"""Names of a circle that are shown."""

_Wrong: TypeAlias = Callable[[int, str, str], NoReturn]
"""Raises the error of a line, with what is wrong in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    surface: str
    target: str
    action: str


def load(path: Path) -> Aliases:
    """Read an alias file. Raises AliasError naming file and line: columns, empty cells, contradictions, cycles."""
    return parse(read_utf8(path, AliasError), str(path))


def parse(text: str, source: str = "aliases") -> Aliases:
    """Read the text of an alias file; `source` is what messages call it."""
    wrong = partial(_fail, source)
    rows = list(_rows(text, wrong))
    _check_contradictions(rows, wrong)
    forces, forbids, parents = ([row for row in rows if row.action == action] for action in ACTIONS)
    ends = _ends(forces, wrong)
    _ends(parents, wrong)
    for row in forbids:
        if ends.get(row.surface, row.surface) == ends.get(row.target, row.target):
            both = f"{row.surface} = {row.target}"
            wrong(row.line, f"forbids what other rows force: {both}", f"与其他行的强制合并矛盾：{both}")
    forbidden = frozenset(frozenset((row.surface, row.target)) for row in forbids)
    return Aliases(ends, forbidden, {row.surface: row.target for row in parents})


def _fail(source: str, line: int, problem: str, zh: str) -> NoReturn:
    raise AliasError(f"{source}, line {line}: {problem}", f"{source} 第 {line} 行：{zh}")


def _rows(text: str, wrong: _Wrong) -> Iterator[_Row]:
    first, *lines = text.splitlines() or [""]
    header = _cells(first) if first else []
    if sorted(header) != sorted(COLUMNS):
        wanted, given = ", ".join(COLUMNS), ", ".join(header) or "nothing"
        problem = f"the header must have the tab-separated columns {wanted}; found {given}"
        wrong(1, problem, f"首行应为以制表符分隔的列名 {wanted}，现为 {given}")
    for number, line in enumerate(lines, 2):
        if line.strip() and not line.startswith("#"):
            yield _row(_cells(line), header, partial(wrong, number), number)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def _row(cells: list[str], header: list[str], wrong: Callable[[str, str], NoReturn], number: int) -> _Row:
    if len(cells) != len(header):
        problem = f"{len(cells)} cells, expected {len(header)}, separated by tabs"
        wrong(problem, f"有 {len(cells)} 格，应为 {len(header)} 格，以制表符分隔")
    values = dict(zip(header, cells, strict=True))
    for column in COLUMNS:
        if not values[column]:
            wrong(f"{column} is empty", f"{column} 为空")
    action = values["action"]
    if action not in ACTIONS:
        problem = f"action {action!r} is not one of {', '.join(ACTIONS)}"
        wrong(problem, f"action 只能是 {'、'.join(ACTIONS)}，不能是 {action}")
    surface, target = iri.canonical(values["surface"]), iri.canonical(values["target"])
    if surface == target:
        wrong(f"{surface} is its own target", "名称与目标相同")
    return _Row(number, surface, target, action)


def _check_contradictions(rows: Iterable[_Row], wrong: _Wrong) -> None:
    """One surface has one target, and one parent."""
    seen: dict[tuple[str, str], _Row] = {}
    for row in rows:
        other = seen.setdefault((row.surface, row.action), row)
        if row.action != "forbid" and other.target != row.target:
            problem = f"{row.surface} has two targets: {other.target} (line {other.line}) and {row.target}"
            wrong(row.line, problem, f"{row.surface} 与第 {other.line} 行矛盾")


def _ends(rows: Sequence[_Row], wrong: _Wrong) -> dict[str, str]:
    """Return what each surface comes to in the end. Raises AliasError where names go round in a circle."""
    targets = {row.surface: row.target for row in rows}
    ends: dict[str, str] = {}
    try:
        for name in TopologicalSorter({surface: (target,) for surface, target in targets.items()}).static_order():
            if name in targets:
                ends[name] = ends.get(targets[name], targets[name])
    except CycleError as error:
        names = error.args[1][:0:-1]  # each before its target
        circled = frozenset(names)
        first = next(row for row in rows if row.surface in circled)
        turned = names.index(first.surface)
        shown = [*names[turned:], *names[:turned], first.surface]
        circle = " → ".join([*shown[:_SHOWN], "…", first.surface] if len(shown) > _SHOWN else shown)
        wrong(first.line, f"{first.action} goes round in a circle: {circle}", f"形成循环：{circle}")
    return ends
