"""Looks for erased members once nothing of them is known any more but keyed hashes.

Every word of every file that looks like an id is keyed and compared, and every value of the columns that
hold ids, whatever it looks like. Names and texts cannot be looked for in this way: the proof says that
they were when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from jobs.effects.erase.files import batches
from jobs.effects.erase.search import Found, contents
from jobs.keys import Key
from jobs.registry import Registry
from jobs.sources.landing import filesystem
from schemas import fields as f
from schemas.tables import TABLES

_TOKEN = re.compile(rb"(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9_.-]{5,79}")
_DIGIT = re.compile(rb"[0-9]")
_ITEMS = (f.CONTENT_ID, f.RESHARE_OF, f.REPLY_TO, f.SURVIVOR_ID)


def search_by_key(lake: str, registry: Registry, keys: Sequence[Key], also: Iterable[str]) -> dict[str, Any]:
    """How many words were compared, and how many of them are ids of erased members or items."""
    erased = registry.erased("member") | registry.erased("content")
    found, words = Found(), set[bytes]()
    for root in (lake, *also):
        fs, base = filesystem(root)
        for _, content in contents(fs, base, found, hashed=False):
            words.update(word for word in _TOKEN.findall(content) if _DIGIT.search(word))
    for _, row in registry.contents():
        words.update(_TOKEN.findall(row))
    values = {word.decode() for word in words} | _ids(lake)
    hits = sum(_is_erased(value, keys, erased) for value in values) if erased else 0
    return {"files": found.files, "bytes_read": found.bytes_read, "compared": len(values), "hits": hits}


def _ids(lake: str) -> set[str]:
    """Every value of a column that names a member or an item."""
    values: set[str] = set()
    for table in TABLES:
        columns = [field for field in (f.MEMBER_ID, f.AUTHOR_ID, *_ITEMS) if field in table.fields]
        for batch in batches(lake, table, *columns) if columns else ():
            for column in batch.columns:
                values.update(value for value in column.unique().to_pylist() if value)
    return values


def _is_erased(value: str, keys: Sequence[Key], erased: set[tuple[int, str]]) -> bool:
    return any((key.epoch, key.keyed(kind, value)) in erased for key in keys for kind in ("member", "content"))
