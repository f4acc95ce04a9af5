"""Where reports are written: one page and one manifest a version, and the page that lists them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyarrow.fs import FileSelector, FileSystem

from jobs.registry import Version
from jobs.report.index import render_index
from jobs.report.page import render
from jobs.sources.landing import filesystem
from schemas.tables import Zone

MANIFEST = "manifest.json"
PAGE = "index.html"


def write_report(lake: str, version: Version) -> str:
    """Write the page and the manifest of a version and the list of its purpose's; returns the version's folder."""
    fs, root = filesystem(lake)
    manifest = dict(version.manifest) | {"version": version.version, "created_at": version.created_at.isoformat()}
    purpose = f"{root}/{Zone.REPORTS}/{version.purpose}"
    folder = f"{purpose}/{version.night}"
    fs.create_dir(folder, recursive=True)
    _write(fs, f"{folder}/{MANIFEST}", json.dumps(manifest, indent=1, sort_keys=True))
    _write(fs, f"{folder}/{PAGE}", render(manifest))
    _write(fs, f"{purpose}/{PAGE}", render_index(_manifests(fs, purpose)))
    return folder


def _manifests(fs: FileSystem, purpose: str) -> list[Mapping[str, Any]]:
    """The manifests of all versions that have a page."""
    found = fs.get_file_info(FileSelector(purpose, recursive=True))
    paths = sorted(info.path for info in found if info.base_name == MANIFEST)
    return [json.loads(fs.open_input_stream(path).readall()) for path in paths]


def _write(fs: FileSystem, path: str, text: str) -> None:
    """Replace a file."""
    with fs.open_output_stream(path) as stream:
        stream.write(text.encode())
