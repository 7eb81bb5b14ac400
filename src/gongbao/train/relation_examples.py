"""Annotated reports as examples of pairs: the same scenes, pairs and features that the finished program sees."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongbao.evaluate.scoring import read_gold
from gongbao.model import Span
from gongbao.ontology import Ontology
from gongbao.relations.classifier import QUOTES, allowed, kinds, triggers, with_conduct
from gongbao.relations.conduct import conduct
from gongbao.relations.cues import Cues
from gongbao.relations.pairs import pairs
from gongbao.relations.scene import Ints, Name, Scene, scene
from gongbao.text.script import fold


def predicates(ontology: Ontology) -> tuple[str, ...]:
    """Return what the network tells of, in the order of its outputs; jurisdiction is read from names alone."""
    return tuple(p.id for p in ontology.relations if p.id != ontology.property_role("jurisdiction"))


Related = dict[tuple[int, int], set[int]]  # of two things, the predicates that hold between them


@dataclass(frozen=True, slots=True)
class Example:
    """A report: its scene, rows of pairs, which two things each row is about, and what holds between those."""

    told: Scene
    rows: Ints
    group: Ints
    holds: NDArray[np.float32]
    possible: NDArray[np.bool_]
    cues: NDArray[np.uint8]
    related: Related
    annotated: int

    def __len__(self) -> int:
        """How many characters."""
        return len(self.told.text)


def read(folders: Sequence[Path], ontology: Ontology, cues: Cues) -> Iterator[tuple[str, Example]]:
    """Yield the annotated reports of folders of NAME.json with text/NAME.txt (or ../text/NAME.txt), in their order."""
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            example = _example(*read_gold(path), ontology, cues)
            if example is not None:
                yield path.stem, example


def _example(gold: Mapping[str, Any], text: str, ontology: Ontology, cues: Cues) -> Example | None:
    things = _Things(gold, ontology)
    names = list(things.names(gold, text))
    if not names:
        return None
    publisher = things.known.get(things.key(gold.get("publisher") or ""), -1)
    told = scene(fold(text), names, publisher, [tuple(sorted(s)) for s in things.surfaces])
    related, targets = things.related(gold)
    told, aimed = _with_targets(told, targets, triggers(cues, told.text, ontology), things.conduct)
    related.update(aimed)
    return example(told, related, len(gold["relations"]), ontology, cues)


def example(told: Scene, related: Related, annotated: int, ontology: Ontology, cues: Cues) -> Example | None:
    """Return the pairs of a scene with what holds between them; None where nothing could hold."""
    known = predicates(ontology)
    possible = allowed(ontology, known)
    rows = pairs(told, np.asarray(possible.any(-1)))
    if not len(rows):
        return None
    head = np.where(rows[:, 0] < 0, told.reporter, told.thing[rows[:, 0]])
    ends, group = np.unique(np.stack([head, told.thing[rows[:, 1]]], 1), axis=0, return_inverse=True)
    holds = np.zeros((len(ends), len(known)), np.float32)
    for number, (one, other) in enumerate(ends.tolist()):
        holds[number, list(related.get((one, other), ()))] = 1
    kind = np.zeros(len(told.names_of), np.int64)
    kind[told.thing] = told.kind
    marked = cues.channels_of(told.text)
    return Example(
        told, rows, group.ravel(), holds, possible[kind[ends[:, 0]], kind[ends[:, 1]]], marked, related, annotated
    )


def without_reporter(found: Example, ontology: Ontology, cues: Cues) -> Example | None:
    """The same report with nobody known to report: what a network must also be able to read."""
    return example(found.told._replace(reporter=-1), found.related, found.annotated, ontology, cues)


class _Things:
    """The things of an annotated report: its groups of names, and each name that is in none."""

    def __init__(self, gold: Mapping[str, Any], ontology: Ontology) -> None:
        self.kinds = kinds(ontology)
        self.predicates = predicates(ontology)
        specs = [ontology.get_property(p) for p in self.predicates]
        concept = ontology.role("concept")
        self.both_ways = {n for n, spec in enumerate(specs) if spec.symmetric}
        self.conduct = next(n for n, s in enumerate(specs) if any(ontology.is_a(r, concept) for r in s.range))
        self.groups = {name.strip(QUOTES): n for n, group in enumerate(gold["entities"]) for name in group}
        self.known: dict[int | str, int] = {}
        self.surfaces: list[set[str]] = []

    def key(self, surface: str) -> int | str:
        bare = surface.strip(QUOTES)
        return self.groups.get(bare, bare)

    def names(self, gold: Mapping[str, Any], text: str) -> Iterator[Name]:
        """Yield the names, without quotation marks around them and without those inside others."""
        last = 0
        marked = {(m["start"], m["end"], m["type"]) for m in gold["mentions"]}
        for start, end, kind in sorted(marked, key=lambda mark: (mark[0], -mark[1])):
            written = text[start:end]
            start += len(written) - len(written.lstrip(QUOTES))
            end = start + len(written.strip(QUOTES))
            if start >= end or start < last:
                continue
            last = end
            key = self.key(text[start:end])
            if key not in self.known:
                self.known[key] = len(self.surfaces)
                self.surfaces.append(set())
            self.surfaces[self.known[key]].add(fold(text[start:end]))
            yield Name(start, end, self.kinds[kind], self.known[key])

    def related(self, gold: Mapping[str, Any]) -> tuple[Related, list[tuple[int, str]]]:
        """Return what holds between things, and the words of what campaigns target."""
        found: Related = {}
        targets: list[tuple[int, str]] = []
        for relation in gold["relations"]:
            head = self.known.get(self.key(relation["head"]))
            if head is None or relation["predicate"] not in self.predicates:
                continue
            number = self.predicates.index(relation["predicate"])
            if number == self.conduct:
                targets.append((head, fold(relation["tail"]).strip(QUOTES)))
                continue
            tail = self.known.get(self.key(relation["tail"]))
            if tail is not None:
                found.setdefault((head, tail), set()).add(number)
                if number in self.both_ways:
                    found.setdefault((tail, head), set()).add(number)
        return found, targets


def _with_targets(
    told: Scene, targets: Sequence[tuple[int, str]], stated: Sequence[Span], number: int
) -> tuple[Scene, Related]:
    """Put conduct among the names: what may be targeted, and of what is, the occurrence nearest to the campaign."""
    spans = {(span.start, span.end) for span in conduct(told, stated)}
    for campaign, words in targets:
        found = [m.start() for m in re.finditer(re.escape(words), told.text)] if words else []
        if found:
            own = told.start[told.thing == campaign]
            place = min(found, key=lambda p: int(np.abs(own - p).min()))
            spans.add((place, place + len(words)))
    whole = with_conduct(told, [Span(*span) for span in sorted(spans)])
    things = {whole.names_of[n][0]: n for n in range(len(told.names_of), len(whole.names_of))}
    related: Related = {}
    for campaign, words in targets:
        if words in things:
            related.setdefault((campaign, things[words]), set()).add(number)
    return whole, related
