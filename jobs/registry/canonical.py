"""One spelling for a JSON value, so that equal values have equal bytes and equal hashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

Json = dict[str, Any]


def canonical_json(value: Any) -> str:
    """Sorted keys, no blanks, ASCII only.

    Raises:
        ValueError: NaN or infinity, which PostgreSQL does not take.
        TypeError: something JSON has no word for.
    """
    # Twice: keys that are no strings become strings first, so that they sort as what a reader gets back.
    plain = json.loads(json.dumps(value, allow_nan=False))
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON."""
    return hashlib.sha256(canonical_json(value).encode("ascii")).hexdigest()
