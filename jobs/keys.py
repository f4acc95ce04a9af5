"""The HMAC key: what makes published ids unlinkable without it.

A key lives in a file of its own (setting `key_file`) or comes from a command, never in the registry, in
arguments or in logs. The embedded default makes one beside the zones, readable by its owner only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from jobs.errors import InputMissing, UsageError

KEY_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key and its epoch."""

    epoch: int
    secret: bytes = field(repr=False)

    def keyed(self, purpose: str, value: str) -> str:
        """HMAC-SHA-256 in hexadecimal. `purpose` keeps ids of different kinds apart."""
        return hmac.new(self.secret, f"{purpose}\x1f{value}".encode(), hashlib.sha256).hexdigest()


def load_key(path: Path, epoch: int = 1, *, in_use: bool = False) -> Key:
    """The key of a file; the file is made on first use.

    Raises:
        UsageError: it holds something else, or others than its owner may read it.
        InputMissing: it is gone, and what was published or suppressed under it is `in_use`.
    """
    if in_use and not path.exists():
        raise InputMissing(
            "the key is gone, and versions or suppressions depend on it",
            where=str(path),
            next_step="restore it from its backup, or name its place in the setting key_file; a new one would not fit",
        )
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise UsageError("others may read the key file", where=str(path), next_step="chmod 600 it")
    try:
        text = path.read_text(encoding="ascii")
    except UnicodeDecodeError:
        text = ""
    return parse_key(text, epoch, str(path))


def parse_key(text: str, epoch: int, where: str) -> Key:
    """A key as it is written: in hexadecimal.

    Raises:
        UsageError: it is something else.
    """
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise UsageError(f"the key is not {KEY_BYTES} bytes in hexadecimal", where=where)
    return Key(epoch, secret)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # a name of its own, readable by the owner only: what a killed process left must not be in the way
    descriptor, staged = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(staged, path)  # the first of two runners wins, and both read the same key
    except FileExistsError:
        pass
    finally:
        Path(staged).unlink()
