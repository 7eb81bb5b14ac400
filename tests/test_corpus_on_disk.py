"""The folder of a corpus heals from what a kill or a power cut leaves, and says in one line what it cannot heal."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import corpus_fake
from gongbao.cli import cli
from gongbao.corpus import add as corpus
from gongbao.corpus import on_disk
from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.status import status
from gongbao.errors import StoreError
from gongbao.settings import Recipe

RECIPE = Recipe(base="https://example.org/kg/")


def add(store: Path, *files: Path) -> corpus.Summary:
    return corpus.add(store, files, RECIPE, jobs=0, extractor=corpus_fake.extract)


def quads(store: Path) -> list[str]:
    with open_reader(store) as reader:
        assert reader.base == RECIPE.base
        return sorted(map(str, reader.store))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("in")
    paths = [folder / f"r{number}.txt" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_text(f"市水务局，第{number}号报告，组织检查", "utf-8")
    return paths


@pytest.fixture
def store(tmp_path: Path, files: list[Path]) -> Path:
    add(tmp_path / "store", *files[:3])
    return tmp_path / "store"


@pytest.mark.parametrize("left", [(), ("lock",), ("lock", "views/"), ("lock", "gongbao-corpus.json.new")])
def test_a_killed_creation_is_gone_on_with(tmp_path: Path, files: list[Path], left: tuple[str, ...]) -> None:
    store = tmp_path / "store"
    store.mkdir()
    for name in left:
        (store / name).mkdir() if name.endswith("/") else (store / name).write_text("half")
    assert add(store, *files).added == 4
    assert quads(store)


def test_the_marker_is_the_first_thing_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[Path]) -> None:
    """However far the rest has come, the folder is known for a corpus and opens as an empty one."""
    monkeypatch.setattr(on_disk, "publish", lambda path, store: (_ for _ in ()).throw(OSError(5, "made to fail")))
    with pytest.raises(StoreError, match="made to fail"):
        add(tmp_path / "store", *files)
    monkeypatch.undo()
    shutil.rmtree(tmp_path / "store" / "data")
    assert quads(tmp_path / "store") == []
    assert add(tmp_path / "store", *files).added == 4


@pytest.mark.parametrize("content", [b"", b"\0" * 60])
def test_a_power_cut_leaves_an_empty_marker_which_heals(store: Path, files: list[Path], content: bytes) -> None:
    before, marker = quads(store), (store / on_disk.MARKER).read_bytes()
    (store / on_disk.MARKER).write_bytes(content)
    assert quads(store) == before, "the reports themselves tell the base"
    assert add(store, files[0]).unchanged == 1
    assert (store / on_disk.MARKER).read_bytes() == marker


@pytest.mark.parametrize("content", ["", "999", "../../etc", "/etc", "\0", "1\n2", "²"])
def test_the_mark_of_the_newest_view_heals(store: Path, files: list[Path], content: str) -> None:
    before = quads(store)
    (store / "views" / "current").write_text(content, "utf-8")
    assert quads(store) == before
    assert add(store, files[3]).added == 1
    assert len(quads(store)) > len(before)
    assert (store / "views" / "current").read_text().isdecimal()


@pytest.mark.parametrize("content", ["[]", '"x"', "null", "{", "[" * 99_999, '{"base": 1}', "\udcff"])
def test_an_odd_marker_is_one_line(store: Path, files: list[Path], content: str) -> None:
    (store / on_disk.MARKER).write_bytes(content.encode("utf-8", "surrogateescape"))
    for action in (lambda: add(store, *files), lambda: quads(store), lambda: status(store, RECIPE)):
        with pytest.raises(StoreError, match="gongbao-corpus.json cannot be read"):
            action()


def test_another_version_is_one_line(store: Path, files: list[Path]) -> None:
    (store / on_disk.MARKER).write_text(json.dumps({"format": 1, "base": RECIPE.base}))
    for action in (lambda: add(store, *files), lambda: quads(store)):
        with pytest.raises(StoreError, match="a corpus of format 1"):
            action()


def test_a_small_file_is_on_the_disk_before_it_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def sync(number: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file")
        fsync(number)

    def rename(self: Path, target: Path) -> Path:
        done.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", rename)
    on_disk.replace_text(tmp_path / "small", "text")
    assert done == ["file", "rename", "folder"]


def _flip(folder: Path) -> None:
    for table in folder.glob("*.sst"):
        data = bytearray(table.read_bytes())
        data[20::97] = bytes(255 - byte for byte in data[20::97])
        table.unlink()  # views share it
        table.write_bytes(data)


def _cut(folder: Path) -> None:
    for manifest in folder.glob("MANIFEST*"):
        manifest.write_bytes(manifest.read_bytes()[:30])


def _lose(folder: Path) -> None:
    for table in folder.glob("*.sst"):
        table.unlink()


@pytest.mark.parametrize("damage", [_flip, _cut, _lose, lambda f: (f / "CURRENT").write_bytes(b"")])
@pytest.mark.parametrize("command", ["status", "query", "view", "export", "explain"])
def test_damaged_files_are_one_line(store: Path, tmp_path: Path, damage: Callable[[Path], None], command: str) -> None:
    damage(store / "views" / on_disk.current(store))
    arguments = {
        "status": ["corpus", "status", str(store)],
        "query": ["query", str(store), "SELECT * { ?s ?p ?o }"],
        "view": ["view", str(store), "--no-open", "-o", str(tmp_path / "page.html")],
        "export": ["corpus", "export", str(store), "-o", str(tmp_path / "all.trig")],
        "explain": ["explain", str(store), "市水务局"],
    }[command]
    result = CliRunner().invoke(cli, arguments)
    assert isinstance(result.exception, StoreError), result.exception
    assert "cannot be read" in str(result.exception)


def test_a_damaged_database_is_one_line_for_the_writer(store: Path, files: list[Path]) -> None:
    _cut(store / "data")
    with pytest.raises(StoreError, match="cannot be read"):
        add(store, *files)
    assert quads(store), "its view is whole"


@pytest.mark.parametrize("kind", [OSError, RuntimeError])
def test_a_disk_that_is_full_while_the_database_is_written_is_told_so(store: Path, kind: type[Exception]) -> None:
    with pytest.raises(StoreError, match="the disk is full; what was committed is safe"), on_disk.readable(store):
        raise kind("IO error: No space left on device: While appending to file: bulk-1.sst")


def test_files_that_the_database_removes_meanwhile_hurt_nobody(store: Path, files: list[Path]) -> None:
    (store / "data" / "000999.sst").symlink_to(store / "gone")
    assert status(store, RECIPE).size > on_disk.size(store) > 0
    assert add(store, *files).added == 1
