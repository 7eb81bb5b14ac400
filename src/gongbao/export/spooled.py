"""Several files that are written in one pass over a corpus, however long they are: on disk until they are asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

Fill = Callable[[Mapping[str, IO[bytes]]], None]
"""Writes all of the files, which are given by name."""

_PIECE = 1 << 20  # bytes handed on at once


def spooled(names: Sequence[str], fill: Fill) -> dict[str, Iterator[bytes]]:
    """Return the contents of the files in pieces; the first that is read makes the pass that fills them all."""
    files: dict[str, IO[bytes]] = {}

    def pieces(name: str) -> Iterator[bytes]:
        if not files:
            files.update((each, tempfile.TemporaryFile()) for each in names)  # noqa: SIM115  closed when it is read
            fill(files)
        with files[name] as file:
            file.seek(0)
            while piece := file.read(_PIECE):
                yield piece

    return {name: pieces(name) for name in names}
