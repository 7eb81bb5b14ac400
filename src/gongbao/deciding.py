"""Adding to a table of decisions: whole or not at all, and what stands there stays."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from gongbao import locks
from gongbao.decisions import Decision, ledger
from gongbao.errors import OutputError
from gongbao.export.atomic import write_atomic
from gongbao.ontology import Ontology

_TRIES, _PAUSE = 200, 0.05  # how often, and after how many seconds, one who finds a table locked tries again


def add(path: Path, decisions: Sequence[Decision], terms: Ontology) -> int:
    """Add the decisions that a table has not yet; return how many. What stands there stays.

    A table of other columns, separators or encoding is written anew with what it says. Several processes may add to one
    table. Raises DecisionError, OutputError.
    """
    with _alone(path):
        content = ledger.content(path)
        there = ledger.parse(ledger.decoded(content, str(path)), str(path), terms) if content else []
        known = {decision.cells() for decision in there}
        new = [decision for decision in dict.fromkeys(decisions) if decision.cells() not in known]
        if new:
            usual = content.startswith(ledger.written(())) and content.endswith(b"\n")
            more = ledger.written(new, header=False)
            write_atomic(path, content + more if usual else ledger.written([*there, *new]))
        return len(new)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from adding to a table, by a file beside it, since the table itself is replaced."""
    beside = path.with_name(f".{path.name}.lock")
    try:
        with beside.open("a", encoding="utf-8") as lock:
            for left in range(_TRIES, -1, -1):
                try:
                    locks.alone(lock)
                    break
                except BlockingIOError:
                    if not left:
                        raise
                    time.sleep(_PAUSE)
            yield
    except BlockingIOError as error:
        raise OutputError("another process is writing it", path=path) from error
    except OSError as error:
        raise OutputError("cannot be written", path=path, error=error) from error
