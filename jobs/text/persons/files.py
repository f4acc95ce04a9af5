"""The files of the person detector that ship with the program, each with the hash it must have."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

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

    def session(self) -> ort.InferenceSession:
        """The graph of the file, to be run by one thread."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return ort.InferenceSession(self.content(), options, providers=["CPUExecutionProvider"])


TAGGER = Shipped(_HERE / "tagger.npz", "2403e11d369aab88034308a5222ffe7ea473b7f1e6a4df51c0ea151524ca8492")
CONVOLUTIONS = Shipped(_HERE / "tagger.onnx", "1e9cfca66136d13d09e9b5517b87202d12d4d6af5e337afae0f6f2edfce23a9c")
GRAPH = Shipped(_HERE / "encoder.onnx", "ed06981fddc787ab7f3592f28de9a9e05d3c4761f61c0ea316753da8e67054a2")
PIECES = Shipped(_HERE / "pieces.npz", "0ff3e8010005f3493703701d1982b5c40fee1f59528a0f81d80a63c70f548e51")
