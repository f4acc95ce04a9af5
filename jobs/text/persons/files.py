"""The files of the person detector that ship with the program, each with the hash it must have."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jobs.errors import InputMissing

_HERE = Path(__file__).parent


class Shipped(NamedTuple):
    """A file and its SHA-256."""

    path: Path
    sha256: str

    def content(self) -> bytes:
        """The bytes of the file.

        Raises:
            InputMissing: there is no such file, or it is not the one that was made.
        """
        again = "install the program again, or `git checkout` the file"
        if not self.path.is_file():
            raise InputMissing("The person model is not there", where=str(self.path), next_step=again)
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise InputMissing(
                "The person model is damaged: its hash is another", where=str(self.path), next_step=again
            )
        return content

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays of the file."""
        with np.load(io.BytesIO(self.content()), allow_pickle=False) as arrays:
            return dict(arrays)


TAGGER = Shipped(_HERE / "model.npz", "dbbad3c2784cc6925169d23f8f0ef2ad6ef2e9c31aea773951ca64d69a88ee1a")
GRAPH = Shipped(_HERE / "encoder.onnx", "7e81ef5a092f14fef7fe52daaa8678946011f161e043d5bca1989009ebcc267f")
PIECES = Shipped(_HERE / "pieces.npz", "a1150d0e9e48a72d73c7ba9907b40db73afb0505ff5a74d7d2e773f412ddb185")
