"""What some tests need from the machine: absent it is a skip at home and a failure in CI, where .ci/run installs it."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip the test, or fail it where CI is set; `what` names the package to install."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed, and CI must have it: see .ci/run")
    pytest.skip(f"{what} is not installed")
