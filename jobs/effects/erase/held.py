"""What a lake holds of members: their items, and the strings that only they can have brought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from jobs.effects.erase.files import rows_of
from jobs.text.needles import Kind, Needles, pieces
from schemas import fields as f
from schemas.tables import CONSENT_EVENTS, CONTENT, DECISIONS, ERASURE_REQUESTS, MEMBERS, RESIDENCE

MOST_PIECES = 300_000  # some 700 MB of automaton


@dataclass
class Held:
    """What is known of members who are to be erased; kept in memory, and encrypted where it must outlive a crash."""

    members: frozenset[str]
    needles: Needles = field(default_factory=Needles)
    items: set[str] = field(default_factory=set)  # content ids
    words: set[str] = field(default_factory=set)  # hashes of their items' words
    said_at: dict[str, datetime] = field(default_factory=dict)  # piece of a text: when the item was made that has it
    answered: set[str] = field(default_factory=set)  # content ids of what their items answer or reshare

    def leave(self, items: Iterable[str]) -> None:
        """Items that are somebody else's by now stay; what the member had written into them is looked for."""
        others = set(items)
        self.items -= others
        self.needles.drop(others, "the item is another's now")


def gather(lake: str, members: frozenset[str]) -> Held:
    """Read everything that the tables' files have of the members."""
    held = Held(members)
    for member in members:
        held.needles.add(Kind.ID, member)
    _facts(lake, held)
    _items(lake, held)
    return held


def _facts(lake: str, held: Held) -> None:
    names = (f.DISPLAY_NAME, f.GIVEN_NAME, f.FAMILY_NAME, f.HANDLE, f.EMAIL, f.RECORD_HASH)
    for row in rows_of(lake, MEMBERS, f.MEMBER_ID, held.members, *names):
        given, family = row[f.GIVEN_NAME], row[f.FAMILY_NAME]
        held.needles.add(Kind.NAME, _text(row[f.DISPLAY_NAME]))
        held.needles.add(Kind.NAME, f"{given} {family}" if given and family else None)
        held.needles.add(Kind.HANDLE, _text(row[f.HANDLE]))
        held.needles.add(Kind.ADDRESS, _text(row[f.EMAIL]))
        held.needles.add(Kind.ID, _text(row[f.RECORD_HASH]))
    for table, ids in (
        (RESIDENCE, (f.RECORD_HASH,)),
        (CONSENT_EVENTS, (f.EVENT_ID, f.RECORD_HASH)),
        (ERASURE_REQUESTS, (f.REQUEST_ID, f.RECORD_HASH)),
    ):
        for row in rows_of(lake, table, f.MEMBER_ID, held.members, *ids):
            for name in ids:
                held.needles.add(Kind.ID, _text(row[name]))


def _items(lake: str, held: Held) -> None:
    columns = (f.CONTENT_ID, f.SOURCE_ID, f.CREATED_AT, f.WORDS_HASH, f.REPLY_TO, f.RESHARE_OF, f.TEXT)
    texts: list[tuple[Any, Any]] = []
    for row in rows_of(lake, CONTENT, f.AUTHOR_ID, held.members, *columns):
        held.items.add(str(row[f.CONTENT_ID]))
        held.answered |= {str(row[name]) for name in (f.REPLY_TO, f.RESHARE_OF) if row[name]}
        held.needles.add(Kind.ID, _text(row[f.SOURCE_ID]))
        if row[f.WORDS_HASH]:
            held.words.add(str(row[f.WORDS_HASH]))
        texts.append((row[f.TEXT] or "", row[f.CREATED_AT]))
    for row in rows_of(lake, DECISIONS, f.AUTHOR_ID, held.members, f.CONTENT_ID):
        held.items.add(str(row[f.CONTENT_ID]))
    for item in held.items:
        held.needles.add(Kind.ID, item)
    _said(held, texts)


def _said(held: Held, texts: Sequence[tuple[str, Any]]) -> None:
    """The pieces of their texts, each from the next word on; of very much text each from a few words on."""
    step = 1 + sum(text.count(" ") for text, _ in texts) // MOST_PIECES
    for text, at in texts:
        for piece in islice(pieces(text), 0, None, step):
            held.needles.add(Kind.TEXT, piece)
            if at is not None:
                held.said_at[piece] = min(at, held.said_at.get(piece, at))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
