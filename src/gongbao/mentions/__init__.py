"""Names in a report's body: the tagger and a few rules propose, the chooser decides, sure names are sought elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Thread

from gongbao.mentions import boundary, propagate, tagger, tokens
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import choose
from gongbao.mentions.rules import RULES, Sheet
from gongbao.model import Document, Mention
from gongbao.ontology import Ontology
from gongbao.text.words import Segmenter


@dataclass(frozen=True)
class Finder:
    """Everything that finding names depends on besides the reports.

    `weights` is a folder that `gongbao train` wrote (None: the weights that come with gongbao); `names` are the user's
    names with their class, `words` the user's words (word, part of speech, frequency).
    """

    ontology: Ontology
    without: frozenset[str] = frozenset()
    weights: Path | None = None
    names: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, int], ...] = ()
    segmenter: Segmenter = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segmenter", _segmenter(self.words))

    def find(self, documents: Sequence[Document]) -> list[tuple[Mention, ...]]:
        """Find the names of reports, all of them together; each gets what it would get alone."""
        bodies = [document.folded[document.body.start : document.body.end] for document in documents]
        network = tagger.load(self.weights)
        readings = network.read(bodies, self.segmenter)
        return [
            self._mentions(document, tokens.plain(body), network, reading)
            for document, body, reading in zip(documents, bodies, readings, strict=True)
        ]

    def _mentions(
        self, document: Document, text: str, network: tagger.Tagger, reading: tagger.Reading
    ) -> tuple[Mention, ...]:
        closed = boundary.pairs(text)
        proposed = network.candidates(reading) if tagger.BY not in self.without else []
        proposed = [boundary.balance(candidate, text, closed) for candidate in proposed]
        wanted = {spec.id for spec in self.ontology.entity_classes}
        if "rules" not in self.without:
            names = tuple((tokens.plain(name), kind) for name, kind in self.names)
            sheet = Sheet(text, self.ontology, self.segmenter, frozenset(network.classes), names)
            for rule in RULES:
                proposed += rule.find(sheet, tuple(proposed))
        proposed = [c for c in proposed if c.type in wanted and not _LOST.search(text, c.start, c.end)]
        chosen = choose(proposed)
        if "rules" not in self.without:
            chosen = choose([*chosen, *propagate.repeat(text, chosen, self.segmenter)])
        at = document.body.start
        return tuple(_mention(candidate, at) for candidate in chosen)


def _mention(candidate: Candidate, offset: int) -> Mention:
    score = max(round(candidate.score, 3), 0.001)
    return Mention(offset + candidate.start, offset + candidate.end, candidate.type, candidate.by, score)


_LOST = re.compile(r"[\ufffd\ue000-\uf8ff\n]|\?\?")
"""Characters that were lost, and ends of lines: no name runs across them."""


@cache
def _segmenter(words: tuple[tuple[str, str, int], ...]) -> Segmenter:
    return Segmenter(words)


def warm(weights: Path | None = None) -> None:
    """Begin to load what takes longest, beside whatever the program does next; a process that forks must not."""
    Thread(target=tagger.load, args=(weights,), daemon=True).start()
