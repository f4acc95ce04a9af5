"""From the trained networks to the files that the program reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from torch import Tensor

from jobs.text.persons.files import CONVOLUTIONS, GRAPH, PIECES, TAGGER
from training.calibrate import Range
from training.graph import convolutions, layers


def export(state: dict[str, Tensor], ranges: Sequence[Range], pieces: np.ndarray, forms: list[str],
           scores: np.ndarray, gate: np.ndarray, folder: Path) -> tuple[str, str]:  # fmt: skip
    """Write what describes a word (pieces' vectors in eight bits, all else in sixteen) and the convolutions' graph.

    `ranges`: of what each convolution reads; `gate`: weights of the gate, with the bias in the last row. Returns both
    files' SHA-256.
    """
    w = {name: value.detach().numpy() for name, value in state.items()}
    table = pieces.astype(np.float32) @ w["words.table.weight"].T
    scale = np.abs(table).max(axis=0) / 127
    small = {
        "as_is": w["words.as_is.weight"].T,
        "as_is_bias": w["words.as_is.bias"],
        "other": w["words.other.weight"].T,
        "ends": w["words.ends.weight"],
        "ends_to": w["words.ends_to.weight"].T,
        "shape": w["words.shape.weight"],
        "numbers": w["words.numbers.weight"].T,
        "gate": gate[:-1],
        "gate_bias": gate[-1],
    }
    np.savez_compressed(
        folder / TAGGER.path.name,
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        forms=np.frombuffer("\n".join(forms).encode(), np.uint8),
        scores=scores.astype(np.float32),
        **{name: values.astype(np.float16) for name, values in small.items()},
    )
    (folder / CONVOLUTIONS.path.name).write_bytes(convolutions(state, ranges))
    return _hash(folder / TAGGER.path.name), _hash(folder / CONVOLUTIONS.path.name)


def export_encoder(state: dict[str, Tensor], ranges: Mapping[str, Range], forms: list[str], scores: np.ndarray,
                   table: np.ndarray, folder: Path) -> tuple[str, str]:  # fmt: skip
    """Write the encoder's graph, and its pieces with their vectors in four bits. Returns both files' SHA-256."""
    graph_path, pieces_path = folder / GRAPH.path.name, folder / PIECES.path.name
    graph_path.write_bytes(layers(state, ranges))
    np.savez_compressed(
        pieces_path,
        forms=np.frombuffer("\n".join(forms).encode(), np.uint8),
        scores=scores.astype(np.float16),
        halves=table["halves"],
        scale=table["scale"],
        places=state["places"].numpy().astype(np.float16),
        shapes=state["shape.weight"].numpy().astype(np.float16),
    )
    return _hash(graph_path), _hash(pieces_path)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
