"""Files wherever they lie: on a disk or in object storage, by path or URI."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pyarrow import ArrowInvalid
from pyarrow.fs import FileSystem, LocalFileSystem

from jobs.errors import UsageError

_CHUNK = 1 << 20
_S3A = re.compile("^s3a://")  # what Hadoop calls it
_USER = re.compile("://.*@")  # a secret may have slashes


def filesystem(root: str) -> tuple[FileSystem, str]:
    """The file system of a path or URI and the place of the root in it.

    Raises:
        UsageError: the scheme of the URI is unknown.
    """
    if "://" not in root:  # no URI: a path may hold blanks and per cent signs
        return LocalFileSystem(), str(Path(root).resolve())
    try:
        fs, path = FileSystem.from_uri(_S3A.sub("s3://", root))
    except ArrowInvalid:
        raise UsageError("no file system is known for this URI", where=shown(root)) from None
    return fs, path.rstrip("/")


def shown(root: str) -> str:
    """A URI as a message may have it: without a name and a secret."""
    return _USER.sub("://", root)


def hashed(fs: FileSystem, path: str) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with fs.open_input_stream(path, compression=None) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def write_whole(fs: FileSystem, path: str, text: str) -> None:
    """Put a file in its place at once: a reader sees the old one or the new one."""
    folder, _, name = path.rpartition("/")
    with fs.open_output_stream(f"{folder}/.{name}.new") as stream:
        stream.write(text.encode())
    fs.move(f"{folder}/.{name}.new", path)
