"""The words of the server's own pages, English and Chinese; names of types and relations come from the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

_ROWS = (resources.files("gongbao.serve") / "phrases.tsv").read_text("utf-8").splitlines()[1:]
WORDS: Mapping[str, tuple[str, str]] = {key: (english, zh) for key, english, zh in (row.split("\t") for row in _ROWS)}


def word(key: str, language: str, **values: object) -> str:
    """Return a word of the pages in the reader's language (`en`, or Chinese); numbers get their separators."""
    english, chinese = WORDS[key]
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return (english if language == "en" else chinese).format(**shown)
