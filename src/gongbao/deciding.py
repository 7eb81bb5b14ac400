"""Adding to a table of decisions: whole or not at all, and what stands there stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongbao.decisions import Decision, ledger
from gongbao.export.atomic import write_atomic
from gongbao.ontology import Ontology


def add(path: Path, decisions: Sequence[Decision], terms: Ontology) -> int:
    """Add the decisions that a table has not yet; return how many. What stands there stays.

    A table of other columns, separators or encoding is written anew with what it says. Raises DecisionError, OutputError.
    """
    content = ledger.content(path)
    there = ledger.parse(ledger.decoded(content, str(path)), str(path), terms) if content else []
    known = {decision.cells() for decision in there}
    new = [decision for decision in dict.fromkeys(decisions) if decision.cells() not in known]
    if new:
        usual = content.startswith(ledger.written(())) and content.endswith(b"\n")
        more = ledger.written(new, header=False)
        write_atomic(path, content + more if usual else ledger.written([*there, *new]))
    return len(new)
