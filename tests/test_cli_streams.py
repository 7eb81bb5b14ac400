"""What the system refuses a command (a name, room, a stream) is one line and an exit status, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from called import run
from gongbao import cli
from gongbao.apart import apart
from gongbao.errors import GongbaoError
from gongbao.export.atomic import write_atomic
from gongbao.text.harmless import guarded, guarded_table

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
        (("extract", "a.txt", "--limit", "nan"), "--limit"),
        (("extract", "a.txt", "--base", "http://[x/"), "--base"),
        (("extract", "a.txt", "--base", "http://x/\x7f"), "--base"),
        (("extract", "a.txt", "--base", "http://x/g#"), "without # and ?"),
        (("extract", "a.txt", "--base", "http://x/g?x="), "without # and ?"),
    ],
)
def test_options_that_are_no_values(call: tuple[str, ...], says: str) -> None:
    told = run(*call)
    assert told.exit_code == 2 and says in told.stderr


def test_only_the_option_shows_where_a_fault_arose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongbao.cli.options.recipe_of", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(sys, "argv", ["gongbao", "--debug"])
    for more, shown in ((), False), (("--debug",), True):
        wanted: dict[str, bool] = {}
        call = partial(cli.cli.main, ["extract", "no.txt", *more], standalone_mode=False, obj=wanted)
        assert cli._run(call, wanted) == 1
        assert ("Traceback" in capsys.readouterr().err) is shown


def test_nothing_is_left_outside_of_what_was_asked_for(tmp_path: Path) -> None:
    """Neither Python's sockets of processes nor what ONNX Runtime would note of its use, to send it to its makers."""
    home, store, report = tmp_path / "home", tmp_path / "store", tmp_path / "a.txt"
    home.mkdir()
    report.write_text("清河市水务局关闭了2家企业。", "utf-8")
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    others = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    call = [sys.executable, "-m", "gongbao", "corpus", "add", str(store), str(report), "-j2"]
    done = subprocess.run(call, capture_output=True, text=True, env=others | places)
    assert done.returncode == 0 and done.stdout.endswith("1 added\n"), done.stderr
    assert not list(home.rglob("*"))


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


@pytest.mark.parametrize("value", ["nan", "1e999", "-1"])
def test_seconds_of_a_query_that_are_none(value: str) -> None:
    told = run("serve", "a.ttl", "--seconds", value)
    assert told.exit_code == 2 and "--seconds" in told.stderr


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit(143), ValueError])
def test_nothing_half_written_is_left_however_writing_ends(tmp_path: Path, end: BaseException | type) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise end

    with pytest.raises(BaseException) as raised:
        write_atomic(tmp_path / "a.ttl", pieces())
    assert raised.type is (end if isinstance(end, type) else type(end))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no SIGTERM there")
def test_a_command_that_is_told_to_end_takes_away_what_is_half_written(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, gongbao.cli as cli\n"
        "from pathlib import Path\n"
        "from gongbao.export.atomic import write_atomic\n"
        "def pieces():\n"
        "    yield b'half'\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    yield b'whole'\n"
        "cli.cli.main = lambda **_: write_atomic(Path(sys.argv[1]), pieces())\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "a.ttl")], capture_output=True, text=True)
    assert done.returncode == 143 and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_in_tables_for_spreadsheets_are_no_formulas() -> None:
    assert [guarded(cell) for cell in ("=1+1", "　＝HYPERLINK(…)", "\t@x", "市公安局", "3-1")] == [
        *("'=1+1", "'　＝HYPERLINK(…)", "'\t@x", "市公安局", "3-1")
    ]


def test_answers_for_spreadsheets_are_no_formulas_and_numbers_stay() -> None:
    plain = 'a,b\r\n-5,"x, y"\r\n\r\n+1.5e3,市公安局\r\n'.encode()
    assert guarded_table(plain) is plain
    whole = b's\n"' + b"x" * 200_000 + b'"\n=1\n'  # the text of a report is a cell too
    assert guarded_table(whole) == whole.replace(b'"', b"").replace(b"=1", b"'=1")
    assert guarded_table(b's\r\n=1+1\r\n--07-31\r\n"@x\n-"\r\n-5\r\n') == (
        b"s\r\n'=1+1\r\n'--07-31\r\n\"'@x\n-\"\r\n-5\r\n"
    )
