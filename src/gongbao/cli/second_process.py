"""Read and extract in a second process, while this one writes; what each needs to load, it loads at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from gongbao.errors import InputError
from gongbao.workers import Place, Step, Stream, Worker

if TYPE_CHECKING:
    from gongbao.pipeline import Given, Outcome
    from gongbao.settings import Recipe, Settings


def start(recipe: Recipe) -> Worker[Given, Outcome]:
    """Begin the second process, with what both need. To be called before any thread is started."""
    from gongbao import lexicon, pipeline  # noqa: F401  what both need is imported once
    from gongbao.linking.divisions import prefix
    from gongbao.text.script import fold

    settings = recipe.settings
    (
        lexicon.by_name(),
        prefix("天津"),
        fold("机"),
    )  # the first waits for them in any case; a copy need not load them again
    return Worker(partial(_stream, settings, recipe.limit), fork=True)


def _stream(settings: Settings, limit: float) -> Stream[Given, Outcome]:
    """In the second process: load what reading needs."""
    from gongbao import mentions

    mentions.warm(settings.weights)
    return partial(_outcomes, settings, limit)


def _outcomes(
    settings: Settings, limit: float, given: Given, since: Place, step: Callable[[Step], None]
) -> Iterator[Outcome]:
    from gongbao.pipeline import outcomes

    return outcomes(given, settings, limit=limit, since=since, step=step)


def outcomes_of(names: Iterable[str], worker: Worker[Given, Outcome]) -> Iterator[Outcome]:
    """Yield what comes of each report of files, folders and patterns, in their order."""
    from gongbao import read
    from gongbao.read.files import STDIN, without_decisions
    from gongbao.read.raw import display

    for name in without_decisions([*names]):
        try:
            given: list[Given] = [(read.read_stdin(), "stdin")] if name == STDIN else [*read.expand([name])]
        except InputError as error:
            yield error.at(display(name))
            continue
        for one in given:
            yield from worker.run(one)
