"""Keywords are those of jieba.analyse over the same words, stand where they say, and are subjects in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from gongbao import graph, record, subjects
from gongbao.model import Extraction, Span
from gongbao.ontology import DCTERMS, GB, SKOS, Ontology
from gongbao.pipeline import extract
from gongbao.read import from_text
from gongbao.settings import Settings
from gongbao.text.script import fold
from gongbao.text.words import Segmenter

GOLD = sorted((Path(__file__).parent / "gold" / "text").glob("*.txt"))


class Cutter:
    """jieba's interface over the words that are used here."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter

    def cut(self, text: str) -> Iterator[SimpleNamespace]:
        for word in self.segmenter.cut(text):
            yield SimpleNamespace(word=text[word.start : word.end], flag=word.tag)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", GOLD[::6], ids=lambda path: path.stem)
def test_they_are_what_jieba_analyse_gives_for_the_same_words(path: Path, terms: Ontology) -> None:
    from jieba.analyse import TFIDF

    segmenter = Segmenter()
    document = from_text(path.read_text("utf-8"), path.name, ontology=terms)
    found = subjects.find(document, segmenter, most=1000)
    theirs = TFIDF()
    theirs.postokenizer = Cutter(segmenter)
    body = document.folded[document.body.start : document.body.end]
    expected = theirs.extract_tags(body, topK=1000, withWeight=True, allowPOS=tuple(subjects.SPEECH))
    assert [(k.word, k.weight) for k in found] == [(word, round(weight, 4)) for word, weight in expected]
    assert [k.word for k in subjects.find(document, segmenter)] == [word for word, _ in expected[: subjects.MOST]]


def test_weights_that_are_sought_are_those_of_the_table() -> None:
    sought, read = subjects._weights(), subjects._Weights(subjects._weights().lines)
    words = ["劳动防护", "整治", "交通", "执法", "no such word", "一\udc80"]  # the first of them opens the table
    sought.known = dict(read.known)
    sought.sought = 0
    read.sought = subjects._SEEKING
    assert sought.of(words) == read.of(words) and len(sought.known) == len(read.known) == len(words)
    changed = subjects._Weights(b"a 1.5\nb 2.5\nc 9.0\n")
    assert changed.of(["b", "d"]) == {"a": 1.5, "b": 2.5, "d": 2.5}


def test_they_stand_where_they_say(real: Extraction) -> None:
    document = real.document
    assert 0 < len(real.keywords) <= subjects.MOST
    for keyword in real.keywords:
        assert keyword.spans and all(document.folded[s.start : s.end] == keyword.word for s in keyword.spans)
        assert all(document.body.covers(span) for span in keyword.spans)
    (first, *_) = record.as_dict(real)["keywords"]
    assert first["word"] == real.keywords[0].word and first["places"][0] == [
        real.keywords[0].spans[0].start,
        real.keywords[0].spans[0].end,
    ]


def test_places_are_of_the_text_as_given_where_typesetting_is_left_out(settings: Settings) -> None:
    text = "天津市公安局开展整\u200b治行动，整治网络诈骗，整治成效明显，整治力度加大。\n"
    found = extract(from_text(text, "r.txt", ontology=settings.ontology), settings)
    (spans,) = (k.spans for k in found.keywords if k.word == "整治")
    assert Span(8, 11) in spans and text[8:11] == "整\u200b治"


def test_the_graph_says_what_the_report_is_about_and_where(real: Extraction, terms: Ontology) -> None:
    about, label = ox.NamedNode(DCTERMS + "subject"), ox.NamedNode(SKOS + "prefLabel")
    quads = graph.quads(real, terms)
    report = quads[0].subject
    told = {q.object for q in quads if q.predicate == about and q.subject == report}
    assert len(told) == len(real.keywords)
    word_of = {q.subject: q.object for q in quads if q.predicate == about and q.subject != report}
    assert set(word_of.values()) == told
    names = {q.subject: q.object.value for q in quads if q.predicate == label and q.object.language == "zh-hans"}  # type: ignore[union-attr]
    found: Counter[str] = Counter()
    for quad in quads:
        if quad.predicate.value == GB + "places":
            for start, end in (place.split("-") for place in quad.object.value.split(" ")):  # type: ignore[union-attr]
                word = fold(real.document.text[int(start) : int(end)])
                assert word == names[word_of[quad.subject]]  # type: ignore[index]
                found[word] += 1
    assert found == {k.word: len(k.spans) for k in real.keywords}


def test_a_report_without_words_has_none(settings: Settings) -> None:
    found = extract(from_text("一二三。\n", "r.txt", ontology=settings.ontology), settings)
    assert found.keywords == ()
