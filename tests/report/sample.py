"""A manifest as a night leaves it, with invented counts."""

from __future__ import annotations

from typing import Any

GATES = {
    "conformed": ["source_id is always there", "no two rows have the same content_id and delivery_order"],
    "decided": ["every item is eligible or refused"],
    "redacted": ["no e-mail address is left", "no @handle of the directory is left"],
    "candidate": ["nothing suppressed is in the version"],
}


def check(meaning: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": "expect_column_values_to_be_between",
        "column": "leak_emails",
        "severity": "critical",
        "passed": True,
        "observed": {"element_count": 2278, "unexpected_count": 0},
        "meaning": meaning,
        **changes,
    }


def manifest() -> dict[str, Any]:
    gates: list[dict[str, Any]] = [
        {"gate": name, "refused": False, "warnings": 0, "seconds": 1.4, "checks": [check(line) for line in meanings]}
        for name, meanings in GATES.items()
    ]
    warning = check(
        "no record of the directory was unreadable", severity="warning", passed=False, observed={"refused_members": 2}
    )
    gates[0] |= {"warnings": 1, "checks": [*gates[0]["checks"], warning]}
    counts: dict[str, Any] = {
        "delivered": 121_904,
        "conformed": 121_892,
        "superseded": 4_118,
        "refused": {"malformed_json": 4, "invalid_encoding": 1, "missing_text": 5, "future_timestamp": 2},
        "items": 117_774,
        "eligible": 31_207,
        "not_eligible": {
            "consent_missing": 52_118,
            "region_excluded": 21_400,
            "consent_denied": 8_911,
            "created_before_grant": 6_402,
            "age_unknown": 5_120,
            "underage": 2_214,
            "content_deleted": 1_911,
            "not_public": 1_702,
            "origin_excluded": 840,
            "copy_of_excluded": 97,
            "member_erased": 61,
        },
        "filtered": 6_104,
        "filtered_by_reason": {
            "too_short": 5_620,
            "low_quality_symbols": 391,
            "repetitive": 102,
            "mostly_redacted": 31,
        },
        "duplicates": 1_204,
        "suppressed": 3,
        "published": 23_896,
        "tonight": {
            "delivered": 2_290,
            "conformed": 2_289,
            "standing": 2_278,
            "superseded": 11,
            "inserted": 418,
            "updated": 61,
            "deleted": 233,
        },
    }
    before = {name: value for name, value in counts.items() if name != "tonight"}
    before |= {"delivered": 119_614, "conformed": 119_603, "items": 115_607, "eligible": 30_961, "published": 23_711}
    before |= {"not_eligible": {**counts["not_eligible"], "consent_denied": 8_840, "underage": 2_221}}
    return {
        "version": 9,
        "night": "2026-11-09",
        "purpose": "generative_ai_training",
        "knowledge_cutoff": "2026-11-10T00:00:00+00:00",
        "created_at": "2026-11-10T03:04:11+00:00",
        "documents_version": 8,
        "inputs": {
            "deliveries": {"files": 62, "bytes": 71_204_118, "digest": "5f" * 32},
            "tables": {"content": 9, "decisions": 8, "documents": 8},
            "policy_hash": "ab" * 32,
            "code_hash": "cd" * 32,
            "redactor_version": "3f1c9a",
        },
        "counts": counts,
        "documents": {
            "bytes": 26_118_400,
            "by_type": {"post": 15_204, "comment": 8_391, "article": 301},
            "by_language": {"en": 19_802, "de": 2_640, "fr": 911, "es": 402, "und": 127, "da": 8, "it": 3},
            "spans": {
                "PERSON": 14_204,
                "URL": 8_820,
                "EMAIL": 5_518,
                "HANDLE": 1_927,
                "PHONE": 411,
                "IP": 209,
                "IBAN": 12,
            },
        },
        "stages": [
            {"name": "ingest", "seconds": 0.9},
            {"name": "conform", "seconds": 5.4},
            {"name": "consent", "seconds": 2.2},
            {"name": "decide", "seconds": 8.1},
            {"name": "redact", "seconds": 11.7},
            {"name": "curate", "seconds": 3.9},
            {"name": "publish", "seconds": 5.2},
        ],
        "gates": gates,
        "files": [
            {
                "path": f"shard={shard}/part-0000{shard}.snappy.parquet",
                "size": 3_264_800 + shard,
                "sha256": f"{shard:02x}" * 32,
            }
            for shard in range(8)
        ],
        "previous": {"version": 8, "counts": before},
    }
