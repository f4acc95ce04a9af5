"""Looks for erased members once nothing of them is known any more but keyed hashes.

Every word of every file that looks like an id is keyed and compared, and every value of the columns that
hold ids, whatever it looks like. Names and texts cannot be looked for in this way: the proof says that
they were when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from jobs.effects.erase.files import batches
from jobs.effects.erase.search import Found, contents
from jobs.keys import Key
from jobs.registry import Registry
from jobs.storage import filesystem
from schemas import fields as f
from schemas.tables import TABLES

_TOKEN = re.compile(rb"(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9_.-]{5,79}")
_DIGIT = re.compile(rb"[0-9]")
_REMEMBERED = 1_000_000  # words, some 100 MB
_ITEMS = (f.CONTENT_ID, f.RESHARE_OF, f.REPLY_TO, f.SURVIVOR_ID)


def search_by_key(lake: str, registry: Registry, keys: Sequence[Key], also: Iterable[str]) -> dict[str, Any]:
    """How many words were compared, and how many of them are ids of erased members or items."""
    look = _Look(keys, registry.erased("member") | registry.erased("content"))
    found = Found()
    for root in (lake, *also):
        fs, base = filesystem(root)
        for _, content in contents(fs, base, found, hashed=False):
            look.at(word.decode() for word in set(_TOKEN.findall(content)) if _DIGIT.search(word))
    for _, row in registry.contents():
        look.at(word.decode() for word in _TOKEN.findall(row))
    for column in _ids(lake):
        look.at(value for value in column.unique().to_pylist() if value)
    return {"files": found.files, "bytes_read": found.bytes_read, "compared": look.compared, "hits": len(look.hits)}


class _Look:
    """Compares words, each about once; what is remembered does not grow with the lake."""

    def __init__(self, keys: Sequence[Key], erased: set[tuple[int, str]]) -> None:
        self.compared, self.hits = 0, set[str]()
        self._keys, self._erased, self._seen = keys, erased, set[str]()

    def at(self, words: Iterable[str]) -> None:
        """Compare what was not seen lately."""
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        new = set(words) - self._seen
        self._seen |= new
        self.compared += len(new)
        if self._erased:
            self.hits.update(filter(self._is_erased, new))

    def _is_erased(self, value: str) -> bool:
        kinds = ("member", "content")
        return any((key.epoch, key.keyed(kind, value)) in self._erased for key in self._keys for kind in kinds)


def _ids(lake: str) -> Iterator[pa.Array]:
    """Every column that names a member or an item, piece by piece."""
    for table in TABLES:
        columns = [field for field in (f.MEMBER_ID, f.AUTHOR_ID, *_ITEMS) if field in table.fields]
        for batch in batches(lake, table, *columns) if columns else ():
            yield from batch.columns
