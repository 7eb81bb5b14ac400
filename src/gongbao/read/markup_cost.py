"""What a page of HTML costs to parse, known before it is parsed: nesting, attributes, formatting that is never closed.

A parser takes time in the square of the depth and of the attributes of one tag, and copies each formatting element that
is left open (`<b>`, `<font>`) into each block that follows: 35 kB can ask for more than a gigabyte.
"""

import re
from collections import Counter
from collections.abc import Iterator

from gongbao.read import limits
from gongbao.read.raw import check

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)?+"""
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?:[\s/]++|{_ATTRIBUTE})*+)(?:>|\Z)"
    r"|<[!?/][^>]*+",
    re.I | re.S,
)
_ATTRIBUTES = re.compile(rf"[\s/]++|(?P<one>{_ATTRIBUTE})", re.I | re.S)


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"])
_CLOSED_BY_NEXT = _names(
    "p li dt dd option optgroup tr td th tbody thead tfoot colgroup caption html head body rb rt rp rtc "
    "area base br col embed hr img input link meta param source track wbr frame keygen basefont bgsound"
)
"""Elements that hold nothing, or that end where the next of their kind begins: they do not nest by themselves."""

_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_INLINE = _names("abbr acronym bdi bdo cite data del dfn ins kbd label mark q ruby samp span sub sup time var")
_NOT_BLOCKS = _INLINE | _FORMATTING
_BLOCKS = _names("blockquote body center div dl h1 h2 h3 h4 h5 h6 menu ol pre ruby table ul")
_FEW = 8
_COPIES = 3  # how many equal formatting elements a parser keeps open


def check_tags(html: str, name: str) -> None:
    """Raise UnsupportedInput for a page that would take a parser far more than its length."""
    page = _Open()
    cost = 0.0
    for close, tag, rest in _tags(html):
        attributes = _count(rest)
        cost += 0 if close else 1 + attributes / 3
        if close:
            page.close(tag)
        else:
            page.open(tag, rest)
        for found, most, what, zh in (
            (attributes, limits.MAX_HTML_ATTRIBUTES, "attributes in one tag", "个属性（一个标签）"),
            (cost, limits.MAX_HTML_TAGS, "tags (three attributes count as one)", "个标签（三个属性计为一个）"),
            (len(page.stack), limits.MAX_HTML_DEPTH, "HTML elements nested", "层嵌套"),
            (page.passed, limits.MAX_HTML_PASSED, "elements between closing tags and what they close", "次标签配对"),
            (page.copies, limits.MAX_HTML_COPIES, "copies of formatting that is never closed", "次格式重复"),
        ):
            check(int(found), most, name, what, zh)


def _tags(html: str) -> Iterator[tuple[bool, str, str]]:
    """Yield the tags as a browser would read them: whether it closes, its name, what stands behind the name."""
    place = 0
    while token := _TOKEN.search(html, place):
        place = token.end()
        if token["name"] is None:
            continue
        name = token["name"].lower()
        yield bool(token["close"]), name, token["rest"]
        if name in _RAW and not token["close"]:
            ended = re.compile(rf"</{name}[\s/>]", re.I).search(html, place)
            place = ended.start() if ended else len(html)


def _count(rest: str) -> int:
    """Return how many attributes stand in a tag; few words are taken for as many attributes."""
    words = len(rest.split())
    return words if words < _FEW else sum(1 for found in _ATTRIBUTES.finditer(rest) if found["one"])


class _Open:
    """What is open at a place of the page, as its parser will have it."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.formatting: dict[str, list[str]] = {}
        self.equal: Counter[str] = Counter()
        self.kept = 0  # formatting elements that the next block gets a copy of
        self.copies = 0
        self.passed = 0  # elements that were looked at for what a closing tag closes

    def open(self, name: str, rest: str) -> None:
        if name in _FORMATTING:
            written = name + rest
            self.formatting.setdefault(name, []).append(written)
            self.equal[written] += 1
            self.kept += self.equal[written] <= _COPIES
        else:
            self.copies += self.kept
        if name not in _CLOSED_BY_NEXT and not (rest.endswith("/") and self._is_drawing(name)):
            self.stack.append(name)

    def _is_drawing(self, name: str) -> bool:
        """Say whether a tag is of a drawing or formula, where `<path/>` ends itself; `<div/>` does not end a div."""
        if name in _NOT_BLOCKS or name in _BLOCKS:
            return False
        self.passed += len(self.stack)
        return "foreignobject" not in self.stack and ("svg" in self.stack or "math" in self.stack)

    def close(self, name: str) -> None:
        if name in _FORMATTING and self.formatting.get(name):
            written = self.formatting[name].pop()
            self.kept -= self.equal[written] <= _COPIES
            self.equal[written] -= 1
        if name in _CLOSED_BY_NEXT:
            return  # it is none of those that nest
        passed = 0
        for passed, inside in enumerate(reversed(self.stack), 1):
            if inside == name:
                end = len(self.stack) if name not in _FORMATTING else len(self.stack) - passed + 1
                del self.stack[len(self.stack) - passed : end]
                break
            if inside == "table" or (name in _INLINE and inside not in _NOT_BLOCKS):
                break  # a parser passes over this closing tag
        self.passed += passed
