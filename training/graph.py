"""From the trained encoder to the graph that the program runs: weights in seven bits, activations in eight.

Each row of activations has a scale of its own, so that no text's scores depend on the texts beside it. Seven bits for
weights, because processors without VNNI add two products in sixteen bits.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from training.encoder import HEADS, KINDS, LAYERS
from training.source import WIDTH

_OURS = "com.microsoft"
_MOST = 63
_HALF = 128


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

    def eighths(self, x: str) -> tuple[str, str]:
        """Rows in eight bits around 128, and the scale of each row as a column."""
        greatest = self.add("ReduceMax", self.add("Abs", x), self.constant(np.array([-1], np.int64)), keepdims=1)
        scale = self.add("Max", self.add("Mul", greatest, self.number(1 / 127)), self.number(1e-8))
        flat = self.add("Reshape", scale, self.constant(np.array([-1], np.int64)))
        middle = self.add(
            "ConstantOfShape", self.add("Shape", flat), value=helper.make_tensor("v", TensorProto.UINT8, [1], [_HALF])
        )
        return self.add("QuantizeLinear", x, flat, middle, axis=0), scale

    def linear(self, eighths: tuple[str, str], weight: np.ndarray, bias: np.ndarray) -> str:
        """Rows times a matrix of seven bits with a scale for each column, plus a bias."""
        scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / _MOST
        small = np.round(weight / scale[:, None]).astype(np.int8).T
        rows, row_scale = eighths
        product = self.add(
            "MatMulIntegerToFloat", rows, self.constant(small), self.number(1), self.constant(scale.astype(np.float32)),
            self.constant(np.array(_HALF, np.uint8)), domain=_OURS,
        )  # fmt: skip
        return self.add("Add", self.add("Mul", product, row_scale), self.constant(bias))

    def norm(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer normalisation."""
        return self.add("LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=1e-12)


def graph(state: dict[str, Tensor]) -> bytes:
    """The model's file: from sums of vectors (rows × length × width) to the chances of each piece's kinds."""
    w = {name: value.detach().numpy().astype(np.float32) for name, value in state.items()}
    g = Graph()
    shape = g.add("Shape", "x")
    flat = g.add("Reshape", "x", g.constant(np.array([-1, WIDTH], np.int64)))
    x = g.norm(flat, w["after_sum.weight"], w["after_sum.bias"])
    for layer in range(LAYERS):
        x = _layer(g, x, shape, {name.removeprefix(f"layers.{layer}."): a for name, a in w.items()})
    scores = g.add("Gemm", x, g.constant(w["out.weight"]), g.constant(w["out.bias"]), transB=1)
    chances = g.add("Softmax", scores, axis=-1)
    g.nodes.append(helper.make_node("Reshape", [chances, g.constant(np.array([-1, KINDS], np.int64))], ["y"]))
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", "length", WIDTH])
    result = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["pieces", KINDS])
    whole = helper.make_graph(g.nodes, "persons", [given], [result], g.constants)
    opsets = [helper.make_opsetid("", 17 + 1), helper.make_opsetid(_OURS, 1)]
    content: bytes = helper.make_model(whole, opset_imports=opsets, ir_version=9).SerializeToString()
    return content


def _layer(g: Graph, x: str, shape: str, w: dict[str, np.ndarray]) -> str:
    small = g.eighths(x)
    parts = [
        g.add("Reshape", g.linear(small, weight, bias), shape)
        for weight, bias in zip(np.split(w["qkv.weight"], 3), np.split(w["qkv.bias"], 3), strict=True)
    ]
    seen = g.add("MultiHeadAttention", *parts, domain=_OURS, num_heads=HEADS)
    seen = g.add("Reshape", seen, g.constant(np.array([-1, WIDTH], np.int64)))
    joined = g.linear(g.eighths(seen), w["joined.weight"], w["joined.bias"])
    x = g.norm(g.add("Add", x, joined), w["after_joined.weight"], w["after_joined.bias"])
    wide = g.linear(g.eighths(x), w["wide.weight"], w["wide.bias"])
    wide = g.add("Gelu", wide, domain=_OURS)
    narrow = g.linear(g.eighths(wide), w["narrow.weight"], w["narrow.bias"])
    return g.norm(g.add("Add", x, narrow), w["after_narrow.weight"], w["after_narrow.bias"])
