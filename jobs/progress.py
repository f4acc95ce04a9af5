"""What a run says while it works: progress on a terminal, one JSON object a line otherwise.

Events carry codes, counts and seconds; nothing that a member wrote or is called by.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import structlog
from rich.console import Console


class Progress(Protocol):
    """Where a run reports."""

    def event(self, name: str, **facts: Any) -> None:
        """Something happened."""

    def working(self, what: str) -> Any:
        """A context in which `what` is under way."""


class JsonProgress:
    """One JSON object a line on standard error."""

    def __init__(self) -> None:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(),
            ],
            logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        )
        self._log = structlog.get_logger()

    def event(self, name: str, **facts: Any) -> None:
        """One line."""
        self._log.info(name, **facts)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Nothing to show between two lines."""
        yield


class TerminalProgress:
    """A line a stage, with a spinner while it works."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def event(self, name: str, **facts: Any) -> None:
        """One line, with the counts that a reader wants."""
        shown = "  ".join(f"{key} {_shown(value)}" for key, value in facts.items() if not isinstance(value, dict))
        self._console.print(f"[bold]{name:<18}[/bold] {shown}", highlight=False, soft_wrap=True)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """A spinner."""
        with self._console.status(f"{what} …"):
            yield


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def progress() -> Progress:
    """A spinner for people, JSON for machines."""
    console = Console(stderr=True)
    return TerminalProgress(console) if console.is_terminal else JsonProgress()
