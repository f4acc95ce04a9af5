"""What other members' rows hold of the erased: their names and words in texts, mentions, answers, copies.

One pass over the texts. What turns out not to be the erased member's alone (a living member is called
so too, others said it before, or many say it) is no needle; what is left is cut out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jobs.effects.erase.files import batches
from jobs.effects.erase.held import Held
from jobs.text.fingerprints import normalised
from jobs.text.needles import Finder, Kind, cut
from jobs.text.passages import marks_quotes, passages
from schemas import fields as f
from schemas.erasure import ERASED, ERASED_TEXT
from schemas.tables import AUDIT_SAMPLES, CONTENT, DOCUMENTS, MEMBERS, REDACTIONS, Table, release_table

MANY = 20  # items of others that say the same: a phrase, not a quotation
NAMED = (f.DISPLAY_NAME, f.GIVEN_NAME, f.FAMILY_NAME, f.HANDLE, f.EMAIL)
REWRITTEN = (
    f.CONTENT_ID,
    f.DELIVERY_ORDER,
    f.TEXT,
    f.TEXT_HASH,
    f.TEXT_BYTES,
    f.WORDS_HASH,
    f.PASSAGES,
    f.MARKS_QUOTES,
    f.MENTIONS,
    f.RESHARE_OF,
    f.REPLY_TO,
)
Row = dict[str, Any]


@dataclass
class Others:
    """What is to be done with rows that are not the erased members' own."""

    rows: list[Row] = field(default_factory=list)  # of content, as they are to be: REWRITTEN
    again: set[str] = field(default_factory=set)  # content ids whose redaction and sample go; the one is made anew
    documents: set[str] = field(default_factory=set)  # doc ids that hold something of theirs


def look(lake: str, held: Held, first: frozenset[str], releases: list[str], own: Iterable[bytes]) -> Others:
    """Find it. `first`: hashes of words that an erased member was the first to say; `own`: rows of the registry."""
    _shared_names(lake, held)
    _own_words(held, own)
    found = list(_rows_with_something(lake, held, first))
    _shared_words(held, found)
    others, finder = Others(), Finder(held.needles.wanted)
    for row in _once(found):
        changed = _rewritten(row, held, first, finder)
        if changed != {name: row[name] for name in REWRITTEN}:
            others.rows.append(changed)
            others.again.add(row[f.CONTENT_ID])
    for table in (REDACTIONS, AUDIT_SAMPLES):
        others.again |= _texts_with_something(lake, table, f.CONTENT_ID, finder) - held.items
    for table in (DOCUMENTS, *map(release_table, releases)):
        others.documents |= _texts_with_something(lake, table, f.DOC_ID, finder)
    return others


def _once(rows: Iterable[Row]) -> Iterable[Row]:
    """Each revision of an item as its newest file has it: one whose facts were amended lies in older files too."""
    return {(row[f.CONTENT_ID], row[f.DELIVERY_ORDER]): row for row in rows}.values()


def _shared_names(lake: str, held: Held) -> None:
    """Strings that a living member's directory entry has too."""
    finder, shared = Finder(held.needles.wanted), set()
    for batch in batches(lake, MEMBERS, f.MEMBER_ID, *NAMED):
        for row in batch.to_pylist():
            if row[f.MEMBER_ID] not in held.members:
                line = "\n".join([*(row[name] or "" for name in NAMED), _full(row)])
                shared |= {finder.needles[number] for number in finder.counted(line.encode())}
    held.needles.drop(shared, "a living member has it too")


def _own_words(held: Held, own: Iterable[bytes]) -> None:
    """What stands in a policy or a list that runs were frozen with, such as the title of a law."""
    finder = Finder({needle: kind for needle, kind in held.needles.wanted.items() if kind is Kind.TEXT})
    texts = (text.decode(errors="replace") for text in own)
    said = {finder.needles[number] for text in texts for number, *_ in finder.in_text(text)}
    held.needles.drop(said, "the policy or a list says it too")


def _full(row: Row) -> str:
    return f"{row[f.GIVEN_NAME]} {row[f.FAMILY_NAME]}"


def _rows_with_something(lake: str, held: Held, first: frozenset[str]) -> Iterator[Row]:
    """Rows of content by others with a needle in their text, or that name a member or an item of theirs."""
    finder = Finder(held.needles.wanted)
    shared: set[str] = set()
    for batch in batches(lake, CONTENT, *REWRITTEN, f.AUTHOR_ID, f.SOURCE_ID, f.REVISED_AT):
        for row in batch.to_pylist():
            if row[f.AUTHOR_ID] in held.members or row[f.CONTENT_ID] in held.items:
                continue
            shared |= {finder.needles[number] for number in finder.counted(row[f.SOURCE_ID].encode())}
            row["found"] = {finder.needles[number] for number, *_ in finder.in_text(row[f.TEXT] or "")}
            if row["found"] or row[f.WORDS_HASH] in first or _names(row, held):
                yield row
    held.needles.drop(shared, "another item is called so too")


def _names(row: Row, held: Held) -> bool:
    mentioned = {mention["member_id"] for mention in row[f.MENTIONS] or ()}
    return bool(mentioned & held.members or {row[f.RESHARE_OF], row[f.REPLY_TO]} & held.items)


def _shared_words(held: Held, found: list[Row]) -> None:
    """Pieces of text that others wrote before them, or that many write."""
    holders: dict[str, set[str]] = {}
    before: set[str] = set()
    for row in found:
        for piece in row["found"]:
            if held.needles.wanted.get(piece) is Kind.TEXT:
                holders.setdefault(piece, set()).add(row[f.CONTENT_ID])
                if _wrote_before(row, held, held.said_at.get(piece)):
                    before.add(piece)
    held.needles.drop(before, "others wrote it before")
    held.needles.drop((piece for piece, ids in holders.items() if len(ids) > MANY), "many write it")


def _wrote_before(row: Row, held: Held, said: datetime | None) -> bool:
    """Whether a piece was in another's item before it was in theirs.

    An edit may have brought it: sure is only what stands as it was before theirs was made, and what theirs answers.
    """
    if said is None or row[f.REVISED_AT] is None:
        return False
    theirs = {row[f.REPLY_TO], row[f.RESHARE_OF]} & held.items
    return bool(row[f.REVISED_AT] <= said or (row[f.CONTENT_ID] in held.answered and not theirs))


def _rewritten(row: Row, held: Held, first: frozenset[str], finder: Finder) -> Row:
    """The row without what is theirs."""
    new: Row = {name: row[name] for name in REWRITTEN}
    copied = row[f.WORDS_HASH] in first
    if row[f.TEXT] is not None and (copied or any(needle in held.needles.wanted for needle in row["found"])):
        new |= _of_text(ERASED_TEXT if copied else cut(row[f.TEXT], finder, ERASED_TEXT))
    if copied:
        new[f.WORDS_HASH] = ERASED
    for name in (f.RESHARE_OF, f.REPLY_TO):
        if row[name] in held.items:
            new[name] = ERASED
    if row[f.MENTIONS]:
        new[f.MENTIONS] = [m for m in row[f.MENTIONS] if m["member_id"] not in held.members] or None
    return new


def _of_text(text: str) -> Row:
    """A text with what a row says of it."""
    raw = text.encode()
    return {
        f.TEXT: text,
        f.TEXT_HASH: hashlib.sha256(raw).hexdigest(),
        f.TEXT_BYTES: len(raw),
        f.PASSAGES: passages(normalised([raw])).to_pylist()[0],
        f.MARKS_QUOTES: marks_quotes([raw]).to_pylist()[0],
    }


def _texts_with_something(lake: str, table: Table, key: f.Field, finder: Finder) -> set[str]:
    """Keys of a table whose redacted text holds a needle."""
    found = set()
    for batch in batches(lake, table, key, f.REDACTED_TEXT):
        for name, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
            if finder.in_text(text or ""):
                found.add(name)
    return found
