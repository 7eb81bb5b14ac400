"""A report may fail in any way: the others are done, in the same order, and it is named with what is to do."""

from __future__ import annotations

import pytest

import working
from gongbao.errors import Fault, GongbaoError, InputError, LimitPassed, OntologyError, UnsupportedInput
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
