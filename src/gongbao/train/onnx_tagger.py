"""Write a trained tagger as an ONNX graph, and read it back to train on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from gongbao.mentions.tokens import COLUMNS, FIRST
from gongbao.train.onnx_graph import STATE, ZERO, Graph, Reach
from gongbao.train.tagger_network import Network, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TABLES = ("character", "pair", "pair", "word", "place", "speech", "name")  # the table of each column of a row


def write(network: Network, ranges: Sequence[Reach], path: str) -> None:
    """Write the graph: `rows` (batch, length, columns) int32 to `scores` (log probabilities).

    `ranges` gives for each block what its states are to keep (see `reaches`).
    """
    graph = Graph()
    columns, parts, scales = graph.embedded([(name, getattr(network, name).weight) for name in _TABLES])
    x = graph.matrix("enter", graph.add("Concat", parts, axis=-1), network.enter, scales)
    x = graph.blocks(network.blocks, x, columns[0], ranges)
    graph.add(
        "LogSoftmax", [graph.linear("label", graph.norm("norm", network.norm, x), network.label)], "scores", axis=-1
    )
    shape: list[Any] = ["batch", "length"]
    rows = helper.make_tensor_value_info("rows", TensorProto.INT32, [*shape, len(COLUMNS)])
    scores = helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, network.shape.labels])
    graph.save(path, "tagger", [rows], [scores])


def read(path: str) -> Network:
    """Return the network of a graph that `write` wrote, to train on from it; whole numbers become what they stand for."""
    model = onnx.load(path)
    held = {c.name: np.array(numpy_helper.to_array(c), np.float32) for c in model.graph.initializer}
    told = [{a.name: a.ints for a in node.attribute} for node in model.graph.node if node.op_type == "QLinearConv"]
    dilations = tuple(int(attributes["dilations"][1]) for attributes in told)
    taps = held["blocks.0.taps"]
    shape = Shape(
        len(held["character"]) - FIRST,
        len(held["label.bias"]),
        width=taps.shape[0],
        kernel=taps.shape[3],
        dilations=dilations,
        **{name: held[name].shape[1] for name in set(_TABLES)},
    )
    network = Network(shape)
    state: dict[str, NDArray[Any]] = {f"{name}.weight": (held[name] - ZERO) / STATE for name in set(_TABLES)}
    state |= {"enter.weight": (held["enter.weight"] * held["enter.scale"]).T * STATE, "enter.bias": held["enter.bias"]}
    state |= {name: held[name] for name in ("norm.weight", "norm.bias", "label.bias")}
    state["label.weight"] = held["label.weight"].T
    for name in (f"blocks.{index}" for index in range(len(dilations))):
        state |= {f"{name}.norm.{end}": held[f"{name}.norm.{end}"] for end in ("weight", "bias")}
        own = held[f"{name}.taps.scale"]
        state[f"{name}.taps"] = held[f"{name}.taps"][:, 0, 0].T * own
        state[f"{name}.bias"] = held[f"{name}.bias"] * own * held[f"{name}.normed"]
        halves = [f"{name}.{half}" for half in ("value", "gate")]
        state[f"{name}.mix.bias"] = np.concatenate([held[f"{half}.bias"] for half in halves])
        whole = np.concatenate([held[f"{half}.weight"] * held[f"{half}.scale"] for half in halves], 1)
        state[f"{name}.mix.weight"] = whole.T / held[f"{name}.mixed"]
    network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()})
    return network
