"""Names in a report's body: the tagger and a few rules propose, the chooser decides, sure names are sought elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from gongbao.mentions import boundary, propagate, tagger
from gongbao.mentions.candidate import Candidate, choose
from gongbao.mentions.rules import RULES, Sheet
from gongbao.mentions.rules.cases import HANDLED
from gongbao.model import Document, Mention
from gongbao.ontology import Ontology
from gongbao.text import columns, numerals
from gongbao.text.words import Segmenter
from gongbao.trace import Hear, unheard


class Decisions(NamedTuple):
    """How the names of a body were found: `text` as tagger and rules saw it, what they proposed, what was chosen.

    Offsets are those of the body. `classes` are the tagger's, in the order of the labels in `reading`.
    """

    text: str
    classes: tuple[str, ...]
    reading: tagger.Reading
    proposed: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]


@dataclass(frozen=True)
class Finder:
    """Everything that finding names depends on besides the reports.

    `without` are what is switched off: `tagger`, `rules`, or the ids of rules. `weights` is a folder that `gongbao
    train` wrote (None: the weights that come with gongbao); `names` are the user's names with their class, `words` the
    user's words (word, part of speech, frequency).
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
        begins = [document.body.start for document in documents]
        return [
            tuple(_mention(candidate, begin) for candidate in decided.chosen)
            for begin, decided in zip(begins, self.decide(documents), strict=True)
        ]

    def decide(self, documents: Sequence[Document], hear: Hear = unheard) -> list[Decisions]:
        """Find the names of reports, and return how; `hear` is told of each rule's verdicts."""
        bodies = [document.folded[document.body.start : document.body.end] for document in documents]
        network = tagger.load(self.weights)
        readings = network.read(bodies, self.segmenter)
        return [self._decide(columns.plain(b), network, r, hear) for b, r in zip(bodies, readings, strict=True)]

    def _decide(self, text: str, network: tagger.Tagger, reading: tagger.Reading, hear: Hear) -> Decisions:
        closed = boundary.pairs(text)
        without = {rule.id for rule in RULES} | {propagate.BY} if "rules" in self.without else self.without
        proposed = network.candidates(reading) if tagger.BY not in without else []
        proposed = [boundary.balance(candidate, text, closed) for candidate in proposed]
        wanted = {spec.id for spec in self.ontology.entity_classes}
        names = tuple((columns.plain(name), kind) for name, kind in self.names)
        sheet = Sheet(text, self.ontology, self.segmenter, network.heads, names, hear)
        for rule in RULES:
            if rule.id not in without:
                proposed += rule.find(sheet, tuple(proposed))
        proposed = [*boundary.settled(proposed, text, self.ontology)]
        able = [c for c in proposed if c.type in wanted and not no_name(text, c)]
        chosen = boundary.shortened(choose(boundary.outermost(able, HANDLED.id)), text, self.ontology.role("person"))
        if propagate.BY not in without:
            never = frozenset(map(self.ontology.role, ("document", "event")))  # 1 of 18 such repetitions was right
            again = list(propagate.repeat(text, chosen, never, self.segmenter, hear))
            proposed, chosen = [*proposed, *again], choose([*chosen, *again])
        return Decisions(text, network.classes, reading, tuple(proposed), tuple(chosen))


def _mention(candidate: Candidate, offset: int) -> Mention:
    score = max(round(candidate.score, 3), 0.001)
    return Mention(offset + candidate.start, offset + candidate.end, candidate.type, candidate.by, score)


_LOST = re.compile(r"[\ufffd\ue000-\uf8ff\n]|\?\?|%[）)]")
_MONEY = re.compile(f"{numerals.FINANCIAL}[元圆]?整?")


def no_name(text: str, candidate: Candidate) -> bool:
    """Say whether a candidate runs across lost characters, a quotation of shares or the end of a line, or is a sum of money."""
    at = candidate.start, candidate.end
    return _LOST.search(text, *at) is not None or _MONEY.fullmatch(text, *at) is not None


_segmenter = cache(Segmenter)


def warm(weights: Path | None = None) -> None:
    """Begin to load what takes longest, beside whatever the program does next; a process that forks must not."""
    Thread(target=tagger.load, args=(weights,), daemon=True).start()
