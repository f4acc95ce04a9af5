"""From the trained encoder to the graph that the program runs: weights in seven bits, activations in eight.

The scales of activations are fixed beforehand from what was seen (training/calibrate.py), so that no text's scores
depend on the texts beside it and nothing is spent on finding them. Columns with great values are made smaller where
they are read and their weights greater, half of the difference each (SmoothQuant: Xiao et al. 2023, alpha = .5).
Seven bits for weights, because processors without VNNI add two products in sixteen bits.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.calibrate import Range
from training.encoder import HEADS, KINDS, LAYERS
from training.source import WIDTH

_OURS = "com.microsoft"
_MOST = 63  # of a weight in seven bits
_STEPS = 255  # between the least and the greatest activation


class Graph:
    """Nodes and constants, added one behind the other; every method returns the name of its result."""

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

    def linear(self, x: str, told: Range, weight: np.ndarray, bias: np.ndarray) -> str:
        """Rows, brought to eight bits, times a matrix of seven with a scale for each column, plus a bias."""
        scale = (told.high - told.low) / _STEPS
        zero = self.constant(np.array(np.clip(round(-told.low / scale), 0, _STEPS), np.uint8))
        rows = self.add("QuantizeLinear", x, self.number(scale), zero)
        by_column = (np.maximum(np.abs(weight).max(axis=1), 1e-8) / _MOST).astype(np.float32)
        small = np.round(weight / by_column[:, None]).astype(np.int8).T
        return self.add(
            "MatMulIntegerToFloat", rows, self.constant(small), self.number(scale), self.constant(by_column), zero, "",
            self.constant(bias), domain=_OURS,
        )  # fmt: skip

    def norm(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer normalisation."""
        return self.add("LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=1e-12)


def graph(state: dict[str, Tensor], ranges: Mapping[str, Range]) -> bytes:
    """The model's file: from sums of vectors (rows × length × width) to the chances of kinds (asked × kinds).

    `asked` are the pieces that begin a word, as if all rows were one: the last layer looks at all of them, and then
    goes on with these alone. `ranges`: of what goes into each linear part of a layer, by its name.
    """
    w = {name: value.detach().numpy().astype(np.float32) for name, value in state.items()}
    g = Graph()
    shape = g.add("Shape", "x")
    flat = g.add("Reshape", "x", g.constant(np.array([-1, WIDTH], np.int64)))
    x = g.norm(flat, w["after_sum.weight"], w["after_sum.bias"])
    for layer in range(LAYERS):
        mine = f"layers.{layer}."
        told = {name.removeprefix(mine): each for name, each in ranges.items() if name.startswith(mine)}
        asked = "asked" if layer == LAYERS - 1 else None
        x = _layer(g, x, shape, {name.removeprefix(mine): a for name, a in w.items()}, told, asked)
    scores = g.add("Gemm", x, g.constant(w["out.weight"]), g.constant(w["out.bias"]), transB=1)
    g.nodes.append(helper.make_node("Softmax", [scores], ["y"], axis=-1))
    given = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", "length", WIDTH]),
        helper.make_tensor_value_info("asked", TensorProto.INT64, ["words"]),
    ]
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["words", KINDS])
    whole = helper.make_graph(g.nodes, "persons", given, [result], g.constants)
    opsets = [helper.make_opsetid("", 17 + 1), helper.make_opsetid(_OURS, 1)]
    content: bytes = helper.make_model(whole, opset_imports=opsets, ir_version=9).SerializeToString()
    return content


def _layer(g: Graph, x: str, shape: str, w: dict[str, np.ndarray], told: dict[str, Range], asked: str | None) -> str:
    values, joined_told = _smoothed(w["joined.weight"], told["joined"])
    qkv, bias = w["qkv.weight"].copy(), w["qkv.bias"].copy()
    qkv[-WIDTH:] /= values[:, None]  # what attention hands on is a mean of these rows: they are made smaller for it
    bias[-WIDTH:] /= values
    by, given = _smoothed(qkv, told["qkv"])
    small = g.add("Mul", x, g.constant(1 / by))
    parts = [
        g.add("Reshape", g.linear(small, given, weight * by, part), shape)
        for weight, part in zip(np.split(qkv, 3), np.split(bias, 3), strict=True)
    ]
    seen = g.add("MultiHeadAttention", *parts, domain=_OURS, num_heads=HEADS)
    seen = g.add("Reshape", seen, g.constant(np.array([-1, WIDTH], np.int64)))
    if asked:
        seen, x = g.add("Gather", seen, asked), g.add("Gather", x, asked)
    joined = g.linear(seen, joined_told, w["joined.weight"] * values, w["joined.bias"])
    x = g.norm(g.add("Add", x, joined), w["after_joined.weight"], w["after_joined.bias"])
    by, given = _smoothed(w["wide.weight"], told["wide"])
    wide = g.linear(g.add("Mul", x, g.constant(1 / by)), given, w["wide.weight"] * by, w["wide.bias"])
    wide = g.add("Gelu", wide, domain=_OURS)
    narrow = g.linear(wide, told["narrow"], w["narrow.weight"], w["narrow.bias"])
    return g.norm(g.add("Add", x, narrow), w["after_narrow.weight"], w["after_narrow.bias"])


def _smoothed(weight: np.ndarray, told: Range) -> tuple[np.ndarray, Range]:
    """By what to divide each column of activations, and their range then."""
    by = np.sqrt(np.maximum(told.columns, 1e-5) / np.maximum(np.abs(weight).max(axis=0), 1e-5))
    by = (by / np.exp(np.log(by).mean())).astype(np.float32)
    columns = told.columns / by
    return by, Range(-float(columns.max()), float(columns.max()), columns)
