"""The receipt as a page: escaped, without scripts, without anything from outside."""

from __future__ import annotations

from typing import Any

from jobs.report import wording
from jobs.report.page import environment

_TYPES = {"post": "Post", "comment": "Comment", "article": "Article"}


def receipt_page(document: dict[str, Any]) -> str:
    """One HTML page."""
    words = {"reasons": wording.REASONS, "kinds": wording.SPAN_KINDS, "types": _TYPES}
    return environment().get_template("receipt.html.j2").render(**document, **words)
