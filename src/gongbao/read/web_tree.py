"""The tree of a page: its elements in order without recursion, and how much text each of them holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Lengths: TypeAlias = "defaultdict[int, Text]"


def events(root: LexborNode, passed: Container[int] = ()) -> Iterator[tuple[LexborNode, bool]]:
    """Walk the elements below `root` without recursion: each node when it opens, and again when it closes.

    What is among the `passed` once it is open is passed over, its end too.
    """
    stack = [(root, False)]
    while stack:
        node, closing = stack.pop()
        yield node, closing
        if not closing and node.mem_id not in passed:
            stack.append((node, True))
            child = node.last_child
            while child is not None:
                stack.append((child, False))
                child = child.prev


@dataclass(slots=True)
class Text:
    """How much text an element holds: running text (with marks of sentences, outside of links), all, that of links."""

    prose: int = 0
    bare: int = 0
    linked: int = 0
    links: int = 0

    def add(self, other: Text) -> None:
        """Count what another element holds, too."""
        self.prose += other.prose
        self.bare += other.bare
        self.linked += other.linked
        self.links += other.links


def measured(body: LexborNode) -> Lengths:
    """Return for each element how much text it holds."""
    totals: Lengths = defaultdict(Text)
    stack: list[Text] = []
    links = 0
    for node, closing in events(body):
        is_text = node.tag == "-text"
        if closing:
            if not is_text:
                own = totals[node.mem_id] = stack.pop()
                links -= node.tag == "a"
                if stack:
                    stack[-1].add(own)
        elif is_text:
            text = node.text_content or ""
            if stack:
                length = len(re.sub(r"\s+", "", text))
                stack[-1].bare += length
                stack[-1].linked += length if links else 0
                stack[-1].prose += len(text.strip()) if not links and re.search("[，。；、]", text) else 0
        else:
            links += node.tag == "a"
            stack.append(Text(links=node.tag == "a"))
    return totals
