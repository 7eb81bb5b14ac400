"""Processor time of a piece of work, to be compared with that of another: a busy machine slows both."""

from __future__ import annotations

import time
from collections.abc import Callable


def least(work: Callable[[], object], repeats: int = 5) -> float:
    """Seconds of processor time that the work took when it took least."""
    spent = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return min(spent)
