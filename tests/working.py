"""What workers of tests do: a module of its own, so that a fresh process can load it."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterator

from gongbao.errors import GongbaoError, OntologyError
from gongbao.workers import Place, Step, Stream, attempt

LIMIT = 0.2


def stream(task: str, since: Place, step: Callable[[Step], None]) -> Iterator[str | GongbaoError]:
    """Do a task of one word a report: what the word says, in the process that works."""
    for at, word in enumerate(task.split()):
        step(Step(f"{task}#{at}", LIMIT, (0, at + 1)))
        if (0, at) >= since:
            yield attempt(f"{task}#{at}", lambda word=word: _do(word))  # type: ignore[misc]


def _do(word: str) -> str:
    if word == "loop":
        while True:
            pass
    if word == "c":
        deque(itertools.repeat(0), maxlen=0)  # never comes back to the interpreter
    if word == "dies":
        os._exit(3)
    if word == "raises":
        raise KeyError(word)
    return word.upper()


def load() -> Stream[str, str | GongbaoError]:
    return stream


def fails_to_load() -> Stream[str, str]:
    raise OntologyError("no ontology", "没有本体")


def dies_at_once() -> Stream[str, str]:
    os._exit(4)
