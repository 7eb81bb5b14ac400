"""Which keywords a query uses, told by the parser that runs it: no reading of ours can differ from its own.

A keyword is misspelt wherever its letters stand, in whatever case and with whatever escapes. Names, strings, IRIs and
comments bear that, for they are misspelt alike wherever they stand; so what can no longer be parsed uses the keyword.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import urljoin

import pyoxigraph as ox

QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n\r]*",
    re.S,
)
"""What may hold any words without meaning them: strings, IRIs, comments."""

_STANDING = re.compile(r"(?<![\w?$@])(SERVICE|FROM)", re.I)
_FROM = re.compile(r"(?<![\w:?$@-])FROM\s*(?:NAMED\s*)?(?:<([^<>]*)>|([\w.-]*):([\w.-]*))", re.I)
_PREFIX = re.compile(r"(?<![\w:?$@-])PREFIX\s*([\w.-]*):\s*<([^<>]*)>", re.I)
_BASE = re.compile(r"(?<![\w:?$@-])BASE\s*<([^<>]*)>", re.I)
_OTHERS = "qzxjkw"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def stands(text: str, word: str) -> bool:
    """Say whether a keyword seems to stand in a query that need not be whole, outside strings, IRIs and comments."""
    return any(found[1].upper() == word for found in _STANDING.finditer(_bare(text)))


def misspelt(text: str, *words: str) -> str:
    """Return a query with words misspelt wherever they stand; the text itself where they stand nowhere."""
    for word in words:
        written = _written(word)
        if not written.search(text):
            continue
        other = next((o for o in _OTHERS if not re.search(word[:-1] + o, text, re.I)), _OTHERS[0])
        text = written.sub(lambda found, other=other: found[1] + _like(found[2], other), text)  # type: ignore[misc]
    return text


@cache
def _written(word: str) -> re.Pattern[str]:
    """A word with each letter in either case, or as an escape of either; the last letter apart."""
    letters = [rf"(?:[{c}{c.upper()}]|\\u00(?:{_hex(c)})|\\U000000(?:{_hex(c)}))" for c in word.lower()]
    return re.compile("({})({})".format("".join(letters[:-1]), letters[-1]))


def _hex(letter: str) -> str:
    """The codes of a letter in both cases, their digits in both cases too."""
    return "|".join(f"(?i:{ord(c):x})" for c in (letter, letter.upper()))


def _like(letter: str, other: str) -> str:
    """Another letter, written as the one it stands for: in its case, or as an escape."""
    given = letter if len(letter) == 1 else chr(int(letter[2:], 16))
    meant = other.upper() if given.isupper() else other
    return meant if len(letter) == 1 else f"{letter[:-2]}{ord(meant):x}"


def parses(text: str, prefixes: Mapping[str, str]) -> bool:
    """Say whether a query is one: an empty store is asked, which answers at once and knows nothing outside."""
    try:
        ox.Store().query(text, prefixes=dict(prefixes))
    except SyntaxError:
        return False
    return True


def depth(text: str) -> int:
    """How deep brackets stand in brackets."""
    deepest = now = 0
    for mark in re.findall(r"[(){}\[\]]", _bare(text)):
        now += 1 if mark in "({[" else -1
        deepest = max(deepest, now)
    return deepest


def named_by_from(text: str, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the IRIs of the graphs that FROM names, in a query that can be parsed."""
    bare = _bare(text, iris=True)
    base = _BASE.search(bare)
    known = dict(prefixes) | {found[1]: found[2] for found in _PREFIX.finditer(bare)}
    for found in _FROM.finditer(bare):
        iri = found[1] if found[1] is not None else known.get(found[2], "") + found[3]
        yield urljoin(base[1], iri) if base else iri


_SELECTED = re.compile(r"\b(?:SELECT|BY)\b(?:\s*(?:DISTINCT|REDUCED)\b)?(?:\s*\*|(?:\s*[?$]\w+)+)|\(\s*\*\s*\)", re.I)
_TOKEN = re.compile(r"[?$]\w+|<[^<>\s]*>|[\w.-]*:(?:[\w:-]+(?:\.[\w:-]+)*)?|\w+|\S")
_BEYOND = re.compile(r"[\\%*]|<<|[?$](?!\w)|!(?!\s*(?:=|[?$]|\w+\s*\(|\(\s*[?$]))|\b(?:BASE|DESCRIBE)\b", re.I)
_OPEN = re.compile(r"[\w>';\[\]]\s*[?$]\w++\s*(?:[?$<'\d\[(+-]|\.\d|[\w.-]*:|true\b|false\b)", re.I)  # a predicate


def patterns(text: str, prefixes: Mapping[str, str]) -> frozenset[tuple[str, str | None]] | None:
    """Return predicates with a value (None: any) that hold of all that can answer a query; None where that may be anything.

    It may be wherever a variable seems to stand for a predicate, and where a path or a name is not read here.
    """
    bare = _SELECTED.sub(" ", QUOTED.sub(lambda found: {"<": found[0], "#": " "}.get(found[0][0], "'"), text))
    if _BEYOND.search(bare) or _OPEN.search(bare):
        return None
    known = dict(prefixes) | {found[1]: found[2] for found in _PREFIX.finditer(bare)}
    tokens = [*_TOKEN.findall(bare), "", ""]
    parts = ((token, *token.partition(":")) for token in tokens if ":" in token)
    named = {token: token[1:-1] if token[0] == "<" else known.get(first, "") + last for token, first, _, last in parts}
    around = zip(tokens, tokens[1:], tokens[2:], strict=False)
    plain = all(kind in named and after != "," for token, kind, after in around if token == "a")
    kinds = set(named.values()) if plain and RDF_TYPE not in named.values() else {None}
    return frozenset((iri, None) for iri in named.values() if iri != RDF_TYPE) | {(RDF_TYPE, kind) for kind in kinds}


def _bare(text: str, *, iris: bool = False) -> str:
    """A query without its strings and comments, and, unless asked for, IRIs."""
    return QUOTED.sub(lambda found: found[0] if iris and found[0].startswith("<") else " ", text)
