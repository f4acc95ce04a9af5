"""The place of a detector for people whom nobody told us about."""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa


class PersonDetector(Protocol):
    """Finds names of people in texts by reading them.

    `version` goes into the redactor's version: finds of another model are another version's finds.
    """

    version: str

    def find(self, texts: pa.Array, languages: pa.Array | None) -> list[list[tuple[int, int, float]]]:
        """For each text the start, end (code points, half open) and score of the names found; null texts have none."""
        ...
