"""Write a trained network as an ONNX graph: the same arithmetic, with weights and mixing in whole numbers.

Tables and matrices are stored in eight bits. Products of whole numbers are exact, so a character's scores do not depend
on what else is in the batch, and they are fast on processors of today. Weights keep to seven bits, so that processors
without VNNI do not saturate and every machine gives the same sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from gongbao.mentions.tokens import FIRST
from gongbao.train.network import Block, Network, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WEIGHT, _STATE, _ZERO = 63, 127, 128


class _Graph:
    """Collects nodes and constants; each call returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any, name: str = "") -> str:
        name = name or f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], outputs: int = 1, **attributes: Any) -> str:
        name = f"n{len(self.nodes)}"
        names = [name] if outputs == 1 else [f"{name}.{k}" for k in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0]

    def matrix(self, name: str, x: str, linear: torch.nn.Linear, scale: float, rows: Floats | None = None) -> str:
        """`x` is whole numbers of the given scale (of scales of their own: `rows`); multiply by a matrix, add a bias."""
        weight = _array(linear.weight).T * (1.0 if rows is None else rows[:, None])
        own = np.maximum(np.abs(weight).max(0), 1e-8) / _WEIGHT
        whole = np.round(weight / own).astype(np.int8)
        zero = np.uint8(_ZERO) if rows is None else np.int8(0)
        inputs = [x, self.constant(whole, f"{name}.weight"), self.constant(np.float32(scale))]
        inputs += [self.constant(own.astype(np.float32), f"{name}.scale"), self.constant(zero), ""]
        inputs.append(self.constant(_array(linear.bias), f"{name}.bias"))
        return self.add("MatMulIntegerToFloat", inputs, domain="com.microsoft")


def write(network: Network, ranges: Sequence[float], path: str) -> None:
    """Write the graph: `rows` (batch, length, columns) int32 to `scores` (log probabilities) and `states`.

    `ranges` gives for each block the greatest magnitude that its mixed states are to keep (see `state_ranges`).
    """
    graph = _Graph()
    columns = [graph.add("Gather", ["rows", graph.constant(np.int64(k))], axis=2) for k in range(7)]
    character = columns[0]
    mask = graph.add("Cast", [graph.add("Greater", [character, graph.constant(np.int32(0))])], to=TensorProto.FLOAT)
    mask = graph.add("Unsqueeze", [mask, graph.constant(np.array([2], np.int64))])
    x = _enter(graph, network, columns)
    for index, (block, reach) in enumerate(zip(network.blocks, ranges, strict=True)):
        assert isinstance(block, Block)
        x = _block(graph, f"blocks.{index}", block, x, mask, reach)
    x = _norm(graph, "norm", network.norm, x, "states")
    weight = graph.constant(np.ascontiguousarray(_array(network.label.weight).T), "label.weight")
    scores = graph.add(
        "Add", [graph.add("MatMul", [x, weight]), graph.constant(_array(network.label.bias), "label.bias")]
    )
    graph.nodes.append(helper.make_node("LogSoftmax", [scores], ["scores"], axis=-1))
    shape: list[Any] = ["batch", "length"]
    made = helper.make_graph(
        graph.nodes,
        "tagger",
        [helper.make_tensor_value_info("rows", TensorProto.INT32, [*shape, 7])],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, [*shape, network.shape.labels]),
            helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, network.shape.width]),
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="gongbao")
    onnx.checker.check_model(model)
    onnx.save_model(model, path)


def _enter(graph: _Graph, network: Network, columns: list[str]) -> str:
    """Look the row's numbers up in tables of whole numbers; each table's scale goes into the matrix behind."""
    parts, scales, shared = [], [], set()
    for column, name in zip(columns, _TABLES, strict=True):
        weight = _array(getattr(network, name).weight)
        scale = float(np.abs(weight).max()) / _STATE
        if name not in shared:
            graph.constant(np.round(weight / scale).astype(np.int8), name)
            shared.add(name)
        parts.append(graph.add("Gather", [name, column]))
        scales += [scale] * weight.shape[1]
    x = graph.add("Concat", parts, axis=-1)
    return graph.matrix("enter", x, network.enter, 1.0, rows=np.array(scales, np.float32))


_TABLES = ("character", "pair", "pair", "word", "place", "speech", "name")
"""The table of each column of a row."""


def _block(graph: _Graph, name: str, block: Block, x: str, mask: str, reach: float) -> str:
    """One block; the mixed states are rounded to whole numbers of reach / 127."""
    y = graph.add("Mul", [_norm(graph, f"{name}.norm", block.norm, x), mask])
    y = graph.add("Transpose", [y], perm=[0, 2, 1])
    taps = np.ascontiguousarray(_array(block.taps).T)[:, None, :]  # (W, 1, K)
    pad = block.dilation * (block.kernel // 2)
    y = graph.add(
        "Conv",
        [y, graph.constant(taps, f"{name}.taps"), graph.constant(_array(block.bias), f"{name}.bias")],
        group=taps.shape[0],
        dilations=[block.dilation],
        pads=[pad, pad],
        kernel_shape=[block.kernel],
    )
    y = graph.add("Transpose", [y], perm=[0, 2, 1])
    scale = np.float32(reach / _STATE)
    y = graph.add("QuantizeLinear", [y, graph.constant(scale, f"{name}.reach"), graph.constant(np.uint8(_ZERO))])
    y = graph.matrix(f"{name}.mix", y, block.mix, float(scale))
    value = graph.add("Split", [y], outputs=2, axis=-1, num_outputs=2)
    gate = graph.add("Sigmoid", [value.removesuffix(".0") + ".1"])
    return graph.add("Add", [x, graph.add("Mul", [value, gate])])


def _norm(graph: _Graph, name: str, norm: torch.nn.LayerNorm, x: str, output: str | None = None) -> str:
    scale, shift = (
        graph.constant(_array(p), f"{name}.{end}") for p, end in ((norm.weight, "weight"), (norm.bias, "bias"))
    )
    if output is None:
        return graph.add("LayerNormalization", [x, scale, shift], axis=-1, epsilon=norm.eps)
    graph.nodes.append(helper.make_node("LayerNormalization", [x, scale, shift], [output], axis=-1, epsilon=norm.eps))
    return output


def _array(tensor: torch.Tensor) -> Floats:
    return tensor.detach().cpu().numpy().astype(np.float32)


def state_ranges(network: Network, batches: Sequence[torch.Tensor], share: float = 0.9999) -> list[float]:
    """Return for each block the magnitude that all but 1 - `share` of its mixed states stay within, on some rows."""
    seen: list[list[float]] = [[] for _ in network.blocks]

    def watch(index: int) -> Any:
        def hook(_: Any, given: tuple[torch.Tensor, ...]) -> None:
            values = given[0].detach().abs().flatten()
            seen[index].append(float(torch.quantile(values[:: max(1, len(values) // 500_000)], share)))

        return hook

    handles = [block.mix.register_forward_pre_hook(watch(i)) for i, block in enumerate(network.blocks)]
    network.eval()
    with torch.no_grad():
        for rows in batches:
            network(rows)
    for handle in handles:
        handle.remove()
    return [float(np.median(values)) * 1.1 for values in seen]


def read(path: str) -> Network:
    """Return the network of a graph that `write` wrote, to train on from it; whole numbers become what they stand for."""
    model = onnx.load(path)
    held = {c.name: np.array(numpy_helper.to_array(c), np.float32) for c in model.graph.initializer}
    dilations = tuple(node.attribute[0].ints[0] for node in model.graph.node if node.op_type == "Conv")
    taps = held["blocks.0.taps"]
    shape = Shape(
        len(held["character"]) - FIRST,
        len(held["label.bias"]),
        width=taps.shape[0],
        kernel=taps.shape[2],
        dilations=dilations,
        **{name: held[name].shape[1] for name in set(_TABLES)},
    )
    network = Network(shape)
    state: dict[str, NDArray[Any]] = {f"{name}.weight": held[name] / _STATE for name in set(_TABLES)}
    state |= {"enter.weight": (held["enter.weight"] * held["enter.scale"]).T * _STATE, "enter.bias": held["enter.bias"]}
    state |= {name: held[name] for name in ("norm.weight", "norm.bias", "label.bias")}
    state["label.weight"] = held["label.weight"].T
    for name in (f"blocks.{index}" for index in range(len(dilations))):
        state |= {f"{name}.{end}": held[f"{name}.{end}"] for end in ("norm.weight", "norm.bias", "bias", "mix.bias")}
        state[f"{name}.taps"] = held[f"{name}.taps"][:, 0].T
        state[f"{name}.mix.weight"] = (held[f"{name}.mix.weight"] * held[f"{name}.mix.scale"]).T
    network.load_state_dict({name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()})
    return network
