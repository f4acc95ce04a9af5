"""A receipt says what stands and what stood, is signed, and cannot be altered. No Spark here."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jobs.cli import app
from jobs.errors import InputMissing, UsageError
from jobs.receipt import build, is_genuine, signed
from jobs.report.receipts import receipt_page
from jobs.signing import PRIVATE, PUBLIC, signer

NOW = datetime(2026, 11, 5, tzinfo=UTC)
ONE, TWO, THREE = (date(2026, 11, day) for day in (1, 2, 3))
EMPTY: dict[str, list[dict[str, Any]]] = {
    **{name: [] for name in ("items", "decisions", "curation", "redactions", "publications", "requests")},
    **{name: [{"records": 0}] for name in ("directory", "residence", "consent")},
}


def item(name: str) -> dict[str, Any]:
    return {"content_id": f"c{name}", "source": "s", "source_id": name, "content_type": "post", "created_at": NOW}


def decided(name: str, night: date, *reasons: str) -> dict[str, Any]:
    told = {"content_id": f"c{name}", "night": night, "is_eligible": not reasons, "reasons": list(reasons)}
    return told | {"policy_id": "us-1", "consent_event_id": "e9"}


def moved(name: str, target: str, number: int, movement: str, night: date) -> dict[str, Any]:
    return {"content_id": f"c{name}", "target": target, "number": number, "movement": movement, "night": night}


def receipt(suppressed: date | None = None, **held: Any) -> dict[str, Any]:
    return build("m", EMPTY | held, as_of={"version": 3, "night": "2026-11-03"}, suppressed=suppressed, issued=NOW)


def test_what_stands_what_stood_and_why_not() -> None:
    told = receipt(
        items=[item("kept"), item("gone"), item("poor"), item("never")],
        decisions=[
            decided("kept", ONE), decided("gone", THREE, "consent_denied"), decided("gone", ONE), decided("poor", ONE),
        ],
        curation=[{"content_id": "cpoor", "night": ONE, "is_kept": False, "reasons": ["too_short"]}],
        redactions=[{"content_id": "ckept", "span_counts": [("EMAIL", 2), ("PERSON", 1)]}],
        publications=[
            moved("gone", "corpus", 3, "left", THREE), moved("gone", "corpus", 1, "entered", ONE),
            moved("gone", "r1", 1, "entered", TWO), moved("kept", "corpus", 1, "entered", ONE),
        ],
        directory=[{"records": 2}],
    )  # fmt: skip
    items = {row["id"]: row for row in told["items"]}

    assert told["held"] and told["counts"] == {"items": 4, "published": 2, "published_once": 2}
    assert items["kept"]["stands_in"] == ["corpus"] and items["kept"]["redacted"] == {"EMAIL": 2, "PERSON": 1}
    assert items["gone"]["stands_in"] == ["r1"] and items["gone"]["reasons"] == ["consent_denied"]
    assert [(row["number"], row["movement"]) for row in items["gone"]["movements"][:2]] == [(1, "entered"), (3, "left")]
    assert (items["gone"]["policy_id"], items["gone"]["consent_event_id"]) == ("us-1", "e9")
    assert items["poor"]["eligible"] and items["poor"]["reasons"] == ["too_short"]
    assert not items["never"]["eligible"] and items["never"]["decided_night"] is None


def test_nothing_held_and_an_erased_member_have_receipts_too() -> None:
    assert not receipt()["held"] and receipt()["erasure"]["still_known"] is None
    erased = receipt(suppressed=TWO)
    assert not erased["held"] and erased["erasure"]["suppressed_since"] == "2026-11-02"
    assert erased["erasure"]["still_known"]


def test_an_altered_receipt_is_caught(tmp_path: Path) -> None:
    document = signed(receipt(directory=[{"records": 1}]), tmp_path)
    public = tmp_path / PUBLIC
    again = json.loads(json.dumps(document, indent=3))

    assert (tmp_path / PRIVATE).stat().st_mode & 0o777 == 0o600
    assert is_genuine(again, public)
    again["receipt"]["facts"]["directory"] = 0
    assert not is_genuine(again, public)
    signer(tmp_path / "other")
    assert not is_genuine(document, tmp_path / "other" / PUBLIC)
    for broken in ({}, {"receipt": {}}, {"receipt": {}, "signature": {"value": "!"}}, [], None):
        with pytest.raises(UsageError):
            is_genuine(broken, public)
    with pytest.raises(InputMissing):
        is_genuine(document, tmp_path / "none")


def test_the_command_verifies_with_the_public_key_alone(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(signed(receipt(), tmp_path)))
    command = ["receipts", "verify", str(file), "--public-key", str(tmp_path / PUBLIC)]

    assert CliRunner().invoke(app, command).exit_code == 0
    file.write_text(file.read_text().replace('"version": 3', '"version": 4'))
    assert isinstance(CliRunner().invoke(app, command).exception, UsageError)


def test_the_page_is_escaped_and_needs_nothing_from_outside(tmp_path: Path) -> None:
    told = build(
        "<script>m", EMPTY | {"items": [item("<img src=x>")]}, as_of={"version": None}, suppressed=TWO, issued=NOW
    )
    page = receipt_page(signed(told, tmp_path))

    assert "<script" not in page and "<img" not in page and "&lt;script&gt;m" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "Nothing is held" in receipt_page(signed(receipt(), tmp_path))


def test_the_page_says_in_words_what_stands_and_why_not(tmp_path: Path) -> None:
    told = receipt(
        items=[item("kept"), item("gone")],
        decisions=[decided("kept", ONE), decided("gone", THREE, "consent_denied")],
        redactions=[{"content_id": "ckept", "span_counts": [("PERSON", 2)]}],
        publications=[moved("kept", "corpus", 1, "entered", ONE), moved("kept", "r1", 2, "entered", TWO)],
    )
    page = receipt_page(signed(told, tmp_path))

    assert "It stands in the corpus, the release r1." in page
    assert "The author has objected." in page and "names of persons: 2" in page
    assert "release r1, revision 2" in page


def test_a_signing_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    signer(tmp_path)
    (tmp_path / PRIVATE).chmod(0o644)

    with pytest.raises(UsageError, match="others may read"):
        signer(tmp_path)
