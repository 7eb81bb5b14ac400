"""The cells of one line become a decision, or one clear line of complaint: file, line, what was given, what is allowed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

from gongbao import iri
from gongbao.decisions.decision import ABOUT, SCOPES, VERDICTS, Decision
from gongbao.errors import DecisionError, close_matches
from gongbao.model import Span
from gongbao.ontology import Ontology, Term

LONGEST = 100_000  # characters of a cell
_DIGEST = re.compile("(?:sha256:)?([0-9a-f]{16,64})")
_WHEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)? ?(Z|[+-]\d{2}:?\d{2})?"
)
_DATE = re.compile(r"(\d{4})(?:年|(?:[-/.年](\d{1,2})(?:月|(?:[-/.月](\d{1,2})日?)?)?))?")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_ESCAPED = re.compile(r"\\([nrt\\])")
_MEANS = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
_FORMULA = tuple("=+-@＝＋－＠")
_CONVERTED = re.compile(r"(?=\D*\d)[\d\s.,/:+\-eE%()年月日时時分秒]+|true|false", re.IGNORECASE)
_WHOLE = re.compile("0|[1-9][0-9]{0,9}")
_QUOTED = " \u3000\u00a0'"

_T = TypeVar("_T")


def escaped(text: str) -> str:
    """Return a text as a cell: on one line, and nothing that a spreadsheet would run, or turn into a number or date."""
    for letter, means in (("\\", "\\"), ("n", "\n"), ("r", "\r"), ("t", "\t")):
        text = text.replace(means, "\\" + letter)
    return f"'{text}" if _unsafe(text) else text


def _unsafe(text: str) -> bool:
    bare = text.lstrip(_QUOTED)
    return bare.startswith(_FORMULA) or bool(_CONVERTED.fullmatch(bare) and not _WHOLE.fullmatch(text))


def unescaped(cell: str) -> str:
    """Return the text of a cell."""
    if cell.startswith("'") and _unsafe(cell[1:]):
        cell = cell[1:]
    return _ESCAPED.sub(lambda found: _MEANS[found[1]], cell)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table with its cells by column, and the terms that may stand in it."""

    file: str
    number: int
    cells: Mapping[str, str]
    terms: Ontology

    def fail(self, problem: str, zh: str = "", **given: Any) -> NoReturn:
        """Refuse the line."""
        told = DecisionError(problem, zh, **given)
        raise DecisionError("a line of a file is wrong", file=self.file, line=self.number, told=told)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def decision(self) -> Decision:
        """Return the decision that the line holds. Raises DecisionError."""
        self._plain()
        about = self._one_of("about", ABOUT)
        verdict = self._one_of("verdict", VERDICTS)
        span = self._span()
        scope = self._one_of("scope", SCOPES) if self["scope"] else "here" if span else "report"
        made = Decision(
            about,
            verdict,
            who=self._needed("who"),
            when=self._when(),
            scope=scope,
            report=self._digest(),
            source=re.split(r"[/\\]", self["source"].strip())[-1],  # of a path, as the tables of results have it
            span=span,
            type=self._term("type", self.terms.entity_classes),
            predicate=self._term("predicate", self.terms.relations),
            line=f"{self.file}:{self.number}",
            **{name: self[name] for name in ("text", "context", "instead", "subject", "object", "note")},
        )
        return self._checked(made)

    def _checked(self, made: Decision) -> Decision:
        if made.scope == "all" and made.about not in ("name", "same", "statement"):
            self.fail("scope all does not go", about=made.about)
        if made.scope != "all" and not made.report and not made.source:
            self.fail("report is empty")
        if made.scope == "here" and made.about in ("name", "statement") and made.span is None:
            self.fail("scope here needs start and end")
        check = {
            **{"name": self._name, "statement": self._statement, "same": self._same, "report": self._report},
            **{"figure": self._measured, "time": self._measured},
        }
        return check.get(made.about, self._head)(made)

    def _name(self, made: Decision) -> Decision:
        self._needed("text")
        if made.verdict == "right" and not made.type:
            self.fail("a name that is right needs its type")
        return made

    def _same(self, made: Decision) -> Decision:
        self._needed("subject"), self._needed("object")
        if iri.canonical(made.subject) == iri.canonical(made.object):
            self.fail("is given twice", subject=made.subject)
        return made

    def _report(self, made: Decision) -> Decision:
        if made.verdict == "wrong":
            self.fail("a report is right or open")
        return made

    def _measured(self, made: Decision) -> Decision:
        if made.span is None:
            self.fail("a figure or time needs its place")
        if made.about == "time":
            given = made.instead.strip()
            ends = [given] if _DATE.fullmatch(given) else given.split("/")
            told = [end.strip() if end.strip() == ".." else self._date(end) for end in ends if given]
            return made._replace(instead="/".join(told)) if given else made
        number = unicodedata.normalize("NFKC", made.instead).replace(",", "").strip()
        if number and not _NUMBER.fullmatch(number):
            self.fail("instead is no number", number=number)
        return made._replace(instead=number)

    def _head(self, made: Decision) -> Decision:
        dated = made.about == "issued" and made.instead
        return made._replace(instead=self._date(made.instead)) if dated else made

    def _statement(self, made: Decision) -> Decision:
        self._needed("subject"), self._needed("object"), self._needed("predicate")
        if made.verdict == "right" and made.span is None:
            self.fail("a statement that is right needs its evidence")
        modalities = self.terms.scheme("modalities")
        return made._replace(instead=self._term("instead", modalities)) if made.instead else made

    # -- cells

    def _plain(self) -> None:
        for name, cell in self.cells.items():
            if len(cell) > LONGEST:
                self.fail("the cell is too long", name=name, count=len(cell), most=LONGEST)
            odd = next((c for c in cell if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t"), None)
            if odd is not None:
                self.fail("holds a control character", name=name, code=ord(odd))

    def _needed(self, column: str) -> str:
        if not self[column].strip():
            self.fail("is empty", column=column)
        return self[column]

    def _one_of(self, column: str, allowed: Mapping[str, _T]) -> _T:
        given = self._needed(column).strip()
        if given not in allowed and given.lower() not in allowed:
            self.fail("is not one of", column=column, given=given, allowed=allowed)
        return allowed[given if given in allowed else given.lower()]

    def _term(self, column: str, terms: Iterable[Term]) -> str:
        """Return the id of a term that is given by id or label."""
        given = self[column].strip()
        if not given:
            return ""
        terms = tuple(terms)
        names = {name: term.id for term in terms for name in (*term.labels.values(), term.id)}
        if given in names:
            return names[given]
        close = {names[name] for name in close_matches(given, names)}
        shown = [f"{t.id} {t.label('zh-Hans')}" for t in terms if not close or t.id in close][:12]
        known = "is unknown, these are close" if close else "is unknown, these are allowed"
        self.fail(known, column=column, given=given, shown=shown)

    def _digest(self) -> str:
        given = self["report"].strip().lower()
        found = _DIGEST.fullmatch(given)
        if given and not found:
            self.fail("the report is no digest", given=given)
        return found[1] if found else ""

    def _span(self) -> Span | None:
        given = self["start"].strip(), self["end"].strip()
        if given == ("", ""):
            return None
        if not all(re.fullmatch("[0-9]{1,9}", cell) for cell in given) or int(given[0]) >= int(given[1]):
            self.fail("start and end are two whole numbers", start=given[0], end=given[1])
        span = Span(*map(int, given))
        if len(self["text"]) != span.end - span.start:
            self.fail("the text is not as long as its place", count=len(self["text"]), length=span.end - span.start)
        return span

    def _when(self) -> str:
        given = self._needed("when").strip()
        found = _WHEN.fullmatch(given)
        if found:
            with suppress(ValueError, OverflowError):
                numbers = [int(part or 0) for part in (*found.groups()[:6], (found[7] or "").ljust(6, "0"))]
                zone = (found[8] or "Z").replace("Z", "+00:00")
                moment = datetime(*numbers, tzinfo=datetime.strptime(zone, "%z").tzinfo)  # type: ignore[arg-type,misc]
                exact = "milliseconds" if numbers[6] else "seconds"
                return moment.astimezone(UTC).isoformat(timespec=exact).replace("+00:00", "Z")
        self.fail("when is no time", given=given)

    def _date(self, given: str) -> str:
        found = _DATE.fullmatch(given.strip())
        if found:
            numbers = [int(part) for part in found.groups() if part]
            with suppress(ValueError):
                datetime(*(numbers + [1, 1])[:3], tzinfo=UTC)  # type: ignore[arg-type,misc]
                return "-".join(f"{number:0{width}}" for number, width in zip(numbers, (4, 2, 2), strict=False))
        self.fail("instead is no date", given=given)
