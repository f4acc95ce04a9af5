"""What a score says of a document: a truth table, and the intervals that figures carry."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.commands.evaluate import LABELS, evaluate_sets
from jobs.errors import InputMissing, UsageError
from jobs.evaluate.figures import Tally, f1, total, wilson
from jobs.evaluate.labels import LabelSet, load_labels
from jobs.evaluate.reading import Predicted
from jobs.evaluate.scoring import Counts, score

KNOWN = load_labels(LABELS)
SOCIAL = LabelSet(group="g", persons=True, handles=True, labels={"PER": "PERSON", "MAIL": "EMAIL", "TEL": "PHONE"})
FORMAL = LabelSet(group="g", persons=True, everything=True, labels={"PER": "PERSON"}, identifiers={"D": "DIRECT"})


def scored(text: str, gold: list[tuple[str, str]], found: list[tuple[str, str]], read: LabelSet = SOCIAL) -> Counts:
    """The score of finds named by what they cover; each stands at its first place in the text."""
    spans = [{"start": text.index(part), "end": text.index(part) + len(part), "label": label} for part, label in gold]
    finds = [Predicted(text.index(part), text.index(part) + len(part), kind) for part, kind in found]
    return score({"id": 1, "text": text, "spans": spans}, finds, read, KNOWN)


@pytest.mark.parametrize(
    ("text", "gold", "found", "measure", "count"),
    [
        ("ask Ann Lee.", [("Ann Lee", "PER")], [("Ann Lee", "PERSON")], "recall/PERSON", (1, 1)),
        ("ask Ann Lee.", [("Ann Lee", "PER")], [("Ann", "PERSON"), ("Lee", "URL")], "recall/PERSON", (1, 1)),
        ("ask Ann Lee.", [("Ann Lee", "PER")], [("Ann Le", "PERSON")], "recall/PERSON", (0, 1)),  # a letter leaks
        ("ask Ann-Lee.", [("Ann-Lee", "PER")], [("Ann", "PERSON"), ("Lee", "PERSON")], "recall/PERSON", (1, 1)),
        ("ask Dr. Lee.", [("Dr. Lee", "PER")], [("Lee", "PERSON")], "recall/PERSON", (1, 1)),  # a title may stay
        ("ask M. Lee.", [("M. Lee", "PER")], [("Lee", "PERSON")], "recall/PERSON", (1, 1)),
        ("ask M. L.", [("M. L.", "PER")], [("L.", "PERSON")], "recall/PERSON", (1, 1)),
        ("ask Dr.", [("Dr.", "PER")], [], "recall/PERSON", (0, 1)),
        ("ask @ann", [("@ann", "PER")], [("@ann", "HANDLE")], "recall/HANDLE", (1, 1)),
        ("ask @ann", [("ann", "PER")], [("ann", "HANDLE")], "recall/HANDLE", (1, 1)),
        ("ask @ann", [], [], "recall/HANDLE_ALL", (0, 1)),
        ("ask ann@b.org", [("ann@b.org", "MAIL")], [], "recall/EMAIL", (0, 1)),
        ("ask 🎉 ok", [("🎉", "PER")], [], "recall/PERSON", None),  # nothing to leak
        ("ask Ann", [("Ann", "PER")], [("Ann", "PERSON")], "precision/PERSON", (1, 1)),
        ("ask Ann", [], [("Ann", "PERSON")], "precision/PERSON", (0, 1)),
        ("ask @ann", [], [("@ann", "PERSON")], "precision/PERSON", None),  # a handle is no false person
        ("ask Ann", [("Ann", "musicartist")], [("Ann", "PERSON")], "precision/PERSON", None),
        ("at 555 12", [("555 12", "TEL")], [("555 12", "PHONE")], "precision/PHONE", (1, 1)),
        ("at 555 12", [("555 12", "MAIL")], [("555 12", "PHONE")], "precision/PHONE", None),  # another identifier
        ("at 555 12", [], [("555 12", "IBAN")], "precision/IBAN", None),  # the set labels none
        ("0123456789", [("01", "PER")], [("0123", "URL")], "masked", (4, 10)),
        ("0123456789", [("01", "PER")], [("0123", "URL")], "outside", (2, 8)),
    ],
)
def test_a_document(text: str, gold: Any, found: Any, measure: str, count: tuple[int, int] | None) -> None:
    assert scored(text, gold, found).get(measure) == count


def test_an_entity_is_hidden_when_all_its_mentions_are() -> None:
    text = "Ann Lee. Later Ann came."
    spans = [
        {"start": 0, "end": 7, "label": "PER", "identifier_type": "DIRECT", "entity_id": "e"},
        {"start": 15, "end": 18, "label": "PER", "identifier_type": "DIRECT", "entity_id": "e"},
        {"start": 9, "end": 14, "label": "D"},
    ]
    record = {"id": 1, "text": text, "spans": spans}
    some, whole = [Predicted(0, 7, "PERSON")], [Predicted(0, 7, "PERSON"), Predicted(15, 18, "PERSON")]

    assert score(record, some, FORMAL, KNOWN)["entity/DIRECT"] == (0, 2)
    assert score(record, whole, FORMAL, KNOWN)["entity/DIRECT"] == (1, 2)
    assert score(record, whole, FORMAL, KNOWN)["recall/ANY"] == (2, 3)


def test_a_subject_is_protected_when_no_part_of_the_name_is_left() -> None:
    record = {"id": 1, "text": "Ann Lee wrote. ANN-LEE! Lee left.", "spans": []}
    subjects = [{"PIIs": [{"tag": "NAME", "keyword": "Ann Lee"}, {"tag": "AGE", "keyword": "wrote"}]}]

    def subject(*finds: tuple[int, int]) -> tuple[int, int]:
        return score(record, [Predicted(a, b, "PERSON") for a, b in finds], FORMAL, KNOWN, subjects)["subject"]

    assert subject((0, 7), (15, 22)) == (0, 1)
    assert subject((0, 7), (15, 22), (24, 27)) == (1, 1)


def test_parties_are_told_apart_where_they_are_named() -> None:
    spans = [
        {"start": 0, "end": 3, "label": "PER", "party": "author"},
        {"start": 4, "end": 7, "label": "PER", "party": "stranger"},
    ]
    counts = score(
        {"id": 1, "text": "Ann Bob Cid", "spans": spans},
        [Predicted(0, 3, "PERSON", "author"), Predicted(8, 11, "PERSON", "stranger")],
        SOCIAL,
        KNOWN,
    )

    assert {k: v for k, v in counts.items() if ":" in k} == {
        "recall/PERSON:author": (1, 1),
        "recall/PERSON:stranger": (0, 1),
        "found/PERSON:author": (1, 1),
        "found/PERSON:stranger": (0, 1),
    }


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson_holds_the_ratio_and_is_never_empty(hits: int, n: int) -> None:
    ratio = min(hits, n) / n
    low, high = wilson(ratio, n)
    assert 0 <= low <= ratio <= high <= 1 and low < high


def test_wilson_is_wilson() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)  # by hand from the formula
    assert wilson(0.0, 100) == pytest.approx((0.0, 0.0370), abs=1e-4)


def test_mentions_that_fall_together_give_a_wider_interval() -> None:
    apart, together = Tally(), Tally()
    for i in range(100):
        apart.add(i % 2, 1)
    for i in range(10):
        together.add(10 * (i % 2), 10)

    assert apart.figure()[:3] == together.figure()[:3] == (0.5, 50, 100)
    assert together.figure().low < apart.figure().low < 0.5
    assert together.figure()[3:] == pytest.approx(wilson(0.5, 9), abs=1e-9)  # ten documents, one of them for the mean


def test_the_interval_holds_what_other_documents_give() -> None:
    """Of 300 samples of forty documents, about 95 in 100 hold the ratio of all."""
    chance = random.Random(7)
    documents = [
        (sum(chance.random() < rate for _ in range(n)), n)
        for n in (1, 3, 8)
        for rate in (0.2, 0.7, 0.95)
        for _ in range(100)
    ]
    truth = sum(h for h, _ in documents) / sum(n for _, n in documents)
    held = 0
    for _ in range(300):
        tally = Tally()
        for hit, n in chance.choices(documents, k=40):
            tally.add(hit, n)
        held += tally.figure().low <= truth <= tally.figure().high
    assert 0.90 <= held / 300 <= 0.99


def test_parts_add_up() -> None:
    whole, parts = Tally(), [Tally(), Tally()]
    for i in range(9):
        whole.add(i, 9)
        parts[i % 2].add(i, 9)
    assert total([{"m": parts[0]}, {"m": parts[1]}])["m"] == whole


def test_f1_is_the_harmonic_mean() -> None:
    recall, precision = Tally(), Tally()
    recall.add(1, 2)
    precision.add(9, 10)
    found = f1(recall, precision)
    assert found.value == pytest.approx(2 * 0.5 * 0.9 / 1.4)
    assert 0 <= found.low < found.value < found.high <= 1


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def test_a_set_of_ones_own(tmp_path: Path) -> None:
    """Without a table labels named like our kinds count; with one, whatever it says; predictions from a folder."""
    span = {"start": 4, "end": 13, "label": "Email"}
    gold = write(
        tmp_path / "mine.jsonl",
        {"id": 1, "text": "ask a@bcd.org", "lang": "en", "content_type": "post", "spans": [span]},
    )
    (tmp_path / "found").mkdir()
    write(tmp_path / "found" / "mine.jsonl", {"id": 1, "spans": [{"start": 4, "end": 13, "type": "URL"}]})
    table = write(tmp_path / "labels.toml", '[sets.mine]\ngroup = "ours"\npersons = true\nlabels = { Email = "URL" }')

    ours = evaluate_sets([gold], None, None, None, "")
    theirs = evaluate_sets([gold], tmp_path / "found", table, None, "theirs")

    assert ours["sets"]["mine"]["recall/EMAIL"]["value"] == ours["content_types"]["post"]["recall/EMAIL"]["value"] == 1
    assert ours["read_by_default"] == ["mine"] and theirs["read_by_default"] == []
    assert theirs["groups"]["ours"]["precision/URL"]["hit"] == theirs["languages"]["en"]["recall/URL"]["hit"] == 1


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1, "text": "secret"}',
        '{"id": ["secret"], "text": "", "spans": []}',
        '{"id": 1, "text": "secret", "lang": 3, "spans": []}',
        '{"id": 1, "text": "secret", "spans": [{"start": 0, "end": 99, "label": "x"}]}',
    ],
)
def test_a_bad_line_is_named_by_its_number_alone(tmp_path: Path, line: str) -> None:
    gold = write(tmp_path / "mine.jsonl", {"id": 0, "text": "", "spans": []}, line)
    with pytest.raises(InputMissing, match="line 2") as raised:
        evaluate_sets([gold], None, None, None, "")
    assert "secret" not in str(raised.value)


def test_two_files_of_one_name_are_not_one_set(tmp_path: Path) -> None:
    for name in ("mine.v1.jsonl", "mine.v2.jsonl"):
        write(tmp_path / name, {"id": 0, "text": "", "spans": []})
    with pytest.raises(UsageError, match=r"two files are the set mine"):
        evaluate_sets([tmp_path], None, None, None, "")


def test_a_table_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    gold = write(tmp_path / "mine.jsonl", {"id": 0, "text": "", "spans": []})
    table = write(tmp_path / "labels.toml", '[sets.mine]\ngroup = "g"\npersons = true\nlables = {}')
    with pytest.raises(UsageError, match="lables"):
        evaluate_sets([gold], None, table, None, "")
