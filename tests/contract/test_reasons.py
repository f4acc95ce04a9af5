"""Reasons are a closed list: each is stated by some module, explained in the glossary, and nothing else is stated."""

from __future__ import annotations

import ast
import re

from schemas.reasons import CONFORM_REASONS, CURATE_REASONS, DECIDE_REASONS, Reason
from tests.contract.tree import ROOT, modules

CURATION = ROOT / "conf" / "curation.toml"


def stated() -> dict[str, set[str]]:
    """Members of Reason that other modules or the rules of curation name, with where."""
    found: dict[str, set[str]] = {}
    for value in re.findall(r'^reason = "(\w+)"', CURATION.read_text(encoding="utf-8"), flags=re.MULTILINE):
        found.setdefault(value.upper(), set()).add(CURATION.name)
    for module in modules():
        if module.name == "schemas.reasons":
            continue
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Reason":
                found.setdefault(node.attr, set()).add(module.place)
    return found


def test_every_reason_is_stated_somewhere():
    assert {reason.name for reason in Reason} - stated().keys() == set()


def test_nothing_states_a_reason_that_is_not_listed():
    assert stated().keys() - {reason.name for reason in Reason} - {"_member_map_", "__members__"} == set()


def test_every_reason_is_explained():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", glossary, flags=re.MULTILINE))
    assert explained >= set(Reason)


def test_every_reason_belongs_to_one_stage():
    groups = [*CONFORM_REASONS, *DECIDE_REASONS, *CURATE_REASONS, Reason.SUPPRESSED]
    assert sorted(groups) == sorted(Reason)
