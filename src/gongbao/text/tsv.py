"""The tables that come with gongbao: TSV files, with a header and comments (#), in the folder of the package that reads them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def rows(package: str, name: str) -> Iterator[list[str]]:
    """Yield the cells of each row of a table but its header and comments."""
    lines = (resources.files(package) / name).read_text("utf-8").splitlines()[1:]
    return (line.split("\t") for line in lines if line[:1] != "#")
