"""The key that signs receipts and proofs: Ed25519. Who has the public key can verify them without us and offline.

The private key lies beside the HMAC key, readable by its owner only, the public one beside it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jobs.errors import InputMissing, UsageError

PRIVATE, PUBLIC = "receipts.pem", "receipts.pub"  # the first that it signed were receipts
ALGORITHM = "Ed25519"
_ENCODING = serialization.Encoding.PEM


def signer(folder: Path) -> Ed25519PrivateKey:
    """The private key of a folder; the pair is made on first use.

    Raises:
        UsageError: others may read it, or it is something else.
    """
    path = folder / PRIVATE
    if not path.exists():
        _make(folder)
    if path.stat().st_mode & 0o077:
        raise UsageError("others may read the key that signs", where=str(path), next_step="chmod 600 it")
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("the file holds no Ed25519 key", where=str(path))
    _write(folder / PUBLIC, _public(key.public_key()), 0o644)
    return key


def verifies(public_key: Path, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the private key signed exactly this.

    Raises:
        InputMissing: there is no such key.
        UsageError: the file holds something else.
    """
    if not public_key.is_file():
        raise InputMissing("there is no public key", where=str(public_key))
    try:
        key = serialization.load_pem_public_key(public_key.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("the file holds no Ed25519 public key", where=str(public_key))
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    descriptor, staged = tempfile.mkstemp(prefix=f".{PRIVATE}.", dir=folder)  # readable by its owner only
    with os.fdopen(descriptor, "wb") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes(_ENCODING, form, none))
        os.fsync(file.fileno())
    try:
        os.link(staged, folder / PRIVATE)  # the first of two wins, and both read the same key
    except FileExistsError:
        pass
    finally:
        Path(staged).unlink()


def _public(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(_ENCODING, serialization.PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, content: bytes, mode: int) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    path.write_bytes(content)
    path.chmod(mode)
