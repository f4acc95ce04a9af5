"""The receipt as a page: escaped, without scripts, without anything from outside."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_PAGES = Environment(
    loader=PackageLoader("jobs.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def receipt_page(document: dict[str, Any]) -> str:
    """One HTML page."""
    return _PAGES.get_template("receipt.html.j2").render(document)
