"""Write a report's files in a second process, while the first one reads on; what each needs to load, it loads at once.

The second process has time to load the tagger's model too: for one report, it tags for the first one.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gongbao.errors import GongbaoError

if TYPE_CHECKING:
    from gongbao.model import Extraction
    from gongbao.network.choice import Choice
    from gongbao.outputs import Built
    from gongbao.settings import Settings

_LOAD: list[Callable[[], Settings]] = []
"""How the second process, which inherits this, comes by the settings of the run: an ontology is not worth sending."""


class Submit(Protocol):
    """Begin to write one report's files at `stem`; the future raises what `gongbao.outputs.build_one` raises."""

    def __call__(self, extraction: Extraction, stem: Path) -> Future[Built]:
        """Begin."""
        ...


@contextmanager
def beside(
    load: Callable[[], Settings], *, tagging: bool, choice: Choice | None = None, measures: bool = False
) -> Iterator[Submit]:
    """Give the function that begins to write; where processes cannot be forked it writes at once.

    To be entered before any thread is started, and before much is loaded: the second process loads beside the first.
    With `tagging` the second process tags, where the tagger is wanted at all.
    """
    _LOAD[:] = [load]
    executor = _forked(tagging)

    def submit(extraction: Extraction, stem: Path) -> Future[Built]:
        if executor is not None:
            return executor.submit(_build, extraction, stem, choice, measures)
        done: Future[Built] = Future()
        try:
            done.set_result(_build(extraction, stem, choice, measures))
        except GongbaoError as error:
            done.set_exception(error)
        return done

    try:
        with _tagging(executor) if executor is not None and tagging else nullcontext():
            yield submit
    finally:
        if executor is not None:
            executor.shutdown(cancel_futures=True)


@contextmanager
def _tagging(executor: Executor) -> Iterator[None]:
    """Let the second process tag; should it end, this one does."""
    from gongbao.mentions import tagger

    def tag(text: str, pieces: tuple[tuple[int, int], ...]) -> list[tagger.Tagged]:
        try:
            return executor.submit(tagger.tag_here, text, pieces).result()
        except BrokenExecutor:
            return tagger.tag_here(text, pieces)

    with tagger.elsewhere(tag):
        yield


def _forked(tagging: bool) -> Executor | None:
    if "fork" not in multiprocessing.get_all_start_methods():
        return None
    ignore = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends the second
    executor = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), signal.signal, ignore)
    executor.submit(_warm, tagging)
    return executor


@cache
def _settings() -> Settings:
    return _LOAD[0]()


def _warm(tagging: bool) -> None:
    """Load what only this process needs, while the first one reads."""
    if tagging:
        from gongbao.mentions import tagger

        tagger.model()

    from gongbao import outputs

    with suppress(GongbaoError):  # the first process tells of what is wrong with the settings
        outputs.warm(_settings())


def _build(extraction: Extraction, stem: Path, choice: Choice | None, measures: bool) -> Built:
    from gongbao.outputs import build_one

    return build_one(extraction, _settings(), stem, choice, measures)
