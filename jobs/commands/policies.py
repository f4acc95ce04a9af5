"""`assent policy check`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from jobs.inputs import read_input
from jobs.policy_check import check_policy


def findings(path: Path) -> list[dict[str, Any]]:
    """Everything that is wrong with a policy."""
    return [asdict(finding) for finding in check_policy(read_input(str(path), "policy"))]
