"""A user's table of aliases (`--aliases`): tab-separated `surface`, `target`, `action` (force, forbid or parent).

`force`: the surface is the target, whose name then names the thing. `forbid`: the two are never one.
`parent`: the target is what the surface belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongbao import iri
from gongbao.errors import AliasError
from gongbao.linking.aliases import Aliases

COLUMNS = ("surface", "target", "action")
ACTIONS = ("force", "forbid", "parent")
_SHOWN = 10
"""Names of a circle that are shown."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    surface: str
    target: str
    action: str


def load(path: Path) -> Aliases:
    """Read an alias file. Raises AliasError naming file and line: columns, empty cells, contradictions, cycles."""
    try:
        text = Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AliasError(
            f"{path}: not UTF-8; save the alias file as UTF-8", f"{path}：不是 UTF-8 编码，请另存为 UTF-8"
        ) from error
    except OSError as error:
        raise AliasError(f"{path}: cannot be read: {error.strerror}", f"{path}：无法读取") from error
    return parse(text, str(path))


def parse(text: str, source: str = "aliases") -> Aliases:
    """Read the text of an alias file; `source` is what messages call it."""
    rows = _rows(text, source)
    _check_contradictions(rows, source)
    forces = {row.surface: row.target for row in rows if row.action == "force"}
    parents = {row.surface: row.target for row in rows if row.action == "parent"}
    ends = _ends(forces, [row for row in rows if row.action == "force"], source)
    _ends(parents, [row for row in rows if row.action == "parent"], source)
    forbidden = frozenset(frozenset((row.surface, row.target)) for row in rows if row.action == "forbid")
    for row in rows:
        if row.action == "forbid" and ends.get(row.surface, row.surface) == ends.get(row.target, row.target):
            _fail(
                source,
                row.line,
                f"forbids what other rows force: {row.surface} = {row.target}",
                f"与其他行的强制合并矛盾：{row.surface} = {row.target}",
            )
    return Aliases(ends, forbidden, parents)


def _fail(source: str, line: int, problem: str, zh: str) -> None:
    raise AliasError(f"{source}, line {line}: {problem}", f"{source} 第 {line} 行：{zh}")


def _rows(text: str, source: str) -> list[_Row]:
    lines = text.splitlines()
    header = tuple(cell.strip() for cell in lines[0].split("\t")) if lines else ()
    unknown = [cell for cell in header if cell not in COLUMNS]
    if unknown or sorted(header) != sorted(COLUMNS):
        wanted = ", ".join(COLUMNS)
        given = ", ".join(header) or "nothing"
        _fail(
            source,
            1,
            f"the header must have the tab-separated columns {wanted}; found {given}",
            f"首行应为以制表符分隔的列名 {wanted}，现为 {given}",
        )
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and not line.startswith("#"):
            rows.append(_row(line, number, header, source))
    return rows


def _row(line: str, number: int, header: tuple[str, ...], source: str) -> _Row:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(header):
        _fail(
            source,
            number,
            f"{len(cells)} cells, expected {len(header)}, separated by tabs",
            f"有 {len(cells)} 格，应为 {len(header)} 格，以制表符分隔",
        )
    values = dict(zip(header, cells, strict=True))
    empty = [column for column in COLUMNS if not values[column]]
    if empty:
        _fail(source, number, f"{empty[0]} is empty", f"{empty[0]} 为空")
    if values["action"] not in ACTIONS:
        _fail(
            source,
            number,
            f"action {values['action']!r} is not one of {', '.join(ACTIONS)}",
            f"action 只能是 {'、'.join(ACTIONS)}，不能是 {values['action']}",
        )
    surface, target = iri.canonical(values["surface"]), iri.canonical(values["target"])
    if surface == target:
        _fail(source, number, f"{surface} is its own target", "名称与目标相同")
    return _Row(number, surface, target, values["action"])


def _check_contradictions(rows: Iterable[_Row], source: str) -> None:
    """One surface has one target, and one parent."""
    seen: dict[tuple[str, str], _Row] = {}
    for row in rows:
        if row.action == "forbid":
            continue
        other = seen.setdefault((row.surface, row.action), row)
        if other.target != row.target:
            problem = f"{row.surface} has two targets: {other.target} (line {other.line}) and {row.target}"
            _fail(source, row.line, problem, f"{row.surface} 与第 {other.line} 行矛盾")


def _ends(relation: Mapping[str, str], rows: Sequence[_Row], source: str) -> dict[str, str]:
    """Return what each name comes to in the end. Raises AliasError where names go round in a circle."""
    ends: dict[str, str] = {}
    for row in rows:
        way = {row.surface: row.line}
        at = relation[row.surface]
        while at in relation and at not in ends and at not in way:
            way[at] = row.line
            at = relation[at]
        if at in way:
            names = [*way][[*way].index(at) :]
            known = frozenset(names)
            first = next(other for other in rows if other.surface in known)
            turned = names.index(first.surface)
            shown = [*names[turned:], *names[:turned], first.surface]
            circle = " → ".join([*shown[:_SHOWN], "…", first.surface] if len(shown) > _SHOWN else shown)
            _fail(source, first.line, f"{row.action} goes round in a circle: {circle}", f"形成循环：{circle}")
        ends |= dict.fromkeys(way, ends.get(at, at))
    return ends
