"""What the system refuses a command (a name, room, a stream) is one line and an exit status, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from called import run
from gongbao.apart import apart
from gongbao.errors import GongbaoError

LONG = "报" * 300


@pytest.mark.parametrize(
    "call",
    [
        ("query", f"{LONG}.ttl", "cases"),
        ("view", f"{LONG}.ttl", "--no-open"),
        ("corpus", "status", LONG),
        ("extract", "a.txt", "--decisions", f"{LONG}.csv"),
    ],
)
def test_names_that_are_too_long(call: tuple[str, ...]) -> None:
    told = run(*call)
    assert told.exit_code in (1, 2)
    (line,) = told.stderr.strip().splitlines()
    assert line.startswith("gongbao: 报") and "too long" in line


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("extract", "a.txt", "--limit", "nan"), "--limit nan"),
        (("extract", "a.txt", "--base", "http://[x/"), "--base"),
        (("extract", "a.txt", "--base", "http://x/\x7f"), "--base"),
    ],
)
def test_options_that_are_no_values(call: tuple[str, ...], says: str) -> None:
    told = run(*call)
    assert told.exit_code == 2 and says in told.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this system")
def test_a_full_disk_under_the_output() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gongbao", "--help"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1 and done.stderr.startswith("gongbao: the output") and "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes streams")
def test_closed_streams(tmp_path: Path) -> None:
    def shell(line: str) -> subprocess.CompletedProcess[str]:
        call = f"{sys.executable} -m gongbao {line}"
        return subprocess.run(["sh", "-c", call], capture_output=True, text=True, cwd=tmp_path)

    empty = shell("extract - <&-")
    assert empty.returncode == 1 and "stdin: the file is empty" in empty.stderr
    mute = shell("extract nothing.txt >&-")
    assert mute.returncode == 1 and mute.stderr.splitlines()[-1].startswith("gongbao: the output")
    deaf = shell("extract nothing.txt 2>&-")
    assert deaf.returncode == 1 and "no such file" in deaf.stdout


def test_what_the_system_refuses_to_a_query_is_told_by_its_name() -> None:
    def refused() -> None:
        Path(LONG).stat()

    with pytest.raises((GongbaoError, OSError), match=LONG):
        apart(refused)
