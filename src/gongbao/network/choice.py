"""What a network is made of, by choice: the same options for every format, the command line and Python."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypedDict

from gongbao.errors import UsageError

EDGES = {
    "statements": "what the reports say, one edge for a pair and a relation",
    "containment": "what lies in what, and who is led by whom: division codes, gazetteer, names, law",
    "together": "what is named in one sentence, the closest ties of each thing",
    "across": "each thing and the closest of its paragraph that other reports name too, but for places and persons",
    "mentions": "reports as nodes, and which things each names",
    "shared": "reports as nodes, and which of them name the same things",
}
"""The sources of edges, by name."""

USUAL = ("statements", "containment", "together", "across")
WITHIN = ("sentence", "clause")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which edges a network has, and which nodes.

    `edges` are names of `EDGES`; `separate` gives each statement an edge of its own; `within` says how near things
    must be named to be together; `closest` is how many ties of either kind each thing may begin; without `lone` nodes
    that nothing ties are left out; with `measures` nodes are measured. Raises UsageError for what is not known.
    """

    edges: Collection[str] = USUAL
    separate: bool = False
    within: str = "sentence"
    closest: int = 3
    lone: bool = True
    measures: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges", frozenset(self.edges))
        for given, known in ((self.edges, tuple(EDGES)), ((self.within,), WITHIN)):
            for name in sorted(set(given) - set(known)):
                raise UsageError("a network has no such edges", name=name, listed=known)
        if self.closest < 1:
            raise UsageError("too few closest ties", closest=self.closest)


class Options(TypedDict, total=False):
    """The options of a network by name, as `Choice` takes them."""

    edges: Collection[str]
    separate: bool
    within: str
    closest: int
    lone: bool
    measures: bool
