"""The Python API: a report in, a result out that shows itself in a notebook.

>>> import gongbao
>>> result = gongbao.build_text("2023年4月，天津市交通运输委员会开展“春风”专项行动。", name="报告.txt")
>>> [entity.name for entity in result.entities if entity.type == "Campaign"]
['春风专项行动']
>>> result.document.source
'报告.txt'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import pyoxigraph as ox

from gongbao.errors import GongbaoError, InputError, UsageError
from gongbao.graph import prefixes, quads
from gongbao.model import Document, Entity, Extraction, Mention, Quantity, Statement, Time
from gongbao.network.facts import read_network
from gongbao.network.values import Network
from gongbao.ontology import BASE
from gongbao.opening import open_graph
from gongbao.reports import Asked, Reports, of_quads

if TYPE_CHECKING:
    import rdflib

    from gongbao.settings import Settings

StrPath = str | PathLike[str]


class Reading(TypedDict, total=False):
    """How reports are read.

    `ontology` is a Turtle file, or several, with classes, properties and wording of your own; `base` is where IRIs begin;
    `without` switches finders off (`tagger`, `rules`); `weights` is a folder that `gongbao train` wrote; `userdict` a
    dictionary of yours in jieba's format; `decisions` are tables of what people decided, or one, without them
    `decisions.csv` beside the report.
    """

    ontology: StrPath | Iterable[StrPath]
    base: str | None
    without: Iterable[str]
    weights: StrPath | None
    userdict: StrPath | None
    decisions: StrPath | Iterable[StrPath]


@dataclass(frozen=True, repr=False)
class Result(Asked):
    """What was read from one report. In a notebook it shows itself as a picture.

    `extraction` holds it all; `document`, `entities`, `statements`, `quantities`, `times` and `mentions` are its parts.
    """

    extraction: Extraction
    settings: Settings

    @property
    def document(self) -> Document:
        """The report: text, title, publisher, sentences."""
        return self.extraction.document

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The things that the report names, each with its mentions."""
        return self.extraction.entities

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the report says of them, each with its evidence."""
        return self.extraction.statements

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of the report."""
        return self.extraction.quantities

    @property
    def times(self) -> tuple[Time, ...]:
        """The time expressions of the report, with ISO 8601 values."""
        return self.extraction.times

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The names in the text, in its order."""
        return self.extraction.mentions

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """The RDF graph as pyoxigraph quads, in a named graph of the report's IRI."""
        return quads(self.extraction, self.settings.ontology, self.settings.base)

    @cached_property
    def network(self) -> Network:
        """The things and statements of the graph, for programs that are not RDF."""
        return read_network(self.quads, self.settings.ontology)

    def quote(self, statement: Statement) -> str:
        """Return the words that a statement was read from.

        >>> import gongbao
        >>> result = gongbao.build_text("天津市公安局开展“净网”专项行动。")
        >>> [result.quote(s) for s in result.statements if s.predicate == "conducts"]
        ['天津市公安局开展“净网”专项行动']
        """
        evidence = statement.evidence[0]
        return self.document.text[evidence.start : evidence.end]

    def to_store(self) -> ox.Store:
        """Return the graph in a pyoxigraph store; its default graph holds what the named graph says."""
        return self.reports.store

    @cached_property
    def reports(self) -> Reports:
        """The report as a graph to ask, as `gongbao.open` gives it."""
        return of_quads([self.quads], self.settings.ontology, self.settings.base)

    @property
    def _saved(self) -> tuple[str, str]:
        return "turtle", self.document.source

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph as an rdflib Graph with gongbao's prefixes.

        >>> import gongbao
        >>> graph = gongbao.build_text("天津市公安局开展“净网”专项行动。").to_rdflib()
        >>> len(list(graph.triples((None, None, None)))) == len(graph) > 20
        True
        """
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        for name, namespace in prefixes(self.settings.ontology, self.settings.base).items():
            graph.bind(name, namespace)
        triples = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in self.quads)
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        return graph.parse(data=written or b"", format="nt")

    def __repr__(self) -> str:
        name = Path(self.document.source).name
        counts = f"{len(self.entities)} entities, {len(self.statements)} statements, {len(self.quantities)} quantities"
        return f"<Result {name!r}: {counts}>"

    def __reduce__(self) -> tuple[type[Result], tuple[Extraction, Settings]]:
        """Pickle what it was made from; what was derived is made again when it is asked for."""
        return Result, (self.extraction, self.settings)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the title, the counts and a picture."""
        from markupsafe import Markup

        from gongbao.export.picture import picture
        from gongbao.export.templates import render

        title = self.document.title or Path(self.document.source).name
        counts = [len(found) for found in (self.entities, self.statements, self.quantities)]
        return render("result.html", title=title, counts=counts, picture=Markup(picture(self.network, title=title)))


def build(path: StrPath, **how: Unpack[Reading]) -> Result:
    """Read a report from a file, and find, link and relate what it names; `Reading` tells how.

    Raises InputError where the file cannot be read, or holds several reports: `build_all` takes those.
    """
    found = build_all(path, **how)
    result = next(found, None)
    if result is None:
        raise InputError("no report in it", path=path)
    if next(found, None) is not None:
        raise InputError("several reports in it", path=path)
    return result


def build_all(
    path: StrPath, *, on_error: Callable[[GongbaoError], object] | None = None, **how: Unpack[Reading]
) -> Iterator[Result]:
    """Yield a result for each report of a file or folder (tables, archives and folders hold several).

    A report that fails raises its error, unless `on_error` takes it; then the others follow. The error's `source` names
    the report with its place in a file of many.

    >>> import gongbao, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("", "utf-8")
    >>> _ = (folder / "b.txt").write_text("天津市公安局开展“净网”专项行动。", "utf-8")
    >>> failed = []
    >>> len(list(gongbao.build_all(folder, on_error=failed.append))), pathlib.Path(failed[0].source).name
    (1, 'a.txt')
    """
    from gongbao import read
    from gongbao.decisions import found
    from gongbao.pipeline import outcomes

    how["decisions"] = how.get("decisions") or found([Path(path)])
    settings = _settings(**how)
    for outcome in (outcome for file in read.expand([Path(path)]) for outcome in outcomes(file, settings)):
        if not isinstance(outcome, GongbaoError):
            yield Result(outcome, settings)
        elif on_error is None:
            raise outcome
        else:
            on_error(outcome)


def build_text(
    text: str,
    *,
    name: str = "text",
    title: str | None = None,
    publisher: str | None = None,
    issued: str | None = None,
    **how: Unpack[Reading],
) -> Result:
    """Read a report from a string; `name` is what its source is called. See `build`.

    `title`, `publisher` and `issued` (an ISO 8601 date) count where the text itself states none.
    """
    from gongbao.pipeline import extract
    from gongbao.read import from_text

    for what, given in {"text": text, "name": name, "title": title, "publisher": publisher, "issued": issued}.items():
        if not isinstance(given, str) and (given is not None or what in ("text", "name")):
            raise TypeError(f"{what}: give str, not {type(given).__name__}")
    settings = _settings(**how)
    document = from_text(text, name, ontology=settings.ontology, title=title, publisher=publisher, issued=issued)
    return Result(extract(document, settings), settings)


def open(path: StrPath, *, ontology: StrPath | Iterable[StrPath] = (), base: str | None = None) -> Reports:
    """Open a graph file, a corpus or a store to ask it, however many reports it holds.

    `ontology` are the Turtle files it was built with beside gongbao's own; `base` is where its IRIs begin (a corpus
    knows it). Raises GraphError or StoreError where it cannot be read.
    """
    opened = open_graph(Path(path))
    settings = _settings(ontology=ontology, base=base if base is not None else opened.base)
    return Reports(opened, settings.ontology, settings.base)


def join(results: Iterable[Result]) -> Reports:
    """Join the results of several reports: what has the same name in two of them is one thing.

    Raises UsageError where there are none, or where they were read with different ontologies or base IRIs.
    """
    found = list(results)
    if wrong := [type(one).__name__ for one in found if not isinstance(one, Result)]:
        raise TypeError(f"results: give an iterable of Result, not of {wrong[0]}")
    if len({(result.settings.ontology.files, result.settings.base) for result in found}) > 1:
        raise UsageError("these results differ in ontology or base")
    settings = found[0].settings if found else _settings()
    return of_quads((result.quads for result in found), settings.ontology, settings.base)


def _settings(
    *,
    ontology: StrPath | Iterable[StrPath] = (),
    base: str | None = None,
    without: Iterable[str] = (),
    weights: StrPath | None = None,
    userdict: StrPath | None = None,
    decisions: StrPath | Iterable[StrPath] = (),
) -> Settings:
    from gongbao.mentions import propagate, tagger
    from gongbao.mentions.rules import RULES
    from gongbao.settings import Recipe

    own, words = (None if path is None else Path(path) for path in (weights, userdict))
    files, decided = (tuple(map(Path, _several(paths))) for paths in (ontology, decisions))
    off = frozenset(map(str, _several(without)))
    if unknown := off - (known := {tagger.BY, "rules", propagate.BY, *(rule.id for rule in RULES)}):
        raise UsageError("there is no such finder", given=sorted(unknown), known=sorted(known))
    return Recipe(files, base or BASE, off, weights=own, userdict=words, decisions=decided).settings


def _several(given: StrPath | Iterable[StrPath]) -> Iterable[StrPath]:
    return (given,) if isinstance(given, (str, PathLike)) else given
