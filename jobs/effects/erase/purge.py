"""Deletes the bytes that a deletion leaves: marked rows, files of earlier states, staging, logs with values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyarrow.fs import FileSelector, FileType

from jobs.effects import published
from jobs.effects.erase.files import holds
from jobs.effects.erase.plan import FOLDER
from jobs.rewrites import Rewrites
from jobs.storage import filesystem
from schemas.erasure import targets
from schemas.fields import Field
from schemas.tables import TABLES, Table, Zone

_COMMIT = re.compile(r"(\d{20})\.")


def purge(lake: Rewrites, held: dict[Table, frozenset[str]], releases: Iterable[Table]) -> None:
    """Nothing is left but the tables as they are. `held` are the keys that each table must be free of."""
    for table, key in targets().items():
        _purge(lake, table, key, held.get(table, frozenset()))
    for table in (*(table for table in TABLES if table not in targets()), *releases):
        published.purge(lake.path(table))
    _clear_staging(lake.root)


def _purge(lake: Rewrites, table: Table, key: Field, values: frozenset[str]) -> None:
    root = lake.path(table)
    published.purge(root)
    if table.deletion_vectors:
        if holds(lake.root, table, key, values) or _vectors(root):
            lake.rewrite_marked(table)
            published.purge(root)
        fs, _ = filesystem(root)
        for path in _vectors(root):
            fs.delete_file(path)


def _vectors(root: str) -> list[str]:
    fs, base = filesystem(root)
    return [i.path for i in fs.get_file_info(FileSelector(base)) if i.base_name.startswith("deletion_vector_")]


def _clear_staging(root: str) -> None:
    """What runs left there; the plan of the erasure itself stays until the proof stands."""
    fs, base = filesystem(f"{root}/{Zone.RESTRICTED}/_staging")
    for info in fs.get_file_info(FileSelector(base, allow_not_found=True)):
        if info.type == FileType.Directory and info.base_name != FOLDER:
            fs.delete_dir(info.path)


def clear_log(lake: Rewrites, table: Table) -> None:
    """The history of a table whose log holds values: its state is written whole, and all before it goes."""
    last = lake.begin_log_anew(table)
    fs, base = filesystem(f"{lake.path(table)}/_delta_log")
    for info in fs.get_file_info(FileSelector(base)):
        commit = _COMMIT.match(info.base_name)
        if info.type == FileType.File and commit and int(commit.group(1)) < last:
            fs.delete_file(info.path)
