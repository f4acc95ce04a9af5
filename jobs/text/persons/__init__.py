"""People whom nobody told us about: found by reading, with two small models that ship with the program.

docs/person-model.md says what it was made from and how well it does.
"""

from __future__ import annotations

from functools import lru_cache
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


@lru_cache(maxsize=1)
def shipped() -> PersonDetector:
    """The detector that ships with the program, loaded once in a process."""
    from jobs.text.persons import encoder, model
    from jobs.text.persons.detector import ModelDetector

    return ModelDetector(model.load(), encoder.load())
