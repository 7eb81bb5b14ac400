"""What a report is about: its keywords, by the TF-IDF of jieba.analyse, and where they stand.

jieba's own extractor takes 1.3 s of processor time to be ready, most of it for a dictionary that rjieba holds already.
So its weights (jieba's `idf.txt`) are used here on rjieba's words; a test compares with jieba.analyse itself.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from gongbao.model import Document, Keyword, Span
from gongbao.text.words import Segmenter

MOST = 8
"""How many keywords a report gets."""

SPEECH = frozenset({"n", "nt", "nz", "vn"})
"""jieba's parts of speech that say what a text is about; places and persons are things with names of their own."""

_STOP = frozenset(("the", "of", "is", "and", "to", "in", "that", "we", "for", "an", "are"))
_STOP |= frozenset(("by", "be", "as", "on", "with", "can", "if", "from", "which", "you", "it", "this", "then", "at"))
_STOP |= frozenset(("have", "all", "not", "one", "has", "or", "that"))
"""jieba.analyse's own stop words."""


def find(document: Document, segmenter: Segmenter, *, most: int = MOST) -> tuple[Keyword, ...]:
    """Return the keywords of a report's body, weightiest first; equal ones in the order of the text."""
    body = document.body
    places: dict[str, list[Span]] = {}
    text = document.folded[body.start : body.end]
    end = body.start
    for word, tag in segmenter.tagged(text):
        start, end = end, end + len(word)
        if tag in SPEECH and len(word.strip()) > 1 and word.lower() not in _STOP:
            places.setdefault(word, []).append(Span(start, end))
    total = sum(map(len, places.values()))
    weights = {word: len(spans) * _idf(word) / total for word, spans in places.items()}
    chosen: Sequence[str] = sorted(weights, key=lambda word: -weights[word])[:most]
    return tuple(Keyword(word, round(weights[word], 4), tuple(places[word])) for word in chosen)


def _idf(word: str) -> float:
    weight = _weights().get(word)
    return _median() if weight is None else float(weight)


@cache
def _weights() -> Mapping[str, str]:
    """jieba's weights as they are written; read where jieba is installed, without importing it."""
    found = importlib.util.find_spec("jieba")
    assert found is not None and found.origin is not None, "jieba is a dependency"
    cells = (Path(found.origin).parent / "analyse" / "idf.txt").read_text("utf-8").split()
    return dict(zip(cells[::2], cells[1::2], strict=True))


@cache
def _median() -> float:
    """The weight of a word that jieba has none for."""
    weights = sorted(map(float, _weights().values()))
    return weights[len(weights) // 2]
