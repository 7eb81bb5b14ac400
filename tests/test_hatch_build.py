"""The build hook: it builds once, says what to do where it cannot, and can be told to do without."""

from __future__ import annotations

import importlib.util
import json
import shutil
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
