"""Where reports are written: one page and one manifest a version, and the page that lists them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pyarrow.fs import FileSelector, FileSystem

from jobs.registry import Version
from jobs.report.figures import without_small_cells
from jobs.report.index import render_index
from jobs.report.page import render
from jobs.storage import filesystem, write_whole
from schemas.tables import Zone

MANIFEST = "manifest.json"
PAGE = "index.html"


def page_of(lake: str, purpose: str, night: date | str) -> str:
    """Where the page of a night is, or will be."""
    return f"{lake}/{Zone.REPORTS}/{purpose}/{night}/{PAGE}"


def write_report(lake: str, version: Version) -> str:
    """Write the page and the manifest of a version and the list of its purpose's; returns the version's folder."""
    return write_night(
        lake,
        dict(version.manifest) | {"version": version.version, "created_at": version.created_at.isoformat()},
    )


def write_night(lake: str, manifest: Mapping[str, Any]) -> str:
    """Write what became of a night, with a version or without one; a later attempt takes its place."""
    fs, root = filesystem(lake)
    purpose = f"{root}/{Zone.REPORTS}/{manifest['purpose']}"
    folder = f"{purpose}/{manifest['night']}"
    fs.create_dir(folder, recursive=True)
    write_whole(fs, f"{folder}/{MANIFEST}", json.dumps(without_small_cells(manifest), indent=1, sort_keys=True))
    write_whole(fs, f"{folder}/{PAGE}", render(manifest))
    write_whole(fs, f"{purpose}/{PAGE}", render_index(_manifests(fs, purpose)))
    return folder


def _manifests(fs: FileSystem, purpose: str) -> list[Mapping[str, Any]]:
    """The manifests of all versions that have a page."""
    found = fs.get_file_info(FileSelector(purpose, recursive=True))
    paths = sorted(info.path for info in found if info.base_name == MANIFEST)
    return [_read(fs, path) for path in paths]


def _read(fs: FileSystem, path: str) -> Mapping[str, Any]:
    with fs.open_input_stream(path) as stream:
        manifest: Mapping[str, Any] = json.loads(stream.readall())
        return manifest
