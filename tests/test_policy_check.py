"""A policy is checked as a whole: each kind of fault is found, at its row, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobs.cli import app
from jobs.errors import UsageError
from jobs.policy import COLUMNS
from jobs.policy_check import APPROVER, check_policy, is_region

HEADER = ",".join((*COLUMNS, APPROVER))
FINE = ["us-1,US,*,p,opt_out,18,,1970-01-01T00:00:00Z,,why,who", "all,*,*,p,excluded,18,,,,why,who"]


def found(*rows: str) -> set[tuple[int, str]]:
    """Row and code of each finding of a policy of these rows after two fine ones."""
    return {(finding.row, finding.code) for finding in check_policy("\n".join([HEADER, *FINE, *rows]) + "\n")}


def test_a_fine_policy_has_no_findings() -> None:
    assert found() == set()
    assert found("na-1,NA,post,p,opt_in,16,2020-01-01,,2030-01-01,why,who", "ca,US-CA,,p,opt_in,,,,,why,who") == set()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x,UK,*,p,opt_out,18,,,,why,who", "unknown_region"),
        ("x,,*,p,opt_out,18,,,,why,who", "unknown_region"),
        ("x,na,*,p,opt_out,18,,,,why,who", "unknown_region"),
        ("x,US-XX,*,p,opt_out,18,,,,why,who", "unknown_region"),
        ("x,DE,image,p,opt_out,18,,,,why,who", "unknown_type"),
        ("x,DE,*,p,allowed,18,,,,why,who", "unknown_state"),
        ("x,DE,*,p,opt_out,adult,,,,why,who", "bad_age"),
        ("x,DE,*,p,opt_out,-1,,,,why,who", "bad_age"),
        ("x,DE,*,p,opt_out,0,,,,why,who", "bad_age"),
        ("x,DE,*,p,opt_out,12,,,,why,who", "young"),
        ("x,DE,*,p,opt_out,18,soon,,,why,who", "bad_date"),
        ("x,DE,*,p,opt_out,18,,2026-13-01,,why,who", "bad_date"),
        ("x,DE,*,p,opt_out,18,,2026-01-02,2026-01-02,why,who", "empty_interval"),
        ("x,DE,*,p,opt_out,18,,,,,who", "missing_source"),
        ("x,DE,*,p,opt_out,18,,,,why,", "missing_approved_by"),
        (",DE,*,p,opt_out,18,,,,why,who", "missing_policy_id"),
        ("us-1,DE,*,p,opt_out,18,,,,why,who", "repeated_id"),
        ("x,US,*,p,opt_in,18,,2026-01-01,,why,who", "overlap"),
        ("x,US,,p,opt_in,18,,2026-01-01,,why,who", "overlap"),
        ("x,DE,*,p,opt_out", "cells"),
    ],
)
def test_each_fault_is_found_at_its_row(row: str, code: str) -> None:
    assert found(row) == {(4, code)}


def test_how_far_a_row_reaches_is_one_of_two_words_or_is_not_said() -> None:
    header, rest = f"{HEADER},applies_to", "p,excluded,18,,,,why,who"
    rows = [f"a,*,*,{rest},all_versions", f"b,DE,*,{rest},future_only", f"c,FR,*,{rest},"]

    assert check_policy("\n".join([header, *rows]) + "\n") == []
    findings = check_policy("\n".join([header, *rows, f"d,GB,*,{rest},past"]) + "\n")
    assert [(finding.row, finding.code) for finding in findings] == [(5, "unknown_reach")]


def test_gaps_overlaps_and_purposes_without_a_default() -> None:
    first, late = "d1,DE,*,p,excluded,18,,,2026-01-01,why,who", "d2,DE,*,p,opt_in,18,,2026-01-02,,why,who"
    next_to = "d2,DE,*,p,opt_in,18,,2026-01-01T01:00:00+01:00,,why,who"

    assert found(first, late) == {(5, "gap")}
    assert found(late, first) == {(4, "gap")}
    assert found(first, next_to) == set()
    assert found(first, late, "d3,DE,*,p,opt_in,18,,2025-06-01,2026-06-01,why,who") == {(6, "overlap"), (5, "overlap")}
    assert found("q,DE,*,q,opt_in,18,,,,why,who") == {(4, "no_default")}


def test_all_faults_are_told_at_once_and_the_exit_code_says_so(tmp_path: Path) -> None:
    path = tmp_path / "policy.csv"
    path.write_text("\n".join([HEADER, "x,UK,image,p,maybe,x,,,,,", FINE[1]]) + "\n")

    ended = CliRunner().invoke(app, ["policy", "check", str(path), "--json"])

    assert ended.exit_code == 2
    codes = {finding["code"] for finding in json.loads(ended.output)}
    assert codes == {
        "unknown_region", "unknown_type", "unknown_state", "bad_age", "missing_source", "missing_approved_by",
    }  # fmt: skip
    path.write_text("\n".join([HEADER, *FINE]) + "\n")
    assert CliRunner().invoke(app, ["policy", "check", str(path)]).exit_code == 0


def test_no_approver_at_all_is_a_warning_and_missing_columns_are_an_error() -> None:
    without = "\n".join([",".join(COLUMNS), *(row.rpartition(",")[0] for row in FINE)])

    assert [(finding.row, finding.severity, finding.code) for finding in check_policy(without)] == [
        (1, "warning", "no_approver")
    ]
    with pytest.raises(UsageError, match="min_age"):
        check_policy("policy_id,region\n")


def test_namibia_is_a_country() -> None:
    assert all(map(is_region, ("NA", "EEA", "*", "GB-SCT", "CA-QC")))
    assert not any(map(is_region, ("NULL", "EU", "XX", "US-", "gb-sct")))
