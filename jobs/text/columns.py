"""The columns that go into the redactor and come out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from jobs.text.names import KnownName
from jobs.text.numbering import Given
from jobs.text.spans import Span
from jobs.text.views import view_of

SPAN = pa.struct(
    [
        pa.field("kind", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("detector", pa.string()),
        pa.field("score", pa.float32()),
        pa.field("party", pa.string()),
    ]
)
GIVEN = pa.struct([pa.field("kind", pa.string()), pa.field("alias", pa.string()), pa.field("number", pa.int32())])
RESULT = pa.struct(
    [
        pa.field("redacted_text", pa.string()),
        pa.field("spans", pa.list_(SPAN)),
        pa.field("numbers", pa.list_(GIVEN)),
        pa.field("refusal", pa.string()),
    ]
)
KNOWN = pa.list_(pa.struct([("person", pa.string()), ("form", pa.string()), ("kind", pa.string())]))
"""Names known beforehand; the struct may have a fourth field `role`, `author` or `member`."""


def strings(column: pa.Array | None, length: int) -> list[str]:
    """A column of strings, an absent value as an empty one."""
    return [""] * length if column is None else [value or "" for value in column.to_pylist()]


def known_names(known: pa.Array | None, length: int) -> list[tuple[KnownName, ...]]:
    """The names of each row."""
    if known is None:
        return [()] * length
    return [
        tuple(
            KnownName(n["person"] or "", _form(n["form"]), n["kind"] or "", n.get("role") or "member")
            for n in names or ()
            if n and n["form"]
        )
        for names in known.to_pylist()
    ]


def _form(name: str) -> str:
    """A name as texts are read."""
    return name if name.isascii() else view_of(name).text


def given_numbers(held: pa.Array | None, length: int) -> list[list[Given]]:
    """The numbers that the thread of each row has from before."""
    if held is None:
        return [[]] * length
    return [[Given(n["kind"], n["alias"], n["number"]) for n in numbers or ()] for numbers in held.to_pylist()]


def lists_of(rows: Sequence[Sequence[Span | Given]], names: Sequence[str], struct: pa.DataType) -> pa.Array:
    """Tuples as list<struct>, built column by column; `names` are the fields of the tuples."""
    flat = [each for row in rows for each in row]
    columns = list(zip(*flat, strict=True)) if flat else [()] * len(names)
    by_name: dict[str, Any] = dict(zip(names, columns, strict=True))
    values = pa.StructArray.from_arrays(
        [pa.array(by_name[field.name], type=field.type) for field in struct], fields=list(struct)
    )
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    return pa.ListArray.from_arrays(pa.array(offsets, type=pa.int32()), values)
