"""How the TOML files of treatments and detectors are read: strictly, with the lists that lie beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jobs.errors import InputMissing, UsageError


class Strict(BaseModel):
    """A table of a file: nothing unknown in it, nothing of it in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


File = TypeVar("File", bound=Strict)


def read_text(path: str, what: str) -> str:
    """The text of a file of rules. `what` they are; the setting is called so too.

    Raises:
        InputMissing: it is not there.
        UsageError: it is no UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise InputMissing(f"there is no file of {what}", where=path, next_step=f"setting `{what}`") from None
    except UnicodeDecodeError:
        raise UsageError(f"the {what} are no UTF-8", where=path) from None


def parse(kind: type[File], text: str, path: str, what: str) -> File:
    """The file as its model says; rows are in faults counted as one reads.

    Raises:
        UsageError: it is no TOML, or a key or value does not fit; all faults are named.
    """
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the {what} are no TOML: {error}", where=path, next_step=next_step(what)) from None
    except ValidationError as error:
        faults = "; ".join(f"{_place(each['loc'], what)}: {each['msg']}" for each in error.errors())
        raise UsageError(f"the {what} do not fit: {faults}", where=path, next_step=next_step(what)) from None


def next_step(what: str) -> str:
    """Where it stands what a row may hold."""
    return f"the head of conf/{what}.toml says what a row holds"


def _place(location: tuple[int | str, ...], what: str) -> str:
    """`row 2, kinds`."""
    rows = what.removesuffix("s")
    return ", ".join(f"row {part + 1}" if isinstance(part, int) else part for part in location if part != rows)


def read_list(path: Path, what: str) -> tuple[str, list[str]]:
    """A list beside the file: its text, and its values, one a line that is neither empty nor a remark.

    Raises:
        InputMissing: it is not there.
        UsageError: it is no UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise InputMissing("there is no such list", where=str(path), next_step=next_step(what)) from None
    except UnicodeDecodeError:
        raise UsageError("the list is no UTF-8", where=str(path)) from None
    return text, [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
