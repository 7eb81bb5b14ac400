"""A real browser for the viewer's page: Debian's chromium, which draws WebGL in software, with Chinese fonts."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

import page_samples
from browsing import Motion, Theme, Viewer
from gongbao import graph, ontology
from gongbao.export.viewer_page import render
from gongbao.model import Extraction
from needs import need

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="session")
def chromium() -> str:
    need(Path(CHROMIUM).exists(), CHROMIUM, "apt-get install chromium fonts-noto-cjk")
    fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True) if shutil.which("fc-list") else None
    need(fonts is None or bool(fonts.stdout.strip()), "a Chinese font", "apt-get install fonts-noto-cjk")
    return CHROMIUM


@pytest.fixture(scope="session")
def launch(chromium: str) -> Iterator[Callable[..., Browser]]:
    """Start chromium with flags of one's own."""
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=chromium, args=list(flags))


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch(*FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Pages by name, each rendered once: `real`, or a sample of `page_samples` with its argument (`large 1000`)."""
    folder = tmp_path_factory.mktemp("pages")

    def make(name: str) -> Path:
        path = folder / f"{name.replace(' ', '-')}.html"
        if not path.exists():
            path.write_text(render(store(name, request), ontology.load()), encoding="utf-8")
        return path

    return make


def store(name: str, request: pytest.FixtureRequest) -> ox.Store:
    if name == "real":
        real: Extraction = request.getfixturevalue("real")
        found = ox.Store()
        found.extend(graph.quads(real, ontology.load()))
        return found
    sample, *arguments = name.split()
    made: ox.Store = getattr(page_samples, sample)(*map(int, arguments))
    return made


@pytest.fixture
def viewer(browser: Browser, pages: Callable[[str], Path]) -> Iterator[Callable[..., Viewer]]:
    """Open a page by name in a fresh profile; at the end it must have said no error and asked for nothing outside."""
    opened: list[Viewer] = []

    def open_page(
        name: str,
        *,
        theme: Theme = "light",
        locale: str = "zh-CN",
        motion: Motion = "reduce",
        width: int = 1440,
        **fragment: str,
    ) -> Viewer:
        size: ViewportSize = {"width": width, "height": 900 if width > 900 else 844}
        context = browser.new_context(viewport=size, color_scheme=theme, locale=locale, reduced_motion=motion)
        shown = Viewer(context.new_page(), pages(name))
        opened.append(shown)
        return shown.open(**fragment)

    yield open_page
    for shown in opened:
        asked = [url for url in shown.requests if not url.startswith(("file:", "data:", "blob:"))]
        shown.page.context.close()
        assert shown.errors == []
        assert asked == []


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Callable[[Path], Viewer]]:
    """Open files one after the other in one profile, which keeps what they store; no error, nothing asked outside."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
    opened: list[Viewer] = []

    def open_page(path: Path) -> Viewer:
        opened.append(Viewer(context.new_page(), path))
        return opened[-1].open()

    yield open_page
    context.close()
    for shown in opened:
        assert shown.errors == []
        assert [url for url in shown.requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.fixture(scope="session")
def hatch_build() -> ModuleType:
    """The build hook, which knows where Node.js is."""
    spec = importlib.util.spec_from_file_location("hatch_build", SOURCE / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def npm_modules(tmp_path_factory: pytest.TempPathFactory, hatch_build: ModuleType) -> Path:
    """The viewer's source with all its npm packages, those of its tests included, in a folder of its own."""
    work = tmp_path_factory.mktemp("viewer")
    for path in (SOURCE / "viewer").iterdir():
        if path.name not in ("node_modules", "dist"):
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, work / path.name)
    npm, environment = hatch_build.find_npm()
    done = subprocess.run([*npm, "ci"], cwd=work, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return work / "node_modules"
