"""The documents say what is there: generated pages are current, links lead somewhere, commands and settings exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from jobs.cli import STOPPED, app
from jobs.errors import AssentError
from jobs.settings import Settings
from tests.contract.tree import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
COMMAND = re.compile(r"(?:uv run |^|`|run --rm assent )assent ((?:[a-z]+ )*[a-z]+)([^`\n#]*)", re.MULTILINE)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def anchors(page: Path) -> set[str]:
    """Headings of a page as GitHub links them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def find_command(words: list[str]) -> Any:
    """The command of the program that the words name, None if there is none; words after it are arguments."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(command, "commands"):
            break
        if word not in command.commands:
            return None
        command = command.commands[word]
    runs = getattr(command, "invoke_without_command", False)  # a command that has others below it
    return None if hasattr(command, "commands") and not runs else command


def code(page: Path) -> str:
    """What stands in blocks of code and between backticks, a piece a line."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    return "\n".join(blocks + re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


def test_there_are_pages():
    assert {"README.md", "CHANGELOG.md", "guide.md", "glossary.md", "runbook.md"} <= {page.name for page in PAGES}


def test_the_data_dictionary_is_current():
    done = subprocess.run([sys.executable, ROOT / "docs" / "dictionary.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@every_page
def test_links_lead_somewhere(page: Path):
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), f"{target}#{anchor}"


@every_page
def test_commands_and_options_exist(page: Path):
    for words, rest in COMMAND.findall(page.read_text(encoding="utf-8")):
        command = find_command(words.split())
        assert command is not None, f"assent {words}"
        options = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, f"assent {words}{rest}"


def test_commands_are_found_in_the_guide():
    """The walk above is worth nothing if the pattern finds no commands."""
    found = {words.split()[0] for words, _ in COMMAND.findall((ROOT / "docs" / "guide.md").read_text(encoding="utf-8"))}
    assert {"run", "stage", "versions", "decisions", "redact", "backfill"} <= found


@every_page
def test_targets_of_make_exist(page: Path):
    named = set(re.findall(r"(?:^| )make ([a-z]+)", code(page), flags=re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named <= targets


@every_page
def test_settings_exist(page: Path):
    # two that are no settings: which profile is read, and whether a trace may be shown
    known = {f"ASSENT_{name.upper()}" for name in Settings.model_fields} | {"ASSENT_PROFILE", "ASSENT_TRACE"}
    for name, field in Settings.model_fields.items():
        inner = getattr(field.annotation, "model_fields", {})
        known |= {f"ASSENT_{name.upper()}__{key.upper()}" for key in inner}
    assert set(re.findall(r"\bASSENT_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8"))) <= known


def test_every_exit_code_is_in_the_guide():
    codes = {0, 1, STOPPED, AssentError.exit_code} | {kind.exit_code for kind in AssentError.__subclasses__()}
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8").partition("## Exit codes")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", guide, flags=re.MULTILINE)} == codes


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in folder.glob("0*.md")}
    assert len(listed) >= 6
