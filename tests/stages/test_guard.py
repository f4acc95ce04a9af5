"""Nothing of an erased member comes back with a delivery, and others lose only what it says of them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from jobs.keys import Key
from jobs.stages.guard import Guard
from schemas import fields as f
from schemas.erasure import ERASED, ERASED_TEXT
from schemas.reasons import Reason

OLD, NEW = Key(1, b"1" * 32), Key(2, b"2" * 32)


def guard(key: Key) -> Guard:
    """The member `gone`, their item `i` and its words `w` were erased while `key` was live."""
    return Guard(
        (OLD, NEW),
        frozenset({(key.epoch, key.keyed("member", "gone"))}),
        frozenset({(key.epoch, key.keyed("content", "i"))}),
        frozenset({(key.epoch, key.keyed("words", "w"))}),
    )


every_key = pytest.mark.parametrize("key", [OLD, NEW], ids=["old", "new"])


@every_key
@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({f.AUTHOR_ID: "gone", f.CONTENT_ID: "other"}, True),
        ({f.AUTHOR_ID: "somebody", f.CONTENT_ID: "i"}, True),
        ({f.MEMBER_ID: "gone"}, True),
        ({f.MEMBER_ID: "somebody"}, False),
        ({f.AUTHOR_ID: "somebody", f.CONTENT_ID: "other"}, False),
    ],
)
def test_their_records_are_refused(key: Key, row: dict[str, str], refused: bool):
    assert guard(key).passed(dict(row)) == (Reason.ERASED_BEFORE if refused else row)


@every_key
def test_others_lose_what_names_them(key: Key):
    mentions = [{"member_id": "gone", "form": "@gone"}, {"member_id": "here", "form": "@here"}]
    row = {f.AUTHOR_ID: "a", f.CONTENT_ID: "c", f.RESHARE_OF: "i", f.REPLY_TO: "other", f.MENTIONS: mentions}

    passed = guard(key).passed(row)

    assert passed == {
        f.AUTHOR_ID: "a",
        f.CONTENT_ID: "c",
        f.RESHARE_OF: ERASED,
        f.REPLY_TO: "other",
        f.MENTIONS: [{"member_id": "here", "form": "@here"}],
    }


@every_key
def test_the_text_of_a_copy_is_not_kept(key: Key):
    columns = {
        f.TEXT: pa.array(["theirs", "own", None]),
        f.TEXT_HASH: pa.array(["h1", "h2", None]),
        f.TEXT_BYTES: pa.array([6, 3, None], pa.int64()),
        f.WORDS_HASH: pa.array(["w", "v", None]),
        f.PASSAGES: pa.array([[1], [2], None], pa.list_(pa.int32())),
        f.MARKS_QUOTES: pa.array([True, False, None]),
    }

    left = guard(key).without_copies(columns)

    assert left[f.TEXT].to_pylist() == [ERASED_TEXT, "own", None]
    assert left[f.WORDS_HASH].to_pylist() == [ERASED, "v", None]
    assert left[f.TEXT_HASH].to_pylist()[1:] == ["h2", None]
    assert (left[f.PASSAGES].to_pylist(), left[f.MARKS_QUOTES].to_pylist()) == ([[], [2], None], [False, False, None])
    assert guard(key).without_copies({name: column.slice(1) for name, column in columns.items()}) == {}
