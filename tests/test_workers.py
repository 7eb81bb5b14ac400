"""A report may fail in any way: the others are done, in the same order, and it is named with what is to do."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

import working
from gongbao.corpus import work
from gongbao.errors import Fault, GongbaoError, InputError, LimitPassed, OntologyError, UnsupportedInput
from gongbao.settings import Recipe
from gongbao.workers import Worker, attempt, seconds_for


@pytest.mark.parametrize("fork", [True, False])
def test_whatever_ends_a_process_costs_the_report_it_was_at(fork: bool) -> None:
    with Worker(working.load, fork=fork) as worker:
        found = list(worker.run("a c b raises dies d"))
        assert [one for one in found if isinstance(one, str)] == ["A", "B", "D"]
        stuck, fault, dead = (one for one in found if isinstance(one, GongbaoError))
        assert isinstance(stuck, LimitPassed) and "--limit" in str(stuck) and stuck.zh
        assert isinstance(fault, Fault) and "report it" in str(fault) and "KeyError" in fault.trace
        assert "exit code 3" in str(dead)
        assert [error.source for error in (stuck, fault, dead)] == [f"a c b raises dies d#{n}" for n in (1, 3, 4)]
        assert list(worker.run("e f")) == ["E", "F"]


def test_a_loop_of_python_ends_too() -> None:
    with Worker(working.load, fork=True) as worker:
        found = list(worker.run("loop loop a"))
    assert [type(one) for one in found] == [LimitPassed, LimitPassed, str]


def test_what_cannot_be_loaded_is_told_as_it_is() -> None:
    with Worker(working.fails_to_load, fork=True) as worker, pytest.raises(OntologyError, match="no ontology"):
        list(worker.run("a"))
    with Worker(working.dies_at_once, fork=True) as worker, pytest.raises(InputError, match="before it began"):
        list(worker.run("a"))


@pytest.mark.parametrize(
    ("raised", "kind", "says"),
    [
        (RecursionError(), UnsupportedInput, "nested"),
        (MemoryError(), UnsupportedInput, "memory"),
        (InputError("a.txt: empty", "空"), InputError, "empty"),
        (ZeroDivisionError("by\nzero"), Fault, "ZeroDivisionError, test_workers.py:"),
    ],
)
def test_any_error_is_one_line_that_names_the_report(raised: Exception, kind: type[GongbaoError], says: str) -> None:
    def work() -> str:
        raise raised

    error = attempt("z.zip/a.txt", work)
    assert isinstance(error, kind) and says in str(error) and "\n" not in str(error)
    assert error.source == "z.zip/a.txt" and error.zh


def test_ctrl_c_is_no_failure_of_a_report() -> None:
    def work() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt("a.txt", work)


def test_the_limit_grows_with_the_length() -> None:
    assert seconds_for(20, 100, 10_000) == 20
    assert seconds_for(20, 25_000, 10_000) == 50
    assert seconds_for(0, 25_000, 10_000) == float("inf")


class _Pipe:
    """The end of a worker that is done with what it was sent whenever it is asked."""

    def __init__(self) -> None:
        self.sent: list[work.Task] = []
        self.send, self.close = self.sent.append, self.sent.clear

    def recv(self) -> work.Refused:
        return work.Refused(self.sent.pop(0).key)


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_workers_that_finish_in_whatever_order_do_every_task(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    chance = random.Random(7)
    process: Any = SimpleNamespace(terminate=int, join=int)
    late: list[_Pipe] = []

    def ready(busy: list[_Pipe], _timeout: float | None) -> list[_Pipe]:
        """One is late, for a while, and then all are there at once."""
        prompt = [pipe for pipe in busy if pipe not in late]
        if chance.random() < 0.05 or not prompt:
            late[:] = [chance.choice(busy)]
            return busy
        return prompt

    def begin(_pool: work._Pool) -> work._Worker:
        pipe: Any = _Pipe()
        return work._Worker(process, pipe)

    monkeypatch.setattr(work._Pool, "_begin", begin)
    monkeypatch.setattr(work, "wait", ready)
    for count in (0, 1, 5, 20_000):
        tasks = (work.Task(str(number), "") for number in range(count))
        found = [(task.key, outcome) for task, outcome in work.run(tasks, Recipe(limit=0), jobs)]
        assert found == [(str(number), work.Refused(str(number))) for number in range(count)]
