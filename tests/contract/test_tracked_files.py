"""What is tracked can be read by strangers: no machine's paths, no registry's address, no secrets, no big files."""

from __future__ import annotations

import re

from tests.contract.tree import ROOT, tracked_files

LARGEST = 1_000_000  # bytes
LARGER = {"tagger.npz": 13_000_000, "encoder.onnx": 8_000_000, "pieces.npz": 11_000_000}  # persons: they ship
GENERATED = {"uv.lock"}  # written by uv, with the addresses it resolved from
FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.])/(?:home|Users|root|work)/[\w.]+"),
    "a registry's address": re.compile(
        r"(?:pypi\.org|pythonhosted\.org|maven\.org|maven\.apache\.org/maven2|registry\.npmjs\.org|deb\.debian\.org)"
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?!\\n|\")"),
}
# A file that must say one of them, with what and why.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("tests/contract/test_tracked_files.py", what): "the patterns and what proves them" for what in FORBIDDEN
}


def findings() -> list[tuple[str, str]]:
    found = []
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        data = path.read_bytes()
        if name in GENERATED or b"\0" in data[:8192]:
            continue
        text = data.decode("utf-8")
        found += [(name, what) for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    return found


def test_no_tracked_file_names_a_machine_or_a_registry():
    assert [finding for finding in findings() if finding not in EXCEPTIONS] == []


def test_the_patterns_find():
    assert FORBIDDEN["a machine's path"].search("see /home/somebody/x")
    assert FORBIDDEN["a registry's address"].search("https://pypi.org/simple")
    assert not FORBIDDEN["a machine's path"].search("../shared/data and ./root/x")


def test_no_tracked_file_is_big():
    big = {path.name for path in tracked_files() if path.stat().st_size > LARGER.get(path.name, LARGEST)}
    assert big == set()
