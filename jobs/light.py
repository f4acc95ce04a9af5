"""PyArrow without pandas: it would import pandas at its first array, some 35 MB and a second that no kernel needs."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any

import pyarrow as pa


class _NoPandas(MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError(name)
        return None


def arrow_alone() -> None:
    """Let PyArrow look for pandas once, in vain; it looks no more, and who needs pandas may still import it.

    For processes that read texts and nothing else: workers of Spark, and the commands that redact files.
    """
    none = _NoPandas()
    sys.meta_path.insert(0, none)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(none)
