"""The tables that come with gongbao: TSV files, with a header and comments (#), in the folder of the package that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongbao.packaged import packaged


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a table but its header and comments."""
    lines = packaged(package, name).read_text("utf-8").splitlines()[1:]
    return (line.split("\t") for line in lines if line[:1] != "#")


def patterns(package: str, name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Read a table of patterns (name, example, pattern): in one, `{name}` stands for that of an earlier row, or a given one."""
    found = dict(given)
    for row, _example, pattern in rows(package, name):
        found[row] = re.sub("{([a-z_]+)}", lambda part: found[part[1]], pattern)
    return found
