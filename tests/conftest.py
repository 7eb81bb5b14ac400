from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongbao import ontology
from gongbao.model import Extraction

if TYPE_CHECKING:
    from gongbao.settings import Settings

HERE = Path(__file__).parent


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
