"""Two hundred numerals in twenty notations (data/numerals.txt): nearly all are read, and none is read wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from gongbao import quantities, read, temporal
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.settings import Settings
from gongbao.text.reading import squeezed

SHARE = 0.97


class Line(NamedTuple):
    """A sentence in a notation with what it says: pairs of value and unit."""

    notation: str
    sentence: str
    values: tuple[tuple[Decimal, str], ...]


def table(data: Path) -> Iterator[Line]:
    notation = ""
    for row in (data / "numerals.txt").read_text("utf-8").splitlines():
        if row.startswith("## "):
            notation = row[3:]
        elif "\t" in row:
            sentence, told = row.split("\t")
            pairs = () if told == "–" else tuple(pair.split(" ", 1) for pair in told.split("；"))
            yield Line(notation, sentence.replace("\\n", "\n"), tuple((Decimal(v), u) for v, u in pairs))


def said(text: str, terms: Ontology) -> tuple[tuple[Decimal, str], ...]:
    document = squeezed(read.from_text(text, "a.txt", ontology=terms))
    found = quantities.find(document, terms, temporal.find(document, terms))
    return tuple((Decimal(str(q.value)), q.unit) for q in found)


def test_the_table_is_whole(data: Path) -> None:
    lines = list(table(data))
    assert len(lines) == 200
    assert len({line.notation for line in lines}) == 20


def test_notations(data: Path, terms: Ontology) -> None:
    missed, wrong = [], []
    for line in table(data):
        got = said(line.sentence, terms)
        if got != line.values:
            missed.append((line, got))
        if set(got) - set(line.values):
            wrong.append((line, got))
    assert wrong == []
    assert len(missed) <= (1 - SHARE) * 200, missed


def test_numbers_that_are_not_whole_are_counted(terms: Ontology) -> None:
    for text in ("受理申请1，2345件。", "核减5万3亿元。", "查获卷烟12,34条。", "检查1\n234家企业。", "检测1.2.3升。"):
        document = read.from_text(text, "a.txt", ontology=terms)
        observed = quantities.observe(document, terms, ())
        assert observed.quantities == (), text
        assert len(observed.unread) == 1, text


def test_the_summary_of_a_report_names_them(settings: Settings) -> None:
    report = read.from_text("市水务局受理申请1，2345件，办结80件。\n", "a.txt", ontology=settings.ontology)
    extraction = extract(report, settings)
    assert [q.value for q in extraction.quantities] == [80]
    assert len(extraction.notices) == 1
    assert "1，2345件" in extraction.notices[0]
