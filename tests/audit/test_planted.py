"""The audit sees a planted leak of each kind, and counts it against its budget. No Spark; detectors take seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pytest

from expectations.audited import SUITE
from expectations.gate import run_gate
from jobs.audit.counting import Cell, count_documents, over_budget, summary
from jobs.audit.detectors import Detector, count_all, detectors, looked_at
from jobs.audit.rules import DETECTED_KINDS, DIRECTORY_KINDS, KINDS, AuditRules, parse_audit
from jobs.errors import UsageError
from jobs.settings import CONF
from jobs.text.sweep import Directory, full_names, leaks
from schemas.values import LEAK_KINDS

# a budget that is small, whatever it is in use
TEXT = (CONF / "audit.toml").read_text(encoding="utf-8").replace("share = 0.25", "share = 0.06")

PLANTED = {
    "email": "write to jane.roe@example.org today",
    "phone": "my phone is +44 20 7946 0958",
    "card": "paid with 4111 1111 1111 1111",
    "iban": "account DE89370400440532013000",
    "ip": "the host is 192.0.2.17",
    "national_id": "my ssn is 856-45-6789",
    "crypto": "send to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
    "secret": "key AKIAIOSFODNN7EXAMPLE",
}
HARMLESS = [
    "Hello <PERSON_1>, write to <EMAIL_1> or call <PHONE_1>; the account is <IBAN_1>.",
    "std::sync and Vec::leak are stable since 1.2.3, see chapter 4.",
    "def redact(text): return text  # TODO",
    "listen on 127.0.0.1, 0.0.0.0 or ::1 with mask 255.255.255.0",
]


@pytest.fixture(scope="module")
def rules() -> AuditRules:
    return parse_audit(TEXT)


@pytest.fixture(scope="module")
def asked(rules: AuditRules) -> list[Detector]:
    return detectors(rules.detectors, rules.presidio_score)


def test_every_kind_that_detectors_count_is_planted() -> None:
    assert PLANTED.keys() == set(DETECTED_KINDS)
    assert LEAK_KINDS.keys() == set(KINDS)


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_leak_is_seen(asked: list[Detector], kind: str) -> None:
    assert count_all(looked_at(PLANTED[kind], 4000), asked)[kind] == 1


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_leak_is_not_counted(asked: list[Detector], text: str) -> None:
    assert count_all(looked_at(text, 4000), asked) == Counter()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("thanks, Ann-Marie Öz.", 1),
        ("ANN-MARIE ÖZ and ann-marie\n  öz", 2),
        ("Ann-Marie Özgür, Joann-Marie Öz", 0),
        ("Ann-Marie said Öz", 0),
        ("a little light", 0),  # a name, and ordinary words
        ("John, J R, R2 D2", 0),  # names of one word, of initials, with digits
        ("", 0),
        (None, 0),
    ],
)
def test_full_names_of_the_directory(text: str | None, names: int) -> None:
    people = ["Ann-Marie  Öz", "Little Light", "John", "J R", "R2 D2", None]
    directory = Directory([], [], people, frozenset({"little", "light"}))

    assert full_names(pa.array(["Ann-Marie", text, "Öz"]), directory).to_pylist() == [0, names, 0]
    assert directory.ignored_names == 4


def test_addresses_and_handles_of_the_directory() -> None:
    directory = Directory(["root@localhost"], ["bobby"])
    found = leaks(pa.array(["root@localhost asked @Bobby"]), directory).to_pylist()
    assert found == [{"leak_emails": 1, "leak_handles": 1}]


@pytest.mark.parametrize("kind", KINDS)
def test_a_budget_of_each_kind_can_be_exceeded_and_refuses(rules: AuditRules, kind: str) -> None:
    """Every document leaks: over for all, for the language and for the type. The gate says so, for this kind alone."""
    looked = [("en", "post", {kind: 1})] * 50
    cells = count_documents(looked, DIRECTORY_KINDS if kind in DIRECTORY_KINDS else DETECTED_KINDS)
    over = over_budget(cells, rules)

    result = run_gate(SUITE, None, {**FINE, **{f"over_{name}": count for name, count in over.items()}})

    assert over == {**dict.fromkeys(KINDS, 0), kind: 3}
    assert result.refused
    assert [check.column for check in result.checks if not check.passed] == [f"over_{kind}"]
    assert summary(cells)[kind] == {
        "documents": 50, "leaky": 50, "leaks": 50, "by_language": {"en": 50}, "by_type": {"post": 50},
    }  # fmt: skip


FINE = {"to_sweep": 9, "swept": 9, "to_sample": 5, "sampled": 5, **{f"over_{kind}": 0 for kind in KINDS}}


def test_the_gate_lets_pass_what_is_within_budget_and_not_what_was_not_looked_at() -> None:
    assert not run_gate(SUITE, None, FINE).refused
    assert run_gate(SUITE, None, {**FINE, "swept": 8}).refused
    assert run_gate(SUITE, None, {**FINE, "sampled": 4}).refused
    assert run_gate(SUITE, None, {}).refused
    assert run_gate(replace(SUITE, rows=SUITE.facts), None, FINE).refused  # a frame that is not there proves nothing


def test_one_leak_is_too_many_for_a_budget_of_nothing_and_little_proof_for_another(rules: AuditRules) -> None:
    def over(kind: str, leaky: int, documents: int) -> int:
        return over_budget([Cell(kind, "en", "post", documents, leaky, leaky)], rules)[kind]

    assert over("directory_email", 1, 100_000) == 3
    assert over("phone", 1, 4) == 0  # a quarter, of four documents
    assert not any(over(kind, 1, 1) for kind in ("directory_name", "email", "secret", "card", "phone"))
    assert over("directory_name", 5, 5) == over("email", 2, 2) == 3
    assert over("phone", 60, 1000) == 0 and over("phone", 100, 1000) == 3


def test_a_language_alone_can_be_over(rules: AuditRules) -> None:
    cells = [Cell("phone", "en", "post", 10_000, 0, 0), Cell("phone", "de", "post", 100, 40, 40)]
    assert over_budget(cells, rules)["phone"] == 1


@pytest.mark.parametrize(
    "broken",
    [
        TEXT.replace('"phone"]', '"fax"]'),
        TEXT.replace("share = 0.01", "share = 1.5"),
        TEXT.replace("version", "verison"),
        TEXT + "[",
    ],
)
def test_rules_that_do_not_fit_are_refused(broken: str) -> None:
    with pytest.raises(UsageError, match=r"audit\.toml"):
        parse_audit(broken)


def test_a_detector_that_is_not_there_is_no_detector() -> None:
    with pytest.raises(UsageError, match="no such detector"):
        detectors(["nobody"], 0.4)
