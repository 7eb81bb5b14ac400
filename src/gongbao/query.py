"""SPARQL over a graph: prefixes known without writing them, ready-made queries by name, results in the usual forms."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Self

import pyoxigraph as ox

from gongbao import keywords
from gongbao.errors import QueryError, UsageError, close_matches
from gongbao.keywords import QUOTED
from gongbao.ontology import SKOS
from gongbao.packaged import packaged
from gongbao.text.script import in_both_scripts

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

Whole = Callable[[Sequence[ox.NamedNode] | None], ox.Store]
"""Gives a store that holds some graphs whole, or all of them for None. Raises QueryError where those are too many."""

_HEADER = re.compile(r"^#\s*(title|title_zh|param|ask|ask_zh|links):\s*(.+)$")

MOST_DEPTH = 200
"""How deep brackets may stand in brackets; the parser calls itself for each, and has no limit of its own."""

_WORDS = re.compile(rf"{QUOTED.pattern}|[{{}}(),;]|(?:\\.|[^\s{{}}(),;\"'<#]|[<#])+?(?=[\s{{}}(),;\"'<#]|$)", re.S)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A `$name` of a ready-made query and what it filters by; one that is not given does not filter."""

    name: str
    about: str
    about_zh: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made query: its name on the command line, titles in both languages, parameters and SPARQL text.

    `unnamed` is what is asked instead where no parameter is given: the same rows, found in a way that suits most of a store.
    `asks` are sentences with blanks, English and Chinese, where `{name|a body}` is the blank of a parameter; `links` says
    of columns which variable of the query is the thing, or the statement, that they tell of.
    """

    name: str
    title: str
    title_zh: str
    parameters: tuple[Parameter, ...]
    text: str
    asks: tuple[tuple[str, str], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    unnamed: str = ""

    @property
    def linked(self) -> Self:
        """The query with what its columns link to as columns as well."""
        head, where, rest = self.text.partition(" WHERE {")
        selected = head.rpartition("SELECT")[2].split()
        more = "".join(f" {v}" for v in dict.fromkeys(self.links.values()) if v not in selected)
        return replace(self, text=head + more + where + rest, unnamed="")


@cache
def ready_made() -> Mapping[str, Ready]:
    """Return the ready-made queries by name, sorted."""
    folder, found = packaged("gongbao", "queries"), {}
    for file in folder.iterdir():
        if file.name.endswith(".rq"):
            name, unnamed = file.name.removesuffix(".rq"), folder.joinpath("unnamed", file.name)
            found[name] = _read(name, file.read_text("utf-8"), unnamed.read_text("utf-8") if unnamed.is_file() else "")
    return dict(sorted(found.items()))


@cache
def query_text(name: str) -> str:
    """Return a query that gongbao asks itself, by its path among the queries."""
    return packaged("gongbao", "queries", f"{name}.rq").read_text("utf-8")


def get_ready(name: str) -> Ready:
    """Return a ready-made query. Raises UsageError with those that are close, else all."""
    found = ready_made().get(name)
    if found is None:
        raise UsageError("no ready-made query", name=name, known=close_matches(name, ready_made()) or ready_made())
    return found


def _read(name: str, text: str, unnamed: str) -> Ready:
    header: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        if match := _HEADER.match(line):
            header[match[1]].append(match[2].strip())
    title = (header["title"] or [name])[0]
    return Ready(
        name,
        title,
        (header["title_zh"] or [title])[0],
        tuple(Parameter(key, *about.split(" | ")) for key, _, about in (p.partition(" ") for p in header["param"])),
        text,
        tuple(zip(header["ask"], header["ask_zh"], strict=True)),
        dict(link.split("=") for line in header["links"] for link in line.split()),
        unnamed,
    )


_NAMED = re.compile(
    r"FILTER EXISTS \{\s*VALUES \$(\w+) \{ UNDEF \}\s*((?:\?statement [^\n]*\n)?)"
    r"\s*\?(\w+) skos:prefLabel\|skos:altLabel \?any \.\s*FILTER\([^\n]*\)\s*\}"
)
"""What says in a ready-made query that a thing has a name, and, where it is not the query's own, what ties it to one."""

_LOOKED_UP = re.compile(r"# things looked up: (\?\w+)")  # where a query profits from being given them a second time
MOST_NAMED = 2_000  # things of a name that a query is given; more are sought by the query itself


def fill(ready: Ready, given: Mapping[str, str], store: ox.Store | None = None) -> str:
    """Return the query with parameters in place: `VALUES $name { UNDEF }` becomes the value, as an escaped literal.

    A value may be in either script: the query looks for both. Where the store is known, names are looked up in it first
    and the query is given the things that bear them. Raises UsageError for a parameter that the query does not have.

    >>> print(fill(get_ready("campaigns"), {"name": "执法总队"}).splitlines()[11].strip())
    VALUES $name { "执法总队" "執法總隊" }
    """
    known = [parameter.name for parameter in ready.parameters]
    text = ready.text
    for name, value in given.items():
        if name not in known:
            listed = ", ".join(known) or "none"
            raise UsageError("query has no parameter", query=ready.name, parameter=name, listed=listed)
        literals = [str(ox.Literal(written)) for written in in_both_scripts(value)]
        if store is not None and name in takes_names(ready) and (found := _bearing(store, literals)) is not None:
            text = _given(text, name, found)
        text = text.replace(f"VALUES ${name} {{ UNDEF }}", f"VALUES ${name} {{ {' '.join(literals)} }}")
    if store is None:
        return text
    if not given and ready.unnamed:
        return ready.unnamed
    return _NAMED.sub(lambda block: block[0] if block[1] in given else "", text)


def takes_names(ready: Ready) -> frozenset[str]:
    """Return the parameters of a query that take (a part of) the name of a thing."""
    return frozenset(block[1] for block in _NAMED.finditer(ready.text))


def _given(text: str, parameter: str, found: str) -> str:
    """The query with the things that bear a name in place of the search for them."""

    def put(block: re.Match[str]) -> str:
        return f"VALUES ?{block[3]} {{ {found} }} {block[2]}" if block[1] == parameter else block[0]

    text = _NAMED.sub(put, text)
    return _LOOKED_UP.sub(lambda place: f"VALUES {place[1]} {{ {found} }}", text) if parameter == "name" else text


def _bearing(store: ox.Store, literals: list[str]) -> str | None:
    """The things whose names contain one of some words, as SPARQL writes them; None where they are too many."""
    wanted = " || ".join(f"CONTAINS(STR(?name), {literal})" for literal in literals)
    asked = (
        f"SELECT DISTINCT ?thing {{ {{ ?thing <{SKOS}prefLabel> ?name }} UNION {{ ?thing <{SKOS}altLabel> ?name }} "
        f"FILTER({wanted}) }} LIMIT {MOST_NAMED + 1}"
    )
    results = store.query(asked, use_default_graph_as_union=not has_default(store))
    assert isinstance(results, ox.QuerySolutions)
    things = [str(row["thing"]) for row in results]
    return " ".join(sorted(things)) if len(things) <= MOST_NAMED else None


def has_default(store: ox.Store) -> bool:
    """Say whether something stands in the default graph; else queries read the union of the named ones."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None


def run(
    store: ox.Store,
    text: str,
    *,
    prefixes: Mapping[str, str],
    default_graphs: Iterable[ox.NamedNode] | None = None,
    named_graphs: Iterable[ox.NamedNode] | None = None,
    whole: Whole | None = None,
) -> Results:
    """Run a query with the prefixes known.

    All graphs together are the default graph, unless it holds something (then it holds them all) or graphs are given
    here or by FROM; `whole` says that the named graphs hold a part only, and gives a store of whole ones. What is given here
    replaces FROM, as the SPARQL protocol says, and only graphs of the store are meant: nothing is fetched. Raises QueryError for SERVICE, for FROM of a graph that is not there, for
    brackets nested too deeply, and for a syntax error, whose place it shows.
    """
    given = default_graphs is not None or named_graphs is not None
    default_graphs, named_graphs = list(default_graphs or ()), list(named_graphs or ())
    names_graphs = _examine(text, prefixes)
    if names_graphs and not given:
        _refuse_outside(store, text, prefixes)
    union = not given and not names_graphs and not has_default(store)
    if whole is not None and (given or names_graphs or _uses(text, "GRAPH", prefixes)):
        store = whole([*default_graphs, *named_graphs] if given else _named(text, prefixes) if names_graphs else None)
    try:
        return store.query(
            text,
            prefixes=dict(prefixes),
            use_default_graph_as_union=union,
            default_graph=[*default_graphs] if given else None,
            named_graphs=[*named_graphs] if given else None,
        )
    except SyntaxError as error:
        raise _syntax_error(text, str(error), prefixes) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError("the query failed", error=error) from error


def _examine(text: str, prefixes: Mapping[str, str]) -> bool:
    """Refuse a query that would reach beyond the graph or break the parser; say whether it names graphs by FROM."""
    if keywords.depth(text) > MOST_DEPTH:
        raise QueryError("too many brackets in brackets", most=MOST_DEPTH)
    harmless = keywords.misspelt(text, "SERVICE")
    if harmless != text and not keywords.parses(harmless, prefixes):
        if keywords.stands(text, "SERVICE"):
            raise QueryError("SERVICE is not allowed")
        raise _syntax_error(harmless, "", prefixes)
    return _uses(harmless, "FROM", prefixes)


def _uses(text: str, word: str, prefixes: Mapping[str, str]) -> bool:
    without = keywords.misspelt(text, word)
    return without != text and not keywords.parses(without, prefixes)


def _named(text: str, prefixes: Mapping[str, str]) -> list[ox.NamedNode] | None:
    """The graphs that FROM names; None where they are written in a way that only the parser reads."""
    return None if "\\" in text else [ox.NamedNode(iri) for iri in keywords.named_by_from(text, prefixes)]


def _refuse_outside(store: ox.Store, text: str, prefixes: Mapping[str, str]) -> None:
    for iri in keywords.named_by_from(text, prefixes):
        try:
            known = store.contains_named_graph(ox.NamedNode(iri))
        except ValueError:
            continue  # not read here as the parser reads it; nothing is fetched anyway
        if not known and keywords.parses(text, prefixes):
            raise QueryError("FROM names no graph of this store", iri=iri)


def _syntax_error(text: str, error: str, prefixes: Mapping[str, str]) -> QueryError:
    """Line, column, the line itself with the place marked, and what the parser expected there."""
    offset, expected = _place(text, error, prefixes)
    line, column = text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
    shown = text.split("\n")[line - 1]
    before, after = shown[max(0, column - 41) : column - 1], shown[column - 1 : column + 39]
    english = f"SPARQL syntax at line {line}, column {column}: {before.lstrip()}⟪here⟫{after.rstrip()}"
    zh = f"SPARQL 语法错误，第 {line} 行第 {column} 列：{before.lstrip()}⟪此处⟫{after.rstrip()}"
    if expected == "prefix":
        return QueryError(f"{english} (this prefix is not declared)", f"{zh}（前缀未声明）", (line, column))
    if expected:
        named = expected.replace(", ", "、").replace(" or ", " 或 ")
        return QueryError(f"{english} (expected {expected})", f"{zh}（此处应为 {named}）", (line, column))
    return QueryError(english, zh, (line, column))


def _place(text: str, error: str, prefixes: Mapping[str, str]) -> tuple[int, str]:
    """Offset of the word that the parser cannot go on with, and what it expected there, '' where it cannot say.

    The parser says how far it looked, which after a failed keyword is the keyword's length too far. So it is asked
    again with wide gaps between the words: then each word's failures fall into its own gap.
    """
    wide, starts = _spaced(text)
    try:
        ox.Store().query(wide, prefixes=dict(prefixes))
    except SyntaxError as again:
        error = str(again)
    found = re.search(r"(?:at|line) (\d+):(\d+)", error)
    if not found:
        return len(text), ""
    offset = _offset(wide, int(found[1]), int(found[2]))
    if "Prefix not found" in error:
        return max((o for w, o in starts if w < offset), default=0), "prefix"
    begin, original = max(((w, o) for w, o in starts if w <= offset), default=(0, 0))
    if offset >= len(wide):
        return len(text.rstrip()), _expected(error)
    if original == (starts[0][1] if starts else 0):
        return original, "SELECT, ASK, CONSTRUCT, DESCRIBE, PREFIX or BASE"
    return original, _expected(error) if begin == offset else ""


def _spaced(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The query with a wide gap after each word, and where each word starts there and in the original."""
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for match in _WORDS.finditer(text):
        if match[0].startswith("#"):
            continue
        starts.append((length, match.start()))
        parts.append(match[0] + " " * 40)
        length += len(match[0]) + 40
    return "".join(parts), starts


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at + column - 1


def _expected(error: str) -> str:
    """What the parser expected, without its classes of single characters, which help nobody."""
    words = error.partition("expected ")[2].removeprefix("one of ")
    kept = re.findall(r'"[^"]+"|(?<![\w\'])[A-Za-z]{2,}(?![\w\'])', re.sub(r"\[[^\]]*\]", "", words))
    return ", ".join(dict.fromkeys(kept[:10]))


@dataclass(frozen=True, slots=True)
class Rows:
    """Results as plain text: IRIs whole, absent values ''. `things` are the IRIs of each row."""

    columns: list[str]
    rows: list[list[str]]
    things: list[list[str]]


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A sentence that a statement was read from, and where; `page` is there where it was recognised on a scan."""

    source: str
    start: int
    end: int
    sentence: str
    page: int | None = None


def table(results: Results) -> Rows:
    """Return results as columns and rows."""
    if isinstance(results, ox.QueryBoolean):
        return Rows(["answer"], [["true" if results else "false"]], [[]])
    if isinstance(results, ox.QueryTriples):
        triples = [[t.subject, t.predicate, t.object] for t in results]
        columns = ["subject", "predicate", "object"]
    else:
        columns = [v.value for v in results.variables]
        triples = [[solution[c] for c in columns] for solution in results]
    things = [[term.value for term in row if isinstance(term, ox.NamedNode)] for row in triples]
    return Rows(columns, [[_plain(term) for term in row] for row in triples], things)


def evidence_of(store: ox.Store, things: list[str], *, prefixes: Mapping[str, str]) -> list[Quotation]:
    """Return up to five sentences in which something is said between the things named, or of the one thing named."""
    if not things:
        return []
    listed = " ".join(str(ox.NamedNode(thing)) for thing in dict.fromkeys(things))
    several = len(set(things)) > 1
    asked = query_text("pages/evidence") % {
        "things": listed,
        "second": f"VALUES ?b {{ {listed} }}" if several else "",
        "object": "?statement rdf:object ?b ." if several else "",
    }
    found = table(run(store, asked, prefixes=prefixes)).rows
    return [
        Quotation(source, int(start), int(end), sentence, int(page) if page else None)
        for source, start, end, sentence, page in found
    ]


def _plain(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)
