"""Read and extract in a second process, while this one writes; what each needs to load, it loads at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.errors import InputError
from gongbao.workers import Place, Step, Stream, Worker

if TYPE_CHECKING:
    from gongbao.pipeline import Given, Outcome
    from gongbao.settings import Settings


@dataclass(frozen=True)
class Reading:
    """How reports are read, in a form that any process can follow: files rather than what is in them."""

    ontologies: tuple[Path, ...]
    base: str | None
    aliases: Path | None
    without: tuple[str, ...]
    limit: float
    weights: Path | None = None
    userdict: Path | None = None

    def __reduce__(self) -> tuple[type[Reading], tuple[object, ...]]:
        """Travel to another process without what was loaded in this one."""
        how = (self.aliases, self.without, self.limit, self.weights, self.userdict)
        return Reading, (self.ontologies, self.base, *how)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the run. Raises OntologyError, AliasError, DictionaryError, UsageError."""
        from gongbao.cli.options import valid_base
        from gongbao.linking.aliases import load as read_aliases
        from gongbao.ontology import load
        from gongbao.settings import Settings
        from gongbao.userdict import load as read_words

        terms = load(self.ontologies)
        return Settings(
            ontology=terms,
            base=valid_base(self.base),
            aliases=read_aliases(self.aliases) if self.aliases else None,
            without=frozenset(self.without),
            weights=self.weights,
            userdict=read_words(self.userdict, terms),
        )

    def worker(self) -> Worker[Given, Outcome]:
        """Begin the second process, with what both need. To be called before any thread is started."""
        self.settings.check_weights()
        return Worker(self._stream, fork=True)

    def _stream(self) -> Stream[Given, Outcome]:
        """In the second process: load what reading needs."""
        from gongbao import mentions

        mentions.warm(self.weights)
        return partial(_outcomes, self.settings, self.limit)


def _outcomes(
    settings: Settings, limit: float, given: Given, since: Place, step: Callable[[Step], None]
) -> Iterator[Outcome]:
    from gongbao.pipeline import outcomes

    return outcomes(given, settings, limit=limit, since=since, step=step)


def outcomes_of(names: Iterable[str], worker: Worker[Given, Outcome]) -> Iterator[Outcome]:
    """Yield what comes of each report of files, folders and patterns, in their order."""
    from gongbao import read
    from gongbao.read.files import STDIN
    from gongbao.read.raw import display

    for name in names:
        try:
            given: list[Given] = [(read.read_stdin(), "stdin")] if name == STDIN else [*read.expand([name])]
        except InputError as error:
            yield error.at(display(name))
            continue
        for one in given:
            yield from worker.run(one)
