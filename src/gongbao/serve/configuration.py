"""What a server is told: the graph, the limits of a query, and who may ask."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongbao.ontology import Ontology, load

MEGABYTE = 1 << 20

VARIABLE = "GONGBAO_SERVED"
"""The variable of the environment that holds a source as JSON: all that a process that forks can be given."""


def _default_workers() -> int:
    processors = os.cpu_count() or 1
    return max(8, 2 * processors) if hasattr(os, "fork") else max(2, processors)  # there each holds a graph of its own


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one query, and of all together.

    `seconds` is wall-clock time, `memory` the bytes a worker may use beyond the loaded graph, `result` the bytes of
    an answer, `query` the bytes of a request; `workers` run at once, `waiting` queries may wait for one.
    """

    seconds: float = 10.0
    memory: int = 1024 * MEGABYTE
    result: int = 32 * MEGABYTE
    query: int = MEGABYTE
    workers: int = field(default_factory=_default_workers)
    waiting: int = 256


@dataclass(frozen=True, slots=True)
class Source:
    """What workers load: a graph file or the folder of a store, and the words to read it with."""

    graph: str
    base: str
    ontologies: Sequence[str] = ()
    memory: int = 1024 * MEGABYTE
    result: int = 32 * MEGABYTE

    def terms(self) -> Ontology:
        """The ontology with the user's files. Raises OntologyError."""
        return load(tuple(map(Path, self.ontologies)))

    def state(self) -> str:
        """A name for a graph as it is now; a corpus names its views itself."""
        state = Path(self.graph).stat()
        return f"{state.st_mtime_ns:x}-{state.st_size:x}"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: Host names served, origins that scripts of other sites may come from, and the token if one is set.

    `decisions` is the table that readers may add to.
    """

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    origins: tuple[str, ...] = ()
    token: str | None = None
    log: bool = True
    decisions: Path | None = None
