"""What a run depends on besides its reports: as files, in a recipe that any process can follow, and as values."""

import hashlib
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from gongbao import __version__, decisions, userdict
from gongbao.decisions import EMPTY, Ledger
from gongbao.iri import valid_base
from gongbao.mentions import Finder, tagger
from gongbao.ontology import BASE, Ontology, load
from gongbao.relations import network
from gongbao.userdict import UserDict
from gongbao.workers import SECONDS


class _Sent:
    """Travels to another process by its fields, without what was loaded in this one."""

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple(getattr(self, part.name) for part in fields(self))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Settings(_Sent):
    """What a run depends on besides the report: ontology, base IRI, finders switched off, weights, words.

    `weights` is a folder that `gongbao train` wrote; None takes the weights that come with gongbao. `userdict`
    holds the user's own words and names, `decisions` what people decided about reports.
    """

    ontology: Ontology = field(default_factory=load)
    base: str = BASE
    without: frozenset[str] = frozenset()
    weights: Path | None = None
    userdict: UserDict = UserDict()
    decisions: Ledger = EMPTY

    @cached_property
    def finder(self) -> Finder:
        """What finds names under these settings."""
        return Finder(self.ontology, self.without, self.weights, self.userdict.names, self.userdict.words)


@dataclass(frozen=True)
class Recipe(_Sent):
    """How reports are read, in a form that any process can follow: files rather than what is in them.

    This is the one way from what a user gives (a command, a call, a corpus) to `settings`.
    """

    ontologies: tuple[Path, ...] = ()
    base: str = BASE
    without: frozenset[str] = frozenset()
    limit: float = SECONDS
    weights: Path | None = None
    userdict: Path | None = None
    decisions: tuple[Path, ...] | None = ()
    """Tables of decisions; None where a store goes by what it knows was decided."""

    @cached_property
    def settings(self) -> Settings:
        """The settings, loaded when first asked for; weights of the user's own are tried before a report is read.

        Raises OntologyError, DictionaryError, DecisionError, WeightsError, UsageError.
        """
        terms = load(self.ontologies)
        words = userdict.load(self.userdict, terms)
        if self.weights is not None:
            tagger.load(self.weights)
            network.load(self.weights)
        decided = decisions.load(self.decisions or (), terms)
        return Settings(terms, valid_base(self.base), self.without, self.weights, words, decided)

    @cached_property
    def ontology_version(self) -> str:
        """The version of the ontology, with a digest of its files and of all else that changes what is extracted."""
        terms = self.settings.ontology
        own = [self.weights / name for name in (*tagger.FILES, *network.FILES)] if self.weights else []
        own = [path for path in own if path.is_file()]
        files = [path.read_bytes() for path in (*terms.files, *filter(None, (self.userdict,)), *own)]
        more = [self.settings.decisions.state.encode()] if self.settings.decisions.state else []
        digest = hashlib.sha256(b"\0".join([*files, " ".join(sorted(self.without)).encode(), *more])).hexdigest()[:8]
        return f"{terms.version}+{digest}"

    @property
    def program_version(self) -> str:
        """The version of the program."""
        return __version__
