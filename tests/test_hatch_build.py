"""The build hook: it builds once, says what to do where it cannot, and can be told to do without."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[1] / "src"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", SOURCE / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path, hook: ModuleType) -> Path:
    """A checkout with the viewer's source and no page."""
    viewer = tmp_path / "src" / "viewer"
    viewer.mkdir(parents=True)
    (tmp_path / "src" / "gongbao").mkdir()
    for name in hook.INPUTS:
        path = SOURCE / "viewer" / name
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, viewer / name)
    return tmp_path


def test_a_page_of_the_same_source_is_not_built_again(hook: ModuleType, root: Path) -> None:
    viewer = hook.Viewer(root)
    assert viewer.stale()
    viewer.page.write_text(f"<html>{hook.STAMP.format(viewer.digest())}</html>", encoding="utf-8")
    assert not viewer.stale()
    viewer.build()  # would need the registry
    style = root / "src" / "viewer" / "src" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert viewer.stale()


def test_a_page_without_its_source_stands(hook: ModuleType, tmp_path: Path) -> None:
    viewer = hook.Viewer(tmp_path)
    viewer.page.parent.mkdir(parents=True)
    with pytest.raises(RuntimeError, match="GONGBAO_SKIP_VIEWER=1"):
        viewer.build()
    viewer.page.write_text("<html></html>", encoding="utf-8")
    viewer.build()


def test_no_registry_gives_one_clear_message(
    hook: ModuleType, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(RuntimeError) as caught:
        hook.Viewer(root).build()
    first = str(caught.value).splitlines()[0]
    assert first.startswith("gongbao's viewer could not be built: npm ci") and "GONGBAO_SKIP_VIEWER=1" in first
    assert "127.0.0.1" in str(caught.value)
    assert not (root / "src" / "gongbao" / "viewer.html").exists()


def test_the_switch(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for value, wanted in (("1", True), ("yes", True), ("0", False), ("", False)):
        monkeypatch.setenv(hook.SKIP, value)
        assert hook.skipped() is wanted


def test_the_lock_names_no_registry_and_all_versions_are_exact() -> None:
    lock = (SOURCE / "viewer" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    package = json.loads((SOURCE / "viewer" / "package.json").read_text(encoding="utf-8"))
    assert all(v[0].isdigit() for kind in ("dependencies", "devDependencies") for v in package[kind].values())


@pytest.mark.slow
def test_the_archive_of_the_source_carries_the_page_and_needs_no_node(tmp_path: Path) -> None:
    """What `pip install gongbao-….tar.gz` does on a machine without Node.js, and what is in the wheel that it makes."""
    checkout = SOURCE.parent
    page = SOURCE / "gongbao" / "viewer.html"
    assert page.is_file(), "install gongbao first, which builds the page"
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / "dist"), "-t"]
    subprocess.run([*build, "sdist"], cwd=checkout, check=True, capture_output=True)
    (archive,) = (tmp_path / "dist").glob("gongbao-*.tar.gz")
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):  # Python 3.11.4 and later
            tar.extraction_filter = tarfile.data_filter
        tar.extractall(tmp_path)
    (unpacked,) = tmp_path.glob("gongbao-*")
    for name in ("README.md", "src/LICENSE", "src/gongbao/NOTICE", "src/gongbao/viewer.html", "src/gongbao/py.typed"):
        assert (unpacked / name).is_file(), name
    empty = tmp_path / "bin"
    empty.mkdir()
    alone = {**os.environ, "PATH": str(empty), "npm_config_registry": "http://127.0.0.1:9"}
    subprocess.run([*build, "wheel"], cwd=unpacked, env=alone, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("gongbao-*.whl")
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
        assert content.read("gongbao/viewer.html") == page.read_bytes()
        (about,) = [content.read(name).decode() for name in names if name.endswith("/METADATA")]
    assert {"gongbao/py.typed", "gongbao/NOTICE", "gongbao/ontology_files/gongbao.ttl"} <= set(names)
    assert {f"{table.relative_to(SOURCE)}" for table in (SOURCE / "gongbao").rglob("*.tsv")} <= set(names)
    assert sum(name.endswith(("licenses/src/LICENSE", "licenses/src/gongbao/NOTICE")) for name in names) == 2
    for line in (
        "Requires-Dist: networkx",
        "Requires-Dist: rdflib",
        "Requires-Dist: jieba",
        "License-Expression: Apache-2.0",
    ):
        assert line in about
    for extra in ("ocr", "pandas", "server", "train"):
        assert f"Provides-Extra: {extra}" in about
