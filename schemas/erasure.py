"""What an erasure does to each personal column, in the member's own rows and in those of others.

A row that is found by its table's rule goes whole. Other members' rows stay, yet may hold something of
the erased one: `IN_OTHERS` says for each column what is done there. A column that nobody listed fails
the build.
"""

from __future__ import annotations

from enum import StrEnum

from schemas import fields as f
from schemas.fields import Field
from schemas.tables import TABLES, Erasure, Table

ERASED = "erased"  # stands where something of an erased member was named: it names nobody
ERASED_TEXT = "<ERASED>"  # stands in a text for words, names and addresses of an erased member


class InOthers(StrEnum):
    """What becomes of a column in the row of another member."""

    NOTHING = "nothing"  # it speaks of the row's own subject only
    ENTRIES = "entries"  # a list of members: theirs are taken out
    REFERENCE = "reference"  # names an item of theirs: replaced by a word that names none
    CUT = "cut"  # a text: what is theirs is cut out
    COUNTED_ANEW = "counted anew"  # made from such a text, in its own row: made from what is left of it
    MADE_AGAIN = "made again"  # made from such a text: the row goes and is made anew


IN_OTHERS: dict[Field, InOthers] = {
    **dict.fromkeys(
        (
            f.MEMBER_ID, f.AUTHOR_ID, f.CONTENT_ID, f.SOURCE_ID, f.RECORD_HASH, f.TEXT_HASH, f.DISPLAY_NAME,
            f.GIVEN_NAME, f.FAMILY_NAME, f.HANDLE, f.EMAIL, f.BIRTH_DATE, f.EVENT_ID, f.REQUEST_ID,
            f.CONSENT_EVENT_ID, f.DOC_ID, f.SUBJECT_KEY, f.DOCUMENT_HASH, f.THREAD_KEY,
        ),
        InOthers.NOTHING,
    ),
    f.MENTIONS: InOthers.ENTRIES,
    f.RESHARE_OF: InOthers.REFERENCE,
    f.REPLY_TO: InOthers.REFERENCE,
    f.WORDS_HASH: InOthers.REFERENCE,
    f.SURVIVOR_ID: InOthers.REFERENCE,
    f.TEXT: InOthers.CUT,
    f.PASSAGES: InOthers.COUNTED_ANEW,
    **dict.fromkeys((f.REDACTED_TEXT, f.SPANS, f.NUMBERS, f.NAMES_HASH), InOthers.MADE_AGAIN),
}  # fmt: skip

KEY: dict[Erasure, Field] = {
    Erasure.BY_MEMBER: f.MEMBER_ID,
    Erasure.BY_AUTHOR: f.AUTHOR_ID,
    Erasure.BY_CONTENT: f.CONTENT_ID,
    Erasure.BY_DOCUMENT: f.DOC_ID,
}


def targets(tables: tuple[Table, ...] = TABLES) -> dict[Table, Field]:
    """The tables that an erasure reaches, each with the column that finds the rows."""
    return {table: KEY[table.erasure] for table in tables if table.erasure is not Erasure.NOTHING_HELD}
