"""What a redacted text depends on, as one hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import phonenumbers
import stdnum

# kernels that no redacted text depends on
_OTHER_KERNELS = frozenset({"fingerprints", "jsonlines", "language", "quality", "repetition", "segments", "sweep"})


@cache
def kernels_hash() -> str:
    """A hash of the program's text kernels and list of places, and of the libraries that hold number plans."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    paths = [*here.rglob("*.py"), *here.rglob("*.xz")]
    for path in sorted(path for path in paths if path.stem not in _OTHER_KERNELS):
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(f"{phonenumbers.__version__} {stdnum.__version__}".encode())
    return digest.hexdigest()
