"""Laws that mentions keep whatever the text: offsets, no overlap, one result, scripts, time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from gongbao import mentions, ontology, read
from gongbao.model import Mention
from gongbao.ontology import Ontology

PIECES = st.sampled_from(
    [
        "天津市交通运输委员会",
        "开展",
        "“十项行动”",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        "、",
        "。",
        "\n",
        "　",
        "等部门",
        "案",
        "第七届",
        "某某",
        "??",
        "\ufffd",
        "\ue123",
        "\x00",
        "𠮷",
        "😀",
        "ＡＢＣ",
        "（2024）豫01民初123号",
        "津交罚〔2023〕12号",
        "省",
        "市委",
        "·",
        '"',
        "'",
        "The quick brown fox",
        "|---|",
        "和",
        "以下简称",
        "行动",
        "專項整治",
        "12345热线",
    ]
)
HOSTILE = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.text(max_size=200),
)


def find(text: str, terms: Ontology, without: frozenset[str] = frozenset({"tagger"})) -> tuple[Mention, ...]:
    return mentions.find(read.from_text(text, "x.txt", ontology=terms), terms, without=without)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HOSTILE)
def test_spans_are_sorted_disjoint_and_inside_the_body(text: str) -> None:
    terms = ontology.load()
    document = read.from_text("报告。" + text, "x.txt", ontology=terms)
    end = document.body.start
    for mention in mentions.find(document, terms, without=frozenset({"tagger"})):
        assert end <= mention.start < mention.end <= document.body.end
        assert 0 < mention.score <= 1
        assert mention.type in {spec.id for spec in terms.entity_classes}
        surface = document.text[mention.start : mention.end]
        assert "\n" not in surface and "\ufffd" not in surface
        end = mention.end


@settings(max_examples=30, deadline=None)
@given(text=HOSTILE)
def test_the_tagger_keeps_the_laws_too(text: str) -> None:
    terms = ontology.load()
    first = find("报告。" + text, terms, frozenset())
    assert first == find("报告。" + text, terms, frozenset())
    assert all(a.end <= b.start for a, b in zip(first, first[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    ["在天津市开展专项行动" * 10_000, "省市县案" * 25_000, "“某某" * 33_000, "、行动" * 33_000, "某" * 100_000],
    ids=["phrase", "heads", "quotes", "lists", "anonymous"],
)
def test_a_sentence_of_100_000_characters_takes_linear_time(text: str, terms: Ontology) -> None:
    half = len(text) // 4
    find(text[:2000], terms)
    start = time.process_time()
    find(text[:half], terms)
    short = time.process_time() - start
    start = time.process_time()
    find(text, terms)
    assert time.process_time() - start < 10 * short + 1


def gold_texts(gold: Path) -> list[Path]:
    return sorted((gold / "text").glob("*.txt"))


@pytest.mark.parametrize("conversion", ["s2t", "t2s"])
def test_both_scripts_give_the_same_spans(conversion: str, gold: Path, terms: Ontology) -> None:
    converter = OpenCC(conversion)
    for path in gold_texts(gold):
        text = path.read_text("utf-8")
        other = "".join(
            new if len(new := converter.convert(line)) == len(line) else line for line in text.splitlines(True)
        )
        assert len(other) == len(text)
        ours = [(m.start, m.end, m.type) for m in find(text, terms)]
        assert [(m.start, m.end, m.type) for m in find(other, terms)] == ours, path.name


def test_a_report_gives_the_same_mentions_whatever_came_before(gold: Path, terms: Ontology) -> None:
    texts = [path.read_text("utf-8") for path in gold_texts(gold)[:3]]
    alone = [find(text, terms, frozenset()) for text in texts]
    assert [find(text, terms, frozenset()) for text in reversed(texts)] == alone[::-1]
