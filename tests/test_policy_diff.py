"""Where ids of a comparison of policies may be written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jobs.commands.policies import diff_policies
from jobs.errors import UsageError
from jobs.policy import COLUMNS
from jobs.settings import Settings


def test_ids_stay_in_the_restricted_zone(tmp_path: Path) -> None:
    lake, policy = tmp_path / "lake", tmp_path / "policy.csv"
    policy.write_text(",".join(COLUMNS) + "\n")
    for place in (tmp_path / "ids.jsonl", lake / "corpus" / "ids.jsonl", lake / "restricted" / ".." / "ids.jsonl"):
        with pytest.raises(UsageError, match="restricted"):
            diff_policies(Settings(lake=str(lake)), policy, policy, date(2026, 11, 1), place)
        assert not place.exists()
