"""Every command does on Windows what it does here, to the byte; `tests/windows` says what is different there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from gongbao.cli import COMMANDS
from gongbao.corpus import add, on_disk
from gongbao.export.atomic import replace, safe_stem
from gongbao.export.formats import FORMATS
from gongbao.read import raw
from serving import children_of, serving, until

HERE = Path(__file__).parent
QUERY = "SELECT ?r WHERE { ?r a gb:Report FILTER(?r != <https://example.org/“公报”>) }"
RUNS = (
    ("build", "reports.zip", "--ontology", "mine.ttl"),
    ("extract", "reports.zip"),
    ("check", "output/all.trig"),
    ("query", "output/all.trig", "entities", "--format", "csv"),
    ("query", "output/all.trig", "-f", "-", "--format", "json"),
    ("export", "output/all.trig", "-o", "exported", *(w for format in FORMATS for w in ("--to", format.name))),
    ("explain", "output/all.trig", "天津市公安局"),
    ("measures", "output/all.trig", "--format", "csv"),
    ("path", "output/all.trig", "天津市公安局", "护网专项行动"),
    ("project", "output/all.trig", "bodies", "-o", "projected"),
    ("view", "output/all.trig", "--no-open", "-o", "page.html"),
    ("ontology", "--to", "shapes", "-o", "shapes.ttl"),
    ("help", "--html", "-o", "help.html"),
    ("score", "gold"),
    ("train", "gold", "-o", "mine"),  # which says what to install
    ("corpus", "add", "store", "reports.zip", "folder"),
    ("corpus", "replace", "store", "folder"),
    ("corpus", "export", "store", "-o", "store.nq"),
    ("corpus", "remove", "store", "folder"),
    ("corpus", "status", "store", "--json"),
)


@dataclass(frozen=True)
class Ran:
    """What commands left: status and output of each, and all files but those of the store."""

    said: dict[str, tuple[int, bytes]]
    files: dict[str, bytes]


def _environment(windows: bool) -> dict[str, str]:
    paths = [*([str(HERE / "windows")] if windows else []), str(Path(add.__file__).parents[2])]
    given = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "LC_ALL", "LANG")}
    given |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", "GONGBAO_LANG": "zh"}
    strict = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}
    return given | (strict if windows else {})


def _run(folder: Path, windows: bool) -> Ran:
    folder.mkdir()
    with zipfile.ZipFile(folder / "reports.zip", "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("aux.txt"),
            "天津市公安局关于专项行动的报告\n\n天津市公安局开展“护网”专项行动，检查企业120家。\n",
        )
        archive.writestr(
            zipfile.ZipInfo("b.txt"),
            "天津市交通运输委员会关于整治的报告\n\n市交通运输委员会与天津市公安局开展“护网”专项行动。\n",
        )
    (folder / "folder").mkdir()
    (folder / "folder" / "一.txt").write_text("上海市公安局开展“砺剑”专项行动。\n", encoding="utf-8")
    shutil.copyfile(HERE / "data" / "fire-inspection.ttl", folder / "mine.ttl")
    (folder / "gold" / "text").mkdir(parents=True)
    shutil.copyfile(HERE / "gold" / "agency-a2-market.json", folder / "gold" / "a.json")
    shutil.copyfile(HERE / "gold" / "text" / "agency-a2-market.txt", folder / "gold" / "text" / "a.txt")
    said = {}
    for words in RUNS:
        done = subprocess.run(
            [sys.executable, "-m", "gongbao", *words],
            cwd=folder,
            env=_environment(windows),
            input=QUERY.encode(),
            capture_output=True,
        )
        errors = done.stderr.decode() if done.returncode not in (0, 2) else ""
        assert "Traceback" not in errors, errors
        said[" ".join(words)] = done.returncode, done.stdout.replace(bytes(folder), b".")
    said["corpus status store --json"] = said["corpus status store --json"][0], b""  # the size of a store differs
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes().replace(bytes(folder), b".")
        for path in folder.rglob("*")
        if path.is_file() and "store" not in path.relative_to(folder).parts
    }
    return Ran(said, files)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return _run(tmp_path_factory.mktemp("here") / "work", windows=False)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return _run(tmp_path_factory.mktemp("there") / "work", windows=True)


@pytest.mark.slow
def test_every_command_gives_the_same_bytes(here: Ran, there: Ran) -> None:
    assert {words[0] for words in RUNS} | {"serve"} == set(COMMANDS)
    assert {words: status for words, (status, _) in here.said.items() if status} == {"train gold -o mine": 2}
    for words, said in here.said.items():
        assert there.said[words] == said, words
    assert set(there.files) == set(here.files)
    assert len(here.files) > 30
    assert "output/aux_.ttl" in here.files
    for name, content in here.files.items():
        assert there.files[name] == content, name


@pytest.mark.slow
def test_serve_answers_and_ends_what_runs_away(here: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = tmp_path / "all.trig"
    graph.write_bytes(here.files["output/all.trig"])
    environment = _environment(True)
    for name in ("PYTHONPATH", "PYTHONUTF8", "PYTHONWARNDEFAULTENCODING", "PYTHONWARNINGS"):
        monkeypatch.setenv(name, environment[name])
    with serving(graph, tmp_path / "log", "--seconds", "8") as served:
        assert "memory" in served.log.read_text() and "network" in served.log.read_text()
        counted = served.select("SELECT (COUNT(?r) AS ?n) WHERE { ?r a gb:Report }", "text/csv")
        assert counted.text.split() == ["n", "2"]
        graph.write_text("")  # what becomes of the file changes no answer
        endless = served.select("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        assert endless.status_code == 503 and "longer than 8 s" in endless.json()["detail"]
        again = served.select("SELECT (COUNT(?r) AS ?n) WHERE { ?r a gb:Report }", "text/csv")
        assert again.text == counted.text
        with served.client() as client:
            assert "公安局" in client.get("/view").text
            assert (
                "天津市公安局" in client.get("/search", params={"q": "gonganju"}).text
            )  # by a process that knows names
        workers = children_of(served.process.pid)
        assert workers
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


@pytest.mark.slow
def test_a_store_is_served_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The view that is read stays, by its lock; the server moves to the newer one, and the older one then goes."""
    environment = _environment(True)
    for name in ("PYTHONPATH", "PYTHONUTF8", "PYTHONWARNDEFAULTENCODING", "PYTHONWARNINGS"):
        monkeypatch.setenv(name, environment[name])
    store = tmp_path / "store"

    def add_one(number: int) -> None:
        report = tmp_path / f"{number}.txt"
        report.write_text(f"天津市公安局开展“护网{number}”专项行动。\n", encoding="utf-8")
        command = [sys.executable, "-m", "gongbao", "corpus", "add", str(store), str(report)]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    def views() -> set[str]:
        return {path.name for path in (store / "views").iterdir() if path.is_dir()}

    add_one(1)
    (first,) = views()
    with serving(store, tmp_path / "log", "--quiet") as served:
        count = "SELECT (COUNT(?r) AS ?n) WHERE { ?r a gb:Report }"
        assert served.select(count, "text/csv").text.split() == ["n", "1"]
        add_one(2)
        assert first in views()
        until(lambda: served.select(count, "text/csv").text.split() == ["n", "2"])
        add_one(3)
        until(lambda: served.select(count, "text/csv").text.split() == ["n", "3"])
        assert first not in views()


@pytest.mark.slow
def test_serve_refuses_a_broken_graph_by_its_name(tmp_path: Path) -> None:
    graph = tmp_path / "broken.ttl"
    graph.write_text("this is no graph", encoding="utf-8")
    command = [sys.executable, "-m", "gongbao", "serve", str(graph), "--port", "0"]
    done = subprocess.run(command, env=_environment(True) | {"GONGBAO_LANG": "en"}, capture_output=True, timeout=300)
    assert done.returncode == 1
    assert f"gongbao: {graph}, line 1" in done.stderr.decode()


@pytest.mark.slow
def test_it_speaks_the_language_of_the_system_and_its_help_is_whole_on_any_console() -> None:
    environment = {k: v for k, v in _environment(True).items() if k not in ("GONGBAO_LANG", "LC_ALL")}
    command = [sys.executable, "-m", "gongbao", "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "命令:\n" in done.stdout.decode() and b"\r" not in done.stdout
    asked = subprocess.run(command, env=environment | {"PYTHONIOENCODING": "gbk"}, capture_output=True, check=True)
    assert "命令:" in asked.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("source", "stem"),
    [
        ("CON.txt", "CON_"),
        ("d/nul", "nul_"),
        ("com1.2023.pdf", "com1_.2023"),
        ("a. .txt", "a"),
        ("console.txt", "console"),
    ],
)
def test_no_file_is_called_as_a_device(source: str, stem: str) -> None:
    assert safe_stem(source) == stem


def test_what_is_open_is_replaced_once_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, target = tmp_path / "made", tmp_path / "target"
    made.write_text("new")
    target.write_text("old")
    real, refusals = Path.replace, iter([True, True, False])

    def refuse(self: Path, path: Path) -> Path:
        if next(refusals):
            raise PermissionError(13, "in use")
        return real(self, path)

    monkeypatch.setattr("gongbao.export.atomic.os.name", "nt")
    monkeypatch.setattr("gongbao.export.atomic.Path.replace", refuse)
    replace(made, target)
    monkeypatch.undo()
    assert target.read_text() == "new" and not made.exists()


def test_a_report_is_named_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongbao.read.raw.os.sep", "\\")
    assert raw.shown("报告\\一.txt") == "报告/一.txt"


@pytest.mark.slow
def test_locks_keep_one_from_all_others(tmp_path: Path) -> None:
    """The lock of Windows, by bytes: one alone, many together, a view in use stays."""
    program = """
import sys
sys.modules["__main__"].__package__ = "gongbao"
from pathlib import Path
from gongbao import locks
import msvcrt
path = Path(sys.argv[1])
def handle():
    return path.open("a+", encoding="utf-8")
def refused(lock, file):
    try:
        lock(file)
    except BlockingIOError:
        return True
    return False
first, second, third = handle(), handle(), handle()
locks.together(first), locks.together(second)
assert refused(locks.alone, third)
first.close(), second.close()
locks.alone(third)
third.write("7"), third.flush()
fourth = handle()
assert refused(locks.alone, fourth) and refused(locks.together, fourth)
fourth.seek(0)
assert fourth.read() == "7"
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "lock")], env=_environment(True), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert on_disk.is_corpus(tmp_path) is False
