"""The feeds of conf/sources.toml, and a landing zone to fill."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.sources.feeds import Feed, load_feeds
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def feeds() -> dict[str, Feed]:
    """Every feed by its name."""
    return {feed.name: feed for feed in load_feeds(ROOT / "conf" / "sources.toml")}


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file below a landing zone that has a blank and a per cent sign in its path."""

    def write(place: str, content: bytes = b"{}\n") -> Path:
        path = tmp_path / "landing zone%20" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def zone(tmp_path: Path) -> str:
    """Where `deliver` writes."""
    return str(tmp_path / "landing zone%20")
