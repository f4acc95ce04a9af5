"""From the trained networks to the graphs that the program runs: weights in seven bits, activations in eight.

The scales of activations are fixed beforehand from what was seen (training/calibrate.py), so that no text's scores
depend on the texts beside it and nothing is spent on finding them. In the encoder columns with great values are
made smaller where they are read and their weights greater, half of the difference each (SmoothQuant: Xiao et al. 2023,
alpha = .5); the tagger's have none.
Seven bits for weights, because processors without VNNI add two products in sixteen bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.calibrate import Range
from training.encoder import HEAD, KINDS, LAYERS
from training.source import WIDTH

_OURS = "com.microsoft"
_MOST = 63  # of a weight in seven bits
_STEPS = 255  # between the least and the greatest activation


class Small(NamedTuple):
    """Rows in eight bits, their scale, and the name of what stands for zero."""

    rows: str
    scale: float
    zero: str


class Graph:
    """Nodes and constants, added one behind the other; methods return the names of their results."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        """A node with one result."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, value: np.ndarray) -> str:
        """A constant."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def number(self, value: float) -> str:
        """A single number."""
        return self.constant(np.array(value, np.float32))

    def small(self, x: str, told: Range) -> Small:
        """Numbers, brought to eight bits."""
        scale = (told.high - told.low) / _STEPS
        zero = self.constant(np.array(np.clip(round(-told.low / scale), 0, _STEPS), np.uint8))
        return Small(self.add("QuantizeLinear", x, self.number(scale), zero), scale, zero)

    def linear(self, x: Small, weight: np.ndarray, bias: np.ndarray) -> str:
        """Rows in eight bits times a matrix in seven with a scale for each column, plus a bias."""
        by_column = (np.maximum(np.abs(weight).max(axis=1), 1e-8) / _MOST).astype(np.float32)
        small = np.round(weight / by_column[:, None]).astype(np.int8).T
        return self.add(
            "MatMulIntegerToFloat", x.rows, self.constant(small), self.number(x.scale), self.constant(by_column),
            x.zero, "", self.constant(bias), domain=_OURS,
        )  # fmt: skip

    def halves(self, x: str) -> tuple[str, str]:
        """The left and the right half of rows."""
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node("Split", [x], [name, f"{name}b"], axis=1, num_outputs=2))
        return name, f"{name}b"

    def reshape(self, x: str, *shape: int) -> str:
        """The same numbers in another shape."""
        return self.add("Reshape", x, self.constant(np.array(shape, np.int64)))

    def norm(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer normalisation."""
        return self.add("LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=1e-12)

    def model(self, name: str, given: Mapping[str, Sequence[str | int]], numbers: str) -> bytes:
        """The file of a graph from `given` with their shapes to the chances of kinds; all but `x` are places."""
        self.nodes.append(helper.make_node("Softmax", [numbers], ["y"], axis=-1))
        inputs = [
            helper.make_tensor_value_info(each, TensorProto.FLOAT if each == "x" else TensorProto.INT64, shape)
            for each, shape in given.items()
        ]
        result = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["words", KINDS])
        whole = helper.make_graph(self.nodes, name, inputs, [result], self.constants)
        opsets = [helper.make_opsetid("", 17 + 1), helper.make_opsetid(_OURS, 1)]
        content: bytes = helper.make_model(whole, opset_imports=opsets, ir_version=9).SerializeToString()
        return content


def layers(state: dict[str, Tensor], ranges: Mapping[str, Range]) -> bytes:
    """The encoder's file: from sums of vectors (rows × length × width) to the chances of kinds (asked × kinds).

    `asked` are the pieces that begin a word, as if all rows were one: the last layer looks at all of them, and then
    goes on with these alone. `ranges`: of what goes into each linear part of a layer, by its name.
    """
    w = _numbers(state)
    g = Graph()
    lengths = g.add("Shape", "x", end=2)
    x = g.norm(g.reshape("x", -1, WIDTH), w["after_sum.weight"], w["after_sum.bias"])
    for layer in range(LAYERS):
        mine = f"layers.{layer}."
        told = {name.removeprefix(mine): each for name, each in ranges.items() if name.startswith(mine)}
        asked = "asked" if layer == LAYERS - 1 else None
        x = _layer(g, x, lengths, {name.removeprefix(mine): a for name, a in w.items()}, told, asked)
    scores = g.add("Gemm", x, g.constant(w["out.weight"]), g.constant(w["out.bias"]), transB=1)
    return g.model("encoder", {"x": ["rows", "length", WIDTH], "asked": ["words"]}, scores)


def convolutions(state: dict[str, Tensor], ranges: Sequence[Range]) -> bytes:
    """The tagger's file: from vectors of words (places × width) to the chances of kinds (words × kinds).

    The first place is nothing. `near0`, `near1` … say for each place that a layer makes which three of the layer
    before it reads, 0 for nothing. `ranges`: of what each layer reads.
    """
    w = _numbers(state)
    g, x = Graph(), "x"
    width = len(w["convolutions.0.bias"]) // 2
    for layer, told in enumerate(ranges):
        near, kernel = f"near{layer}", w[f"convolutions.{layer}.weight"]  # 2 × width, width, three places
        small = g.small(x, told)
        three = small._replace(rows=g.reshape(g.add("Gather", small.rows, near), -1, 3 * width))
        both = g.linear(three, kernel.transpose(0, 2, 1).reshape(2 * width, -1), w[f"convolutions.{layer}.bias"])
        value, gate = g.halves(both)
        here = g.reshape(g.add("Gather", near, g.constant(np.array([1], np.int64)), axis=1), -1)
        x = g.add("Add", g.add("Gather", x, here), g.add("Mul", value, g.add("Sigmoid", gate)))
        if layer < len(ranges) - 1:
            x = g.add("Concat", g.constant(np.zeros((1, width), np.float32)), x, axis=0)
    scores = g.add("Gemm", x, g.constant(w["out.weight"]), g.constant(w["out.bias"]), transB=1)
    places = {f"near{layer}": [f"words{layer}", 3] for layer in range(len(ranges))}
    return g.model("convolutions", {"x": ["places", width], **places}, scores)


def _numbers(state: dict[str, Tensor]) -> dict[str, np.ndarray]:
    return {name: value.detach().numpy().astype(np.float32) for name, value in state.items()}


def _layer(g: Graph, x: str, lengths: str, w: dict[str, np.ndarray], told: dict[str, Range], asked: str | None) -> str:
    values, joined_told = _smoothed(w["joined.weight"], told["joined"])
    inner = len(values)  # of all heads that there are
    qkv, bias = w["qkv.weight"].copy(), w["qkv.bias"].copy()
    qkv[-inner:] /= values[:, None]  # what attention hands on is a mean of these rows: they are made smaller for it
    bias[-inner:] /= values
    by, given = _smoothed(qkv, told["qkv"])
    small = g.small(g.add("Mul", x, g.constant(1 / by)), given)
    apart = g.add("Concat", lengths, g.constant(np.array([inner], np.int64)), axis=0)
    parts = [
        g.add("Reshape", g.linear(small, weight * by, part), apart)
        for weight, part in zip(np.split(qkv, 3), np.split(bias, 3), strict=True)
    ]
    seen = g.add("MultiHeadAttention", *parts, domain=_OURS, num_heads=inner // HEAD)
    seen = g.reshape(seen, -1, inner)
    if asked:
        seen, x = g.add("Gather", seen, asked), g.add("Gather", x, asked)
    joined = g.linear(g.small(seen, joined_told), w["joined.weight"] * values, w["joined.bias"])
    x = g.norm(g.add("Add", x, joined), w["after_joined.weight"], w["after_joined.bias"])
    by, given = _smoothed(w["wide.weight"], told["wide"])
    wide = g.linear(g.small(g.add("Mul", x, g.constant(1 / by)), given), w["wide.weight"] * by, w["wide.bias"])
    wide = g.add("Gelu", wide, domain=_OURS)
    narrow = g.linear(g.small(wide, told["narrow"]), w["narrow.weight"], w["narrow.bias"])
    return g.norm(g.add("Add", x, narrow), w["after_narrow.weight"], w["after_narrow.bias"])


def _smoothed(weight: np.ndarray, told: Range) -> tuple[np.ndarray, Range]:
    """By what to divide each column of activations, and their range then."""
    by = np.sqrt(np.maximum(told.columns, 1e-5) / np.maximum(np.abs(weight).max(axis=0), 1e-5))
    by = (by / np.exp(np.log(by).mean())).astype(np.float32)
    columns = told.columns / by
    return by, Range(-float(columns.max()), float(columns.max()), columns)
