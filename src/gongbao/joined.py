"""Ready-made queries that tell of most of a store, written so that an engine joins whole patterns and seeks no rows."""

from __future__ import annotations

import re

_MARK = "# unnamed: everything is put together"
"""Stands in a query that, where no name is given, tells of most of a store: seeking the parts of each row costs more."""

_STAR = re.compile(r"(\?\w+) ([^{}.]+;[^{}.]+) \.(?=\s)")
_LABELLED = re.compile(r"(\?\w+) skos:prefLabel (\?\w+) \. FILTER\(LANGMATCHES[^\n]*\)\)")
_ORDER = re.compile(r"\}\nORDER BY ((?:\?\w+ ?)+)")


def together(text: str) -> str:
    """Return a marked query with each pattern read once, from end to end, and joined with the others by what they share.

    The rows are the same. They are ordered by one text, which is in memory; else each comparison reads from the disk.
    """
    if _MARK not in text:
        return text

    def alone(subject: str, rest: str, *, after: str = "") -> str:
        held = " ".join(word for word in (subject, *rest.split()[-1:]) if word.startswith("?"))
        return f"{{ SELECT {held} {{ {subject} {rest}{after} }} }}"

    text = _LABELLED.sub(
        lambda label: alone(label[1], f"skos:prefLabel {label[2]}", after=label[0].partition(" .")[2]), text
    )
    text = _STAR.sub(lambda star: "\n  ".join(alone(star[1], pair.strip()) for pair in star[2].split(";")), text)
    return _ORDER.sub(
        lambda order: (
            "  BIND(CONCAT("
            + ', "\\t", '.join(f"STR({v})" for v in order[1].split())
            + ") AS ?order)\n}\nORDER BY ?order"
        ),
        text,
    )
