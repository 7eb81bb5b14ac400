"""A function in a process of its own gives its result or its error, and its death is a message."""

from __future__ import annotations

import os
import signal
import socket
import sys
from multiprocessing.connection import Connection

import pytest

from gongbao.apart import apart
from gongbao.errors import QueryError, StoreError
from gongbao.offline import no_sockets

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # other tests may have left threads


def test_the_result_comes_back() -> None:
    assert apart(lambda: {"行": [1, None, b"x" * 1_000_000]}) == {"行": [1, None, b"x" * 1_000_000]}


def test_an_error_of_ours_comes_back_in_both_languages() -> None:
    def fail() -> None:
        raise StoreError("it is damaged", "已损坏")

    with pytest.raises(StoreError, match="it is damaged") as caught:
        apart(fail)
    assert caught.value.zh == "已损坏"


@pytest.mark.parametrize(
    ("number", "words"), [(signal.SIGSEGV, "nested"), (signal.SIGABRT, "nested"), (signal.SIGKILL, "memory")]
)
def test_its_death_is_a_message(number: signal.Signals, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        apart(lambda: os.kill(os.getpid(), number))


def test_its_death_within_the_result_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_work: object, pipe: Connection) -> None:
        os.write(pipe.fileno(), b"\0\0\0\x64half")  # a head that promises a hundred bytes
        os._exit(9)

    monkeypatch.setattr(sys.modules["gongbao.apart"], "_deliver", cut)
    with pytest.raises(QueryError, match="ended"):
        apart(lambda: None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take the network away")
def test_what_it_gives_up_is_its_own() -> None:
    def connect() -> str:
        no_sockets()
        try:
            socket.socket()
        except PermissionError:
            return "no network"
        return "network"

    assert apart(connect) == "no network"
    socket.socket().close()
