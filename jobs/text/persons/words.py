"""Cutting a text into words for the person model: the same in training and in use.

A word is a run of letters, a run of digits, one other sign, or one line break; a link, an address or a handle is one
word, so that the model never sees a name inside it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(
    r"(?:https?://|www\.)\S+"  # a link
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+"  # an address; looked for once in a run of its signs
    r"|@\w+"  # a handle
    r"|[^\W\d_]+|\d+|\n|[^\w\s]|_"
)
LINK, HANDLE, BREAK = "\x01", "\x02", "\n"  # what stands for a link or address, a handle, a line break


class Words(NamedTuple):
    """The words of one text, with their places in code points."""

    forms: list[str]
    starts: list[int]
    ends: list[int]


def cut(text: str) -> Words:
    """The words of a text in order."""
    forms, starts, ends = [], [], []
    for match in _WORD.finditer(text):
        form = match.group()
        if len(form) > 1 and not form.isalnum():
            form = HANDLE if form[0] == "@" else LINK if ("@" in form or ":" in form or "." in form) else form
        forms.append(form)
        starts.append(match.start())
        ends.append(match.end())
    return Words(forms, starts, ends)
