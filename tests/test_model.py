from __future__ import annotations

import dataclasses

import pytest

from gongbao import model
from gongbao.model import Document, Evidence, Mention, Span, Statement


def test_every_value_is_frozen_and_slotted() -> None:
    values = [v for v in vars(model).values() if isinstance(v, type) and dataclasses.is_dataclass(v)]
    assert len(values) >= 11
    for value in values:
        assert vars(value)["__dataclass_params__"].frozen, value
        assert "__slots__" in vars(value), value


def test_a_span_is_half_open_and_not_empty() -> None:
    assert Span(1, 3).covers(Span(1, 2))
    assert not Span(0, 2).overlaps(Span(2, 3))
    for start, end in ((2, 2), (3, 1), (-1, 2)):
        with pytest.raises(ValueError, match="0 <= start < end"):
            Span(start, end)


def test_a_statement_needs_evidence() -> None:
    with pytest.raises(ValueError, match="evidence"):
        Statement("s", "p", "o", "entity", (), "done", 1.0)
    assert Statement("s", "p", "o", "entity", (Evidence(0, 2),), "done", 1.0).evidence[0].trigger is None


def test_a_document_keeps_the_length_when_folded() -> None:
    with pytest.raises(ValueError, match="length"):
        Document("s", "0", "天津", "天", None, None, None, None, None, Span(0, 2), (), ())


def test_a_mention_knows_its_span() -> None:
    assert Mention(2, 5, "X", "grammar", 0.5).span == Span(2, 5)
