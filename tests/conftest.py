from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from gongbao import ontology
from gongbao.model import Extraction

if TYPE_CHECKING:
    from gongbao.settings import Settings

HERE = Path(__file__).parent

hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A row of a table is called by its words, in Chinese too, where it has no id of its own."""
    return re.sub(r"\W+", "-", val)[:40].strip("-") or None if isinstance(val, str) else None


@pytest.fixture(scope="session")
def data() -> Path:
    return HERE / "data"


@pytest.fixture(scope="session")
def gold() -> Path:
    return HERE / "gold"


@pytest.fixture(scope="session")
def terms() -> ontology.Ontology:
    return ontology.load()


@pytest.fixture(scope="session")
def settings() -> Settings:
    from gongbao.settings import Settings

    return Settings()


@pytest.fixture(scope="session")
def real(data: Path, settings: Settings) -> Extraction:
    """The extraction of the real report."""
    from gongbao.pipeline import extract_file

    (extraction,) = extract_file(data / "tianjin-transport-2023.txt", settings)
    return extraction


@pytest.fixture
def extraction(terms: ontology.Ontology) -> Extraction:
    """A small extraction with a bit of everything, made by hand."""
    from small import small_extraction

    return small_extraction(terms)


@pytest.fixture
def more_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Add rows to a file of the lexicon for one test: whatever keeps something made from it forgets it, then and after."""
    from gongbao import lexicon

    read = lexicon._rows

    def add(name: str, rows: str) -> None:
        added = [row.split("\t") for row in rows.splitlines()]
        monkeypatch.setattr(lexicon, "_rows", lambda file: [*read(file), *(added if file == name else ())])
        _forget()

    yield add
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    kept = [vars(module) for name, module in list(sys.modules.items()) if name.startswith("gongbao")]
    for value in [value for names in kept for value in list(names.values())]:
        if callable(clear := getattr(value, "cache_clear", None)):
            clear()
