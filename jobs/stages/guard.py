"""Keeps out what was erased: by keyed hashes, which are all that is left of it.

A record of an erased member, or of an item of theirs, is refused. A record of somebody else loses what
it says of them: a mention, the name of an item of theirs, a text that is a copy of theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from jobs.keys import Key
from schemas import fields as f
from schemas.erasure import ERASED, ERASED_TEXT
from schemas.reasons import Reason

Keyed = frozenset[tuple[int, str]]  # epoch and keyed hash


@dataclass(frozen=True)
class Guard:
    """Who and what was erased, and the live keys to tell by."""

    keys: tuple[Key, ...]
    members: Keyed
    items: Keyed
    words: Keyed

    def passed(self, row: dict[str, Any]) -> dict[str, Any] | Reason:
        """The row without anything of them, or that it is theirs."""
        subject = row.get(f.AUTHOR_ID) or row.get(f.MEMBER_ID)
        if self._is("member", subject, self.members) or self._is("content", row.get(f.CONTENT_ID), self.items):
            return Reason.ERASED_BEFORE
        for name in (f.RESHARE_OF, f.REPLY_TO):
            if self._is("content", row.get(name), self.items):
                row[name] = ERASED
        if mentions := row.get(f.MENTIONS):
            row[f.MENTIONS] = [m for m in mentions if not self._is("member", m["member_id"], self.members)] or None
        return row

    def without_copies(self, columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        """The columns on texts, those of copies emptied; what is left says that each was a copy."""
        hashes = columns[f.WORDS_HASH].to_pylist()
        copies = [self._is("words", words, self.words) for words in hashes]
        if not any(copies):
            return {}
        size, digest = len(ERASED_TEXT.encode()), hashlib.sha256(ERASED_TEXT.encode()).hexdigest()
        instead = {f.TEXT: ERASED_TEXT, f.TEXT_HASH: digest, f.TEXT_BYTES: size, f.WORDS_HASH: ERASED}
        instead |= {f.PASSAGES: [], f.MARKS_QUOTES: False}
        return {
            name: pa.array(
                [value if copy else old for copy, old in zip(copies, columns[name].to_pylist(), strict=True)],
                columns[name].type,
            )
            for name, value in instead.items()
        }

    def _is(self, kind: str, value: str | None, among: Keyed) -> bool:
        if not value or not among:
            return False
        return any((key.epoch, key.keyed(kind, value)) in among for key in self.keys)
