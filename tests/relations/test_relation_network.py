"""The network at run time: what is pooled, and that a result depends neither on pieces nor on what else is asked."""

from __future__ import annotations

import numpy as np
import pytest

from gongbao.relations import network
from gongbao.relations.features import features, ranges
from gongbao.relations.pairs import pairs
from gongbao.relations.scene import CONCEPT, Name, Scene, scene

TEXT = "海州市交通局联合海州市公安局开展“清风”专项行动，查处非法营运。" * 3 + "\n"
ANY = np.ones((CONCEPT + 1, CONCEPT + 1), bool)


def report(copies: int = 1) -> Scene:
    text = TEXT * copies
    known = (("海州市交通局", 0), ("海州市公安局", 0), ("清风", 2))
    names = [
        Name(at, at + len(name), kind, thing)
        for thing, (name, kind) in enumerate(known)
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    return scene(text, names, 0, [(name,) for name, _ in known])


def test_pooling_is_the_maximum_of_a_stretch_and_zero_where_it_is_empty() -> None:
    rows = np.random.default_rng(0).normal(size=(700, 5)).astype(np.float32)
    start = np.array([[0, 3], [10, 700], [650, 20]])
    stop = np.array([[1, 3], [200, 700], [700, 276]])
    pooled = network.pool(rows, start, stop)
    for at in np.ndindex(start.shape):
        low, high = start[at], stop[at]
        expected = rows[low:high].max(0) if high > low else np.zeros(5, np.float32)
        assert np.array_equal(pooled[at], expected)


def test_long_stretches_count_with_their_end() -> None:
    rows = np.arange(1000, dtype=np.float32)[::-1, None].copy()
    assert network.pool(rows, np.array([0]), np.array([1000]))[0, 0] == rows[1000 - 256, 0]


def test_pieces_of_a_text_have_the_states_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    net, told = network.load(), report(4)
    cues = np.zeros((len(told.text), _channels(net)), np.uint8)
    whole = net.encode(told, cues)
    monkeypatch.setattr(network, "_PIECE", 64)
    for one, other in zip(whole, net.encode(told, cues), strict=True):
        assert np.allclose(one, other, atol=1e-5)


def test_sentences_that_name_nothing_change_no_state() -> None:
    net, told = network.load(), report()
    between = "天气晴好，大家都很高兴。" * 9 + "\n"
    text = told.text + between + told.text
    names = [
        Name(int(start) + shift, int(end) + shift, int(kind), int(thing))
        for shift in (0, len(told.text) + len(between))
        for start, end, kind, thing in zip(told.start, told.end, told.kind, told.thing, strict=True)
    ]
    apart = scene(text, names, told.reporter, told.names_of)
    cues = np.random.default_rng(1).integers(0, 2, (len(text), _channels(net))).astype(np.uint8)
    states, pooled = net.encode(apart, cues)
    assert not pooled[len(told.text) + 40 : len(told.text) + len(between) - 40].any()
    everywhere = apart._replace(sentence=np.arange(len(apart.sentences)))  # as if each sentence named something
    whole, all_pooled = net.encode(everywhere, cues)
    told_of = pooled.any(1)
    assert np.allclose(states, whole, atol=1e-5)
    assert np.allclose(pooled[told_of], all_pooled[told_of], atol=1e-5)


def test_a_pair_is_scored_alike_alone_and_among_others() -> None:
    net, told = network.load(), report()
    states, pooled = net.encode(told, np.zeros((len(told.text), _channels(net)), np.uint8))
    rows = pairs(told, ANY)
    names, stretches = net.looked_at(told, states, pooled, *ranges(told, rows))
    given = features(told, rows)
    together = net.score(told, names, rows, stretches, given)
    alone = [net.score(told, names, rows[[n]], stretches[[n]], given[[n]])[0] for n in range(len(rows))]
    assert np.array_equal(together, np.stack(alone))


def _channels(net: network.Network) -> int:
    return int(next(i.shape[2] for i in net.encoder.get_inputs() if i.name == "cues"))
