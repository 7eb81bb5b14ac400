"""One report, from text to extraction: each stage is a function of frozen values, and nothing else is remembered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeAlias

from gongbao import linking, quantities, read, relations, subjects, temporal
from gongbao.decisions.anchor import Anchored, anchor
from gongbao.decisions.corrected import corrected
from gongbao.decisions.joining import join
from gongbao.decisions.stating import stated
from gongbao.decisions.valued import counted, headed, heads, published, timed
from gongbao.errors import GongbaoError
from gongbao.model import Document, Extraction, Mention
from gongbao.read import Part, Raw
from gongbao.read.raw import display, shown
from gongbao.settings import Settings
from gongbao.text.reading import restored, squeezed
from gongbao.workers import BYTES, CHARACTERS, Place, Step, attempt, seconds_for

Given: TypeAlias = Path | tuple[bytes, str]  # a file, or the bytes of one with its name
Outcome: TypeAlias = Extraction | GongbaoError
"""What comes of a report: its extraction, or the error in which it ended, with its place in a file of many."""


def extract(document: Document, settings: Settings, names: Sequence[Mention] | None = None) -> Extraction:
    """Run all stages on one report, without the gaps that typesetting left in it, and as people decided about it.

    With `names` given, it is taken as it stands.
    """
    if names is not None:
        return _extract(document, settings, tuple(names), Anchored())
    return _restored(document, squeezed(document), settings, None)


def extract_tight(document: Document, settings: Settings) -> Extraction:
    """Run all stages on one report; offsets are those of its text without the gaps that typesetting left in it."""
    decided = anchor(document, settings.decisions)
    return _extract(headed(squeezed(document), decided), settings, None, decided)


def extract_all(documents: Sequence[Document], settings: Settings) -> list[Outcome]:
    """Run all stages on reports whose names are found together; each gives what it gives alone, or its own error."""
    tight = [squeezed(document) for document in documents]
    found = attempt("", lambda: settings.finder.find(tight))
    names: Sequence[tuple[Mention, ...] | None] = (
        [None] * len(tight) if isinstance(found, GongbaoError) else [tuple(each) for each in found]
    )
    return [
        attempt(document.source, partial(_restored, document, squeezed_one, settings, own))
        for document, squeezed_one, own in zip(documents, tight, names, strict=True)
    ]


def _restored(document: Document, tight: Document, settings: Settings, names: tuple[Mention, ...] | None) -> Extraction:
    decided = anchor(document, settings.decisions)
    whole = restored(_extract(headed(tight, decided), settings, names, decided), headed(document, decided))
    return replace(whole, decided=(*heads(document, decided), *whole.decided)) if decided.standing else whole


def _extract(
    document: Document, settings: Settings, names: tuple[Mention, ...] | None, decided: Anchored
) -> Extraction:
    terms = settings.ontology
    times = timed(document, temporal.find(document, terms), decided.about("time"))
    observed = quantities.observe(document, terms, times.found)
    found_mentions = settings.finder.find([document])[0] if names is None else names
    named = corrected(document, found_mentions, decided.about("name"))
    figures = counted(quantities.outside(observed.quantities, named.found), decided.about("figure"))
    link = partial(linking.link, document, named.found, terms, base=settings.base)
    joined = join(document, link, decided.about("same"), terms)
    linked = published(joined.found, decided, terms, settings.base)
    statements, quantified = relations.relate(
        document, linked.entities, figures.found, times.found, terms, reporter=linked.reporter, weights=settings.weights
    )
    said = stated(document, linked.entities, statements, decided.about("statement"), terms)
    applied = (times, figures, named, joined, said)
    return Extraction(
        linking.published(document, linked),
        named.found,
        linked.entities,
        said.found,
        quantified,
        times.found,
        notices=(
            *quantities.left_out(document.text, observed.unread),
            *decided.notices,
            *(notice for one in applied for notice in one.notices),
        ),
        reporter=linked.reporter,
        keywords=subjects.find(document, settings.finder.segmenter),
        decided=tuple(done for one in applied for done in one.decided),
    )


def _quietly(_step: Step) -> None:
    """Tell nobody."""


def outcomes(
    given: Given,
    settings: Settings,
    *,
    limit: float = 0,
    since: Place = (0, 0),
    step: Callable[[Step], None] = _quietly,
) -> Iterator[Outcome]:
    """Yield what comes of each report of a file, in their order; never raises for what is in them.

    This is the one way from files to extractions. `limit`, `since` and `step` are for a worker that may end on the way.
    """
    for raw in texts(given, limit=limit, since=since, step=step):
        yield raw if isinstance(raw, GongbaoError) else attempt(raw.source, partial(_from_raw, raw, settings))


def texts(
    given: Given, *, limit: float = 0, since: Place = (0, 0), step: Callable[[Step], None] = _quietly
) -> Iterator[Raw | GongbaoError]:
    """Yield the texts of a file; the step told before a text is for what is done with it once it is yielded."""
    parts = read.parts(given) if isinstance(given, Path) else read.parts_of(*given)
    name = shown(given) if isinstance(given, Path) else display(given[1])
    for number in count():
        step(Step(name, seconds_for(limit, 0, BYTES), (number + 1, 0)))
        part = attempt(name, partial(next, parts, None))
        if part is None:
            return
        if isinstance(part, GongbaoError):
            yield part
        elif number >= since[0]:
            for at, raw in enumerate(_of_part(part, number, limit, step)):
                if (number, at) >= since:
                    yield raw


def _of_part(part: Part, number: int, limit: float, step: Callable[[Step], None]) -> Iterator[Raw | GongbaoError]:
    found = part.found()
    for at in count():
        step(Step(part.source, seconds_for(limit, part.size, BYTES), (number + 1, 0)))
        raw = attempt(part.source, partial(next, found, None))
        if raw is None:
            return
        if isinstance(raw, Raw):
            step(Step(raw.source, seconds_for(limit, len(raw.text), CHARACTERS), (number, at + 1)))
        yield raw


def _from_raw(raw: Raw, settings: Settings) -> Extraction:
    return extract(read.from_raw(raw, ontology=settings.ontology), settings)


def extract_file(path: Path, settings: Settings) -> Iterator[Extraction]:
    """Yield the extraction of each report of a file. Raises the error of the first report that fails."""
    for outcome in outcomes(path, settings):
        if isinstance(outcome, GongbaoError):
            raise outcome
        yield outcome
