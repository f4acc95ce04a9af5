"""A simulated network is the same for the same seed and is what it says it is."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs.errors import UsageError
from jobs.simulate import simulate
from schemas.reasons import CONFORM_REASONS, DECIDE_REASONS, Reason
from tests.simulate.conftest import FIRST_NIGHT, Network

CONTENT = ("posts", "articles")


def digests(root: Path) -> dict[str, str]:
    """Give the hash of every file below a folder."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def tiny(out: Path, **changes: Any) -> dict[str, str]:
    """Simulate a few members and give the hashes of what was written."""
    numbers: dict[str, Any] = {"members": 60, "nights": 3, "seed": 5, "items_per_member": 3.0} | changes
    simulate(out, first_night=FIRST_NIGHT, **numbers)
    return digests(out)


def content_records(network: Network) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every readable content record with its source."""
    for feed in CONTENT:
        for path in sorted((network.root / "landing" / feed).glob("*/*.jsonl.gz")):
            for line in gzip.decompress(path.read_bytes()).split(b"\n"):
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if isinstance(record, dict):
                    yield path.name.removesuffix(".jsonl.gz"), record


def text_of(record: dict[str, Any]) -> str | None:
    """Give the text that spans refer to; None for a tombstone."""
    if "body" in record:
        return f"{record['title']}\n{record['body']}"
    text = record.get("text")
    return text if isinstance(text, str) else None


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = tiny(tmp_path / "first"), tiny(tmp_path / "again")

    assert len(first) > 10
    assert again == first


def test_few_open_files_give_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny(tmp_path / "first")
    monkeypatch.setattr("jobs.simulate.write.OPEN_FILES", 2)
    tiny(tmp_path / "again")

    for path in (tmp_path / "first" / "landing").rglob("*.gz"):
        other = tmp_path / "again" / path.relative_to(tmp_path / "first")
        assert gzip.decompress(other.read_bytes()) == gzip.decompress(path.read_bytes())


def test_another_seed_gives_other_content(tmp_path: Path) -> None:
    first, other = tiny(tmp_path / "first"), tiny(tmp_path / "other", seed=6)

    same = {name for name in first.keys() & other.keys() if first[name] == other[name]}

    assert same == {"policy.csv"}


def test_more_members_leave_the_others_as_they_are(tmp_path: Path) -> None:
    tiny(tmp_path / "few", nights=1)
    tiny(tmp_path / "more", nights=1, members=90)
    name = "landing/members/2026-11-01/members.jsonl.gz"
    few, more = (gzip.decompress((tmp_path / size / name).read_bytes()) for size in ("few", "more"))

    assert more.startswith(few)


@pytest.mark.parametrize("nights", [1, 2, 14])
def test_any_number_of_nights_is_delivered(tmp_path: Path, nights: int) -> None:
    tiny(tmp_path / "out", nights=nights, items_per_member=8)

    assert len(list((tmp_path / "out" / "landing" / "posts").iterdir())) == nights


@pytest.mark.parametrize("wrong", [{"members": 1}, {"nights": 0}, {"items_per_member": 0}])
def test_numbers_without_sense_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        tiny(tmp_path / "out", **wrong)


def test_a_folder_with_deliveries_is_left_alone(tmp_path: Path) -> None:
    tiny(tmp_path)

    with pytest.raises(UsageError):
        tiny(tmp_path)


def test_the_first_night_brings_most_of_the_content(tmp_path: Path) -> None:
    simulate(tmp_path, members=600, nights=14, first_night=FIRST_NIGHT, seed=3, items_per_member=5)
    lines = Counter[str]()
    for feed in CONTENT:
        for path in (tmp_path / "landing" / feed).glob("*/*.gz"):
            lines[path.parent.name] += gzip.decompress(path.read_bytes()).count(b"\n")
    shares = [lines[night] / lines.total() for night in sorted(lines)]

    assert 0.6 < shares[0] < 0.8
    assert all(0.01 < share < 0.06 for share in shares[1:])


def test_planted_spans_are_parts_of_the_delivered_texts(network: Network) -> None:
    texts = {}
    for source, record in content_records(network):
        if (text := text_of(record)) is not None:
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            texts[source, str(record["id"]), digest] = text
    planted = network.lines("planted.jsonl.gz")
    seen = Counter[str]()

    for row in planted:
        text, end = texts[row["source"], row["id"], row["text_sha256"]], 0
        for span in sorted(row["spans"], key=lambda span: span["start"]):
            value = text[span["start"] : span["end"]]
            assert end <= span["start"] < span["end"] <= len(text)
            end = span["end"]
            assert value == value.strip()
            assert SHAPES[span["type"]](value), span["type"]
            seen[span["type"]] += 1

    assert seen.keys() == SHAPES.keys()
    assert seen == network.summary.planted


SHAPES = {
    "PERSON": lambda value: not any(character.isdigit() for character in value),
    "HANDLE": lambda value: value.startswith("@"),
    "EMAIL": lambda value: "@" in value or " at " in value,
    "URL": lambda value: value.startswith("http"),
    "IP": lambda value: value.count(".") == 3 or value.startswith("2001:db8:"),
    "PHONE": lambda value: sum(character.isdigit() for character in value) >= 10,
    "IBAN": lambda value: value[:2].isalpha() and remainder(value) == 1,
    "CARD": lambda value: luhn(value) == 0,
    "ADDRESS": lambda value: any(character.isdigit() for character in value),
    "LOCATION": lambda value: value.startswith("-") and ", -" in value,
    "SECRET": lambda value: len(value) >= 20,
    "NATIONAL_ID": lambda value: len(value) == 11,
}


def remainder(value: str) -> int:
    """Give the remainder that ISO 13616 wants to be 1."""
    plain = value.replace(" ", "")
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97


def luhn(value: str) -> int:
    """Give the Luhn sum modulo 10."""
    digits = [int(character) for character in reversed(value) if character.isdigit()]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10


def test_every_reason_of_conform_occurs_as_often_as_planted(network: Network) -> None:
    refused = Counter(refusal.reason for refusal in network.landing.refusals)

    # an unreadable choice would stop the night at its gate, and nobody was erased before the first
    absent = {str(Reason.UNKNOWN_STATE), str(Reason.ERASED_BEFORE)}
    assert set(refused) == {str(reason) for reason in CONFORM_REASONS} - absent
    assert refused == {str(reason): count for reason, count in network.summary.poison.items()}


def test_every_reason_of_decide_occurs(network: Network) -> None:
    found = {reason for _, reasons in network.decisions.values() for reason in reasons}

    assert found == {str(reason) for reason in DECIDE_REASONS}


def test_known_answers_agree_with_the_oracle(network: Network) -> None:
    answers = network.lines("answers.jsonl.gz")
    wrong = []
    for row in answers:
        eligible, reasons = network.decisions[row["source"], row["id"]]
        expected = {row["reason"]} if row["reason"] else set()
        if eligible != (row["expected"] == "published_candidate") or not expected <= set(reasons):
            wrong.append((row, reasons))

    assert len(answers) > 0.9 * len(network.decisions)
    assert wrong == []
    assert {row["expected"] for row in answers} == {"published_candidate", "refused"}


def test_some_answers_are_left_to_the_rules(network: Network) -> None:
    assert len(network.lines("answers.jsonl.gz")) < len(network.decisions)


def test_copies_are_never_accidental(network: Network) -> None:
    copied = Counter(record.fingerprint for record in network.landing.records if record.fingerprint)
    authors = Counter(
        fingerprint
        for fingerprint, _ in {(r.fingerprint, r.author_id) for r in network.landing.records if r.fingerprint}
    )
    shared = sum(count > 1 for count in authors.values())

    assert copied
    assert 0 < shared <= network.summary.variants["copy"] + network.summary.variants["conflict_author"] + 1


def test_no_canary_may_ever_be_published(network: Network) -> None:
    """In no night is an item eligible whose standing text holds the word of a canary."""
    holders: dict[str, set[tuple[str, str]]] = {canary["token"]: set() for canary in network.canaries}
    for source, record in content_records(network):
        for token, keys in holders.items():
            if token in (text_of(record) or "") and not is_superseded(network, record):
                keys.add((source, str(record.get("id"))))
    for canary in network.canaries:
        held = holders[canary["token"]] & network.decisions.keys()
        published = [any(decided.get(key, (False,))[0] for key in held) for decided in network.by_night]
        if canary.get("allowed"):
            assert published[-1], canary["why"]
        else:
            assert not any(published), canary["why"]
            assert bool(held) is (canary["why"] not in ("quarantined", "superseded"))


def is_superseded(network: Network, record: dict[str, Any]) -> bool:
    """Tell the first words of the one canary that was edited in the night of its delivery."""
    why = {canary["member_id"]: canary["why"] for canary in network.canaries}
    return why.get(str(record["author_id"])) == "superseded" and "updated_at" not in record


def test_every_reason_of_decide_has_a_canary(network: Network) -> None:
    members = {canary["member_id"] for canary in network.canaries}
    keys = {record.key for record in network.landing.records if record.author_id in members}

    assert {reason for key in keys for reason in network.decisions[key][1]} == {
        str(reason) for reason in DECIDE_REASONS
    }
