"""Explanations of a simulated network say of each night what that night decided: half a minute beside the line."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from jobs.commands.explanations import explained
from jobs.errors import InputMissing
from schemas.reasons import DECIDE_REASONS
from tests.e2e.conftest import Line
from tests.lakes import Decided

EACH = 2  # items of each set of reasons


def chosen(decided: Decided) -> list[tuple[str, str]]:
    """A few items of each reason, and of those without any."""
    by_reason: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, (_, reasons) in sorted(decided.items()):
        for reason in reasons or ("none",):
            by_reason[reason].append(key)
    return sorted({key for keys in by_reason.values() for key in keys[:EACH]})


def test_explanations_are_the_decisions_of_their_night(line: Line, expected: dict[date, Decided]) -> None:
    last, met = line.nights[-1], set()
    for source, name in chosen(expected[last]):
        told = explained(line.lake.settings, f"{source}:{name}", None, None)
        met |= set(told["now"]["reasons"])

        assert (told["now"]["eligible"], tuple(told["now"]["reasons"])) == expected[last][source, name]
        assert told["now"]["agrees"] and told["now"] == {k: v for k, v in told["then"].items() if k != "item"}
    assert len(met) > len(DECIDE_REASONS) - 4


def test_then_and_now(line: Line, expected: dict[date, Decided]) -> None:
    """Items whose decision changed since the first night: both sides are right, and the difference is explained."""
    first, last = line.nights[0], line.nights[-1]
    moved = [key for key, then in sorted(expected[first].items()) if then != expected[last][key]][:8]
    assert moved
    for source, name in moved:
        told = explained(line.lake.settings, f"{source}:{name}", first, None)

        assert tuple(told["then"]["reasons"]) == expected[first][source, name][1]
        assert tuple(told["now"]["reasons"]) == expected[last][source, name][1]
        assert told["then"]["agrees"] and told["now"]["agrees"]
        assert {rule["rule"] for rule in told["now"]["rules"]} >= {"item", "erasure", "directory", "origin", "copies"}


def test_an_unknown_item_is_a_clear_answer(line: Line) -> None:
    with pytest.raises(InputMissing, match="no such item"):
        explained(line.lake.settings, "network:nothing' or '1'='1", None, None)
