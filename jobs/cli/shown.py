"""What commands show to people. Rich is loaded when something is shown, and not by a command that prints JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A listing."""
    from rich.console import Console
    from rich.table import Table

    listing = Table(*columns)
    for row in rows:
        listing.add_row(*row)
    Console().print(listing)


def show_data(data: Any) -> None:
    """Nested data, coloured and indented."""
    from rich.console import Console

    Console().print_json(data=data)
