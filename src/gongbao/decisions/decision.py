"""One decision of a person: about what, right or wrong, what instead, who and when; a line of `decisions.csv`."""

from collections.abc import Mapping
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from gongbao.messages import both
from gongbao.model import About, Decided, Notice, Span, Verdict
from gongbao.text import tsv

Scope = Literal["here", "report", "all"]


def _words(kind: str) -> Any:
    """What may be written for a kind of cell, in either language, and what it means."""
    return {written: means for of, written, means in tsv.rows("gongbao.decisions", "words.tsv") if of == kind}


ABOUT: Mapping[str, About] = _words("about")
VERDICTS: Mapping[str, Verdict | Literal["open"]] = _words("verdict")
SCOPES: Mapping[str, Scope] = _words("scope")
HEADINGS: Mapping[str, str] = _words("column")  # the columns by their Chinese names
COLUMNS = tuple(HEADINGS.values())
"""The columns of the table, what people look at first; any order is read, and those that nothing needs may be missing."""

NEEDED = ("about", "verdict", "who", "when")

AROUND = 12  # so many characters on either side tell a place again in a report that has changed


class Decision(NamedTuple):
    """A decision. Empty cells are empty strings, an unnamed place is None; `line` says where it stands, for messages.

    `report` are the first digits of the digest of the report's text, `source` its file name; `span` is where `text`
    stands in it, and `context` the text with what is around it. `type`, `predicate` and a statement's `instead` (its
    modality) are ids of the ontology; `when` is UTC, `2026-11-29T09:30:00Z`.
    """

    about: About
    verdict: Verdict | Literal["open"]
    who: str
    when: str
    scope: Scope
    report: str = ""
    source: str = ""
    span: Span | None = None
    text: str = ""
    context: str = ""
    type: str = ""
    instead: str = ""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    note: str = ""
    line: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of its line, in the order of the columns."""
        start, end = (str(self.span.start), str(self.span.end)) if self.span else ("", "")
        return tuple({"start": start, "end": end}.get(name) or str(getattr(self, name, "")) for name in COLUMNS)

    def settled(self, *words: str, **there: Any) -> Decided:
        """Return what it came to: the words that it is about, and what is `there` (`names`, `value`, `stated`, …)."""
        verdict: Verdict = "right" if self.verdict == "right" else "wrong"
        return Decided(self.about, verdict, self.who, self.when, words, self.note, **there)

    def gone(self, why: str, zh: str = "", **given: Any) -> Notice:
        """Return the notice that it does not apply."""
        english, zh = both(why, zh, **given)
        return Notice(f"{self.line}: the decision does not apply: {english}", f"{self.line}：判定不适用：{zh}")


_T = TypeVar("_T")


class Applied(NamedTuple, Generic[_T]):
    """What is so after decisions, those that came to something, and notices of those that do not apply."""

    found: _T
    decided: tuple[Decided, ...] = ()
    notices: tuple[Notice, ...] = ()
