"""The sweep finds what is left, whatever stands around it, and tells nothing but how much."""

from __future__ import annotations

import pickle
import re
import string

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.text.sweep import LEAKS, Directory, leaks

DIRECTORY = Directory(
    emails=[
        "Anna.Muster@Firma.example",
        "root@localhost",
        "hou@siemens.example.",
        "müller@bücher.example",
        None,
        "no address",
    ],
    handles=["bob", "Bob_Smith", "x[y]", "Élan", "bo", "@carol", None],
)


def count(text: str | None) -> tuple[int, int]:
    (found,) = leaks(pa.array([text], pa.string()), DIRECTORY).to_pylist()
    return found["leak_emails"], found["leak_handles"]


@pytest.mark.parametrize(
    ("text", "emails", "handles"),
    [
        # addresses by the pattern
        ("write to a.b+c@mail.example.org.", 1, 0),
        ("A@B.CO and a@b.co", 2, 0),
        ("(o'neil@x-y.museum)", 1, 0),
        ("é@bücher.example", 1, 0),
        ("u@例え.テスト", 1, 0),
        ("lists/x@y.example", 1, 0),
        ("a@b.com@c.de", 2, 0),
        ("icon@2x.png looks like one, and counts as one", 1, 0),
        ("メールはa@b.exampleまで", 1, 0),
        ("u@b.example-", 1, 0),
        # not by the pattern
        ("M@Z.LK8;Y a@b.example2 a@b.com_", 0, 0),
        ("meet @ 5.pm, a @b.example, x@", 0, 0),
        ("<EMAIL_1>@<HANDLE_1> a@b, image@1.2.3", 0, 0),
        # addresses of the directory that no pattern knows
        ("log in as ROOT@LOCALHOST", 1, 0),
        ("root@localhosts, xroot@localhost, _root@localhost", 0, 0),
        ("hou@siemens.example.", 1, 0),
        ("MÜLLER@BÜCHER.example", 1, 0),
        # handles
        ("ask @bob!", 0, 1),
        ("@BOB @Bob_Smith @bob", 0, 3),
        ("@bob-smith and @bob|away have one too", 0, 2),
        ("@x[y]: hi @CAROL", 0, 2),
        ("@éLAN", 0, 1),
        ("bob, bob_smith", 0, 0),
        ("@bobby @bob_ @bobé @bob2 x@bob _@bob é@bob", 0, 0),
        ("@bo is too short, @dave is not known", 0, 0),
        ("x@bob.example is an address", 1, 0),
        ("@bob@social.example", 1, 1),
        ("", 0, 0),
        (None, 0, 0),
    ],
)  # fmt: skip
def test_what_counts(text: str | None, emails: int, handles: int) -> None:
    assert count(text) == (emails, handles)


def test_rows_do_not_run_into_each_other() -> None:
    texts = pa.array(
        ["ask @bo", "b now", None, "root@local", "host", "x", "@bob", "by", "a", "@b.example", "a@b.ex", "@bob"]
    )

    found = leaks(texts, DIRECTORY).to_pylist()

    assert [(row["leak_emails"], row["leak_handles"]) for row in found] == [
        (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0), (0, 0), (1, 0), (0, 1),
    ]  # fmt: skip


def test_slices_and_large_strings_count_alike() -> None:
    texts = ["@bob", "a@b.example", "nothing", None, "@bob a@b.example"] * 3
    expected = leaks(pa.array(texts), DIRECTORY).to_pylist()

    assert leaks(pa.array(texts, pa.large_string()), DIRECTORY).to_pylist() == expected
    assert leaks(pa.array(["x", *texts, "y"]).slice(1, len(texts)), DIRECTORY).to_pylist() == expected
    assert sum(row["leak_emails"] for row in expected) == 6


def test_what_is_ignored_is_counted() -> None:
    assert (DIRECTORY.ignored_emails, DIRECTORY.ignored_handles) == (1, 1)


def test_an_empty_directory_still_finds_addresses_by_the_pattern() -> None:
    empty = Directory([], [None, ""])

    assert leaks(pa.array(["@bob a@b.example"]), empty).to_pylist() == [{"leak_emails": 1, "leak_handles": 0}]
    assert leaks(pa.array([], pa.string()), empty).type == LEAKS


def test_a_directory_travels_to_workers_also_after_use() -> None:
    copy = pickle.loads(pickle.dumps(DIRECTORY))  # noqa: S301  made one line above

    assert leaks(pa.array(["@bob root@localhost"]), copy).to_pylist() == [{"leak_emails": 1, "leak_handles": 1}]


PATIENT = settings(deadline=None)  # a busy machine is no fault

WORDS = st.text(string.ascii_letters + string.digits + "._%+-é", min_size=1, max_size=8)
LABELS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=8)
AROUND = st.text(max_size=12)


@PATIENT
@given(
    AROUND,
    WORDS,
    LABELS,
    st.sampled_from(["example", "CO", "рф"]),
    AROUND.filter(lambda right: not re.match(r"\w", right)),
)
def test_an_address_is_found_in_any_surroundings(left: str, local: str, host: str, top: str, right: str) -> None:
    assert count(f"{left}{local}@{host}.{top}{right}")[0] >= 1


@PATIENT
@given(AROUND, st.sampled_from(["bob", "BOB", "bob_smith", "Carol"]), AROUND)
def test_a_known_handle_is_found_between_blanks(left: str, handle: str, right: str) -> None:
    assert count(f"{left} @{handle} {right}")[1] >= 1


@PATIENT
@given(st.lists(st.text(st.sampled_from("@abo .é<>_-"), max_size=12), max_size=6))
def test_a_column_counts_as_its_texts_do(texts: list[str]) -> None:
    found = leaks(pa.array(texts, pa.string()), DIRECTORY).to_pylist()

    assert [(row["leak_emails"], row["leak_handles"]) for row in found] == [count(text) for text in texts]
