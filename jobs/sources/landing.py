"""The landing zone: which files a night may take, each named by path, size and hash."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType

from jobs.errors import InputMissing
from jobs.sources.feeds import Feed
from jobs.storage import filesystem, hashed, shown

SUFFIXES = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".csv", ".csv.gz", ".parquet")
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}")
YOUNG = 5_000_000_000  # nanoseconds: file systems and object stores keep times to two seconds or better
Stamp = tuple[str, int, int | None]  # path in the zone, bytes, nanoseconds since 1970
NONE_KNOWN: Mapping[Stamp, str] = MappingProxyType({})


@dataclass(frozen=True)
class Found:
    """A file of the landing zone. `path` is relative to the zone, `size` in bytes.

    `modified_ns` is none of a file that is so young that it may change again in the same instant of its file system.
    """

    path: str
    feed: str
    source: str
    night: date
    file_name: str
    size: int
    sha256: str
    modified_ns: int | None


def nights(root: str, feeds: Sequence[Feed]) -> list[date]:
    """Nights for which anything was delivered, in order."""
    return sorted({night for feed in feeds for night, _ in _files(root, feed)})


def find(root: str, feeds: Sequence[Feed], through: date, known: Mapping[Stamp, str] = NONE_KNOWN) -> list[Found]:
    """Every delivered file of a night up to `through`, ordered by night, file name and path.

    `known` has the hashes of files by path, size and time, each of which has one; what is as it was is not read again.

    Raises:
        InputMissing: the landing zone is not there.
    """
    fs, _ = filesystem(root)
    found = []
    for feed in feeds:
        for night, info in _files(root, feed):
            if night <= through:
                _check_file(info, f"{feed.folder}/{night}")
                name = PurePosixPath(info.path).name
                path, modified = f"{feed.folder}/{night}/{name}", _modified(info)
                sha256 = known.get((path, info.size, modified)) or hashed(fs, info.path)[1]
                source = feed.source_of(stem(name))
                found.append(Found(path, feed.name, source, night, name, info.size, sha256, modified))
    return sorted(found, key=lambda f: (f.night, f.file_name, f.path))


def _modified(info: FileInfo) -> int | None:
    """When a file was last modified; it may be given time to settle, as Git does with its index."""
    at: int | None = info.mtime_ns
    return at if at is not None and at < time.time_ns() - YOUNG else None


def changed(root: str, sizes: Mapping[str, int]) -> list[str]:
    """Of files with known sizes those that are gone or have another one."""
    fs, base = filesystem(root)
    infos = fs.get_file_info([f"{base}/{path}" for path in sizes])
    there = [info.size if info.type == FileType.File else None for info in infos]
    return [path for path, size in zip(sizes, there, strict=True) if size != sizes[path]]


def unread(root: str, feeds: Sequence[Feed]) -> list[str]:
    """What lies in the zone and is read by nobody, by its path in the zone.

    Folders that no feed or night is named like, and files of other formats. What begins with a dot or an underscore
    was left aside on purpose.
    """
    fs, base = filesystem(root)
    known = {feed.folder for feed in feeds}
    odd = []
    for info in _entries(fs, base):
        if info.path not in {f"{base}/{folder}" for folder in known}:
            odd.append(info.path)
            continue
        for night in _entries(fs, info.path):
            if night.type != FileType.Directory or not _NIGHT.fullmatch(night.base_name):
                odd.append(night.path)
            else:
                odd += [file.path for file in _entries(fs, night.path) if not _is_delivery(file.base_name)]
    return sorted(path.removeprefix(f"{base}/") for path in odd)


def _entries(fs: FileSystem, folder: str) -> list[FileInfo]:
    found = fs.get_file_info(FileSelector(folder, allow_not_found=True))
    return [info for info in found if not info.base_name.startswith((".", "_"))]


def stem(file_name: str) -> str:
    """A file's name without the suffixes of its format."""
    suffix = max((s for s in SUFFIXES if file_name.endswith(s)), key=len, default="")
    return file_name.removesuffix(suffix)


def _files(root: str, feed: Feed) -> Iterator[tuple[date, FileInfo]]:
    fs, base = filesystem(root)
    if fs.get_file_info(base).type != FileType.Directory:
        raise InputMissing("there is no landing zone", where=shown(root), next_step="name one with --landing")
    for folder in fs.get_file_info(FileSelector(f"{base}/{feed.folder}", allow_not_found=True)):
        night = PurePosixPath(folder.path).name
        if folder.type == FileType.Directory and _NIGHT.fullmatch(night):
            for info in fs.get_file_info(FileSelector(folder.path)):
                if info.type in (FileType.File, FileType.Directory) and _is_delivery(info.base_name):
                    yield _night(night, f"{feed.folder}/{night}"), info


def _check_file(info: FileInfo, folder: str) -> None:
    """Spark writes a table as a folder that is named like a file; it may hold choices of members, too."""
    if info.type == FileType.Directory:
        raise InputMissing(
            "a folder has the name of a file to read",
            where=f"{folder}/{info.base_name}",
            next_step="move the files in it to the night's folder, each under a name of its own",
        )


def _night(name: str, shown: str) -> date:
    """The night of a folder. One that is no day may hold choices of members, so it is not passed over."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        raise InputMissing("a folder is named like a night, but there is no such day", where=shown) from None


def _is_delivery(name: str) -> bool:
    return name.endswith(SUFFIXES) and not name.startswith((".", "_"))
