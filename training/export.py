"""From the trained network to the one file that the program reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from torch import Tensor

from jobs.text.persons.files import GRAPH, PIECES
from training.calibrate import Range
from training.graph import graph


def export(state: dict[str, Tensor], pieces: np.ndarray, forms: list[str], scores: np.ndarray, gate: np.ndarray,
           path: Path) -> str:  # fmt: skip
    """Write the model: pieces' vectors in eight bits, all else in sixteen. Returns the file's SHA-256.

    `gate`: weights of the gate, with the bias in the last row.
    """
    w = {name: value.detach().numpy() for name, value in state.items()}
    table = pieces.astype(np.float32) @ w["words.table.weight"].T
    scale = np.abs(table).max(axis=0) / 127
    arrays = {
        "table": np.round(table / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "forms": np.frombuffer("\n".join(forms).encode(), np.uint8),
        "scores": scores.astype(np.float32),
        "as_is": w["words.as_is.weight"].T,
        "as_is_bias": w["words.as_is.bias"],
        "other": w["words.other.weight"].T,
        "ends": w["words.ends.weight"],
        "ends_to": w["words.ends_to.weight"].T,
        "shape": w["words.shape.weight"],
        "numbers": w["words.numbers.weight"].T,
        "out": w["out.weight"].T,
        "out_bias": w["out.bias"],
        "gate": gate[:-1],
        "gate_bias": gate[-1],
    }
    layer = 0
    while f"convolutions.{layer}.weight" in w:
        arrays[f"kernel{layer}"] = w[f"convolutions.{layer}.weight"].transpose(2, 1, 0)
        arrays[f"bias{layer}"] = w[f"convolutions.{layer}.bias"]
        layer += 1
    small = {name: a.astype(np.float16) if a.dtype == np.float32 and name not in ("scale", "scores") else a
             for name, a in arrays.items()}  # fmt: skip
    np.savez_compressed(path, **small)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def export_encoder(state: dict[str, Tensor], ranges: Mapping[str, Range], forms: list[str], scores: np.ndarray,
                   table: np.ndarray, folder: Path) -> tuple[str, str]:  # fmt: skip
    """Write the encoder's graph, and its pieces with their vectors in four bits. Returns both files' SHA-256."""
    graph_path, pieces_path = folder / GRAPH.path.name, folder / PIECES.path.name
    graph_path.write_bytes(graph(state, ranges))
    np.savez_compressed(
        pieces_path,
        forms=np.frombuffer("\n".join(forms).encode(), np.uint8),
        scores=scores.astype(np.float16),
        halves=table["halves"],
        scale=table["scale"],
        places=state["places"].numpy().astype(np.float16),
        shapes=state["shape.weight"].numpy().astype(np.float16),
    )
    return tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in (graph_path, pieces_path))
