"""Write networks as ONNX graphs whose weights and mixing are in whole numbers.

Tables and matrices are stored in eight bits. Products of whole numbers are exact, so a character's scores do not depend
on what else is in the batch, and they are fast on processors of today. Weights keep to seven bits, so that processors
without VNNI do not saturate and every machine gives the same sums. What is multiplied is unsigned around 128: only for
that have processors and the runtime fast products.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from gongbao.train.tagger_network import Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_WEIGHT, STATE, ZERO = 63, 127, 128


@dataclass(frozen=True, slots=True)
class Reach:
    """The greatest magnitudes that a block keeps: of normalized states, and of those mixed over neighbours."""

    normed: float
    mixed: float


class Graph:
    """Collects nodes and constants; each call returns the name of what it made."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, value: Any, name: str = "") -> str:
        """Hold an array; one of the same name is held once."""
        name = name or f"c{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str = "", **attributes: Any) -> str:
        """Add a node with one output."""
        name = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def embedded(self, tables: Sequence[tuple[str, torch.Tensor]]) -> tuple[list[str], list[str], list[float]]:
        """Look up each column of `rows` in its table; return the columns, what was found, and the scale of each number of it."""
        columns = [self.add("Gather", ["rows", self.constant(np.int64(k))], axis=2) for k in range(len(tables))]
        parts, scales = [], list[float]()
        for column, (name, weight) in zip(columns, tables, strict=True):
            values = array(weight)
            scale = float(np.abs(values).max()) / STATE
            whole = (np.round(values / scale) + ZERO).astype(np.uint8)
            parts.append(self.add("Gather", [self.constant(whole, name), column]))
            scales += [scale] * values.shape[1]
        return columns, parts, scales

    def matrix(self, name: str, x: str, linear: nn.Linear, scales: Sequence[float], part: slice = slice(None)) -> str:
        """Multiply whole numbers around 128, of one scale or of one for each column, by a matrix, and add a bias."""
        weight = array(linear.weight)[part].T * np.array(scales, np.float32)[:, None]
        own = np.maximum(np.abs(weight).max(0), 1e-8) / _WEIGHT
        whole = np.round(weight / own).astype(np.int8)
        inputs = [x, self.constant(whole, f"{name}.weight"), self.constant(np.float32(1.0), "one")]
        inputs += [self.constant(own.astype(np.float32), f"{name}.scale"), self.constant(np.uint8(ZERO), "zero"), ""]
        inputs.append(self.constant(array(linear.bias)[part], f"{name}.bias"))
        return self.add("MatMulIntegerToFloat", inputs, domain="com.microsoft")

    def linear(self, name: str, x: str, linear: nn.Linear, output: str = "") -> str:
        """Multiply by a matrix and add a bias, both as they are."""
        weight = self.constant(np.ascontiguousarray(array(linear.weight).T), f"{name}.weight")
        bias = self.constant(array(linear.bias), f"{name}.bias")
        return self.add("Add", [self.add("MatMul", [x, weight]), bias], output)

    def norm(self, name: str, norm: nn.LayerNorm, x: str, output: str = "") -> str:
        """Normalize over the last axis."""
        ends = [self.constant(array(p), f"{name}.{end}") for p, end in ((norm.weight, "weight"), (norm.bias, "bias"))]
        return self.add("LayerNormalization", [x, *ends], output, axis=-1, epsilon=norm.eps)

    def blocks(self, blocks: nn.ModuleList, x: str, characters: str, ranges: Sequence[Reach]) -> str:
        """All blocks one after the other; where a character's number is 0 there is no text."""
        written = self.add("Greater", [characters, self.constant(np.int32(0))])
        last = self.constant(np.array([2], np.int64))
        mask = self.add("Unsqueeze", [self.add("Cast", [written], to=TensorProto.FLOAT), last])  # (B, L, 1)
        for index, (block, reach) in enumerate(zip(blocks, ranges, strict=True)):
            x = self.block(f"blocks.{index}", block, x, mask, reach)
        return x

    def block(self, name: str, block: Block, x: str, mask: str, reach: Reach) -> str:
        """One block; what is mixed over neighbours, and then over channels, is rounded to whole numbers."""
        y = self.add("Mul", [self.norm(f"{name}.norm", block.norm, x), mask])
        zero, axis = self.constant(np.uint8(ZERO), "zero"), self.constant(np.array([1], np.int64), "axis")
        normed, mixed = (np.float32(r / STATE) for r in (reach.normed, reach.mixed))
        scales = [self.constant(normed, f"{name}.normed"), zero], [self.constant(mixed, f"{name}.mixed"), zero]
        y = self.add("Unsqueeze", [self.add("QuantizeLinear", [y, *scales[0]]), axis])  # (B, 1, L, W)
        taps = array(block.taps).T  # (W, K)
        own = np.maximum(np.abs(taps).max(1), 1e-8) / STATE
        whole = np.round(taps / own[:, None]).astype(np.int8)[:, None, None, :]
        weight = [self.constant(whole, f"{name}.taps"), self.constant(own.astype(np.float32), f"{name}.taps.scale")]
        bias = np.round(array(block.bias) / (own * normed)).astype(np.int32)
        pad = block.dilation * (block.kernel // 2)
        y = self.add(
            "QLinearConv",
            [y, *scales[0], *weight, self.constant(np.zeros(len(own), np.int8), "zeros"), *scales[1],
             self.constant(bias, f"{name}.bias")],
            domain="com.microsoft",
            channels_last=1,
            group=len(own),
            dilations=[1, block.dilation],
            pads=[0, pad, 0, pad],
            kernel_shape=[1, block.kernel],
        )  # fmt: skip
        y = self.add("Squeeze", [y, axis])
        value = self.matrix(f"{name}.value", y, block.mix, [float(mixed)] * len(own), slice(len(own)))
        gate = self.matrix(f"{name}.gate", y, block.mix, [float(mixed)] * len(own), slice(len(own), None))
        return self.add("Add", [x, self.add("Mul", [value, self.add("Sigmoid", [gate])])])

    def save(self, path: str, name: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        """Check the graph and write it; `inputs` and `outputs` are what onnx's `make_tensor_value_info` makes."""
        made = helper.make_graph(self.nodes, name, inputs, outputs, list(self.constants.values()))
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(made, opset_imports=opsets, ir_version=9, producer_name="gongbao")
        onnx.checker.check_model(model)
        onnx.save_model(model, path)


def array(tensor: torch.Tensor) -> Floats:
    """Return a parameter as an array."""
    return tensor.detach().cpu().numpy().astype(np.float32)


def reaches(blocks: nn.ModuleList, batches: Iterable[Any], run: Callable[[Any], object]) -> list[Reach]:
    """Return what each block is to keep: magnitudes that nearly all of its states stay within where `run` reads batches."""
    seen: list[tuple[list[float], list[float]]] = [([], []) for _ in blocks]
    handles = []
    for block, (normed, mixed) in zip(blocks, seen, strict=True):
        handles.append(block.norm.register_forward_hook(lambda *_, own=normed: _note(own, _[2])))
        handles.append(block.mix.register_forward_pre_hook(lambda *_, own=mixed: _note(own, _[1][0])))
    with torch.no_grad():
        for batch in batches:
            run(batch)
    for handle in handles:
        handle.remove()
    return [Reach(*(float(np.median(values)) * 1.1 for values in both)) for both in seen]


def _note(own: list[float], states: torch.Tensor) -> None:
    values = states.detach().abs().flatten()
    own.append(float(torch.quantile(values[:: max(1, len(values) // 500_000)].float(), _SHARE)))


_SHARE = 0.9999  # the share of states that stays within a reach, in the middle of the batches
