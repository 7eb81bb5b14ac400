"""Ready-made queries that tell of most of a store, written so that an engine joins whole patterns and seeks no rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = "# unnamed: everything is put together"
"""Stands in a query that, where no name is given, tells of most of a store: seeking the parts of each row costs more."""

_STAR = re.compile(r"(\?\w+) ([^{}.]+;[^{}.]+) \.(?=\s)")
_LABELLED = re.compile(r"(\?\w+) skos:prefLabel (\?\w+) \. FILTER\(LANGMATCHES[^\n]*\)\)")
_DERIVED = re.compile(r"  BIND\(.* AS (\?\w+)\)\n")
_QUERY = re.compile(r"SELECT DISTINCT ([^{]*) WHERE \{\n(.*)\}\nORDER BY ((?:\?\w+ ?)+)", re.S)


def together(text: str) -> str:
    """Return a marked query with each pattern read once, from end to end, and joined with the others by what they share.

    The rows are the same. What is made of others is made, and put in order, when rows that are alike are one: their
    words are read from the disk. They are ordered by one text, which is in memory; else each comparison reads again.
    """
    if _MARK not in text:
        return text

    def alone(subject: str, rest: str, *, after: str = "") -> str:
        held = " ".join(word for word in (subject, *rest.split()[-1:]) if word.startswith("?"))
        return f"{{ SELECT {held} {{ {subject} {rest}{after} }} }}"

    text = _LABELLED.sub(
        lambda label: alone(label[1], f"skos:prefLabel {label[2]}", after=label[0].partition(" .")[2]), text
    )
    text = _STAR.sub(lambda star: "\n  ".join(alone(subject, rest) for subject, rest in _steps(star[1], star[2])), text)
    return _QUERY.sub(lambda query: _once(*query.groups()), text)


def _steps(subject: str, pairs: str) -> Iterator[tuple[str, str]]:
    """Yield what is said of a subject, a path step by step: seeking the second for each first costs twice as much."""
    for pair in pairs.split(";"):
        path, object_ = pair.split()
        *over, last = path.split("/")
        at = subject
        for step in over:
            between = f"{subject}_{step.rpartition(':')[2]}"
            yield at, f"{step} {between}"
            at = between
        yield at, f"{last} {object_}"


def _once(selected: str, patterns: str, order: str) -> str:
    derived = [(match[0], match[1]) for match in _DERIVED.finditer(patterns)]
    made = {variable for _, variable in derived}
    read = [v for v in selected.split() if v not in made]
    read += [v for line, variable in derived for v in re.findall(r"\?\w+", line) if v != variable]
    key = ', "\\t", '.join(f"STR({variable})" for variable in order.split())
    return (
        f"SELECT DISTINCT {selected} WHERE {{\n"
        f"  {{ SELECT DISTINCT {' '.join(dict.fromkeys(read))} {{\n{_DERIVED.sub('', patterns)}  }} }}\n"
        + "".join(line for line, _ in derived)
        + f"  BIND(CONCAT({key}) AS ?order)\n}}\nORDER BY ?order"
    )
