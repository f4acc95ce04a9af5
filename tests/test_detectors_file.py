"""conf/detectors.toml: lists, patterns and engines of users, and the examples to which they are held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jobs.detectors import parse_detectors, read_detectors
from jobs.errors import AssentError, InputMissing, UsageError
from jobs.text import own
from jobs.text.redactor import Redactor
from jobs.text.treatments import Action, Treatment, Treatments
from tests.conftest import ROOT

TICKET = """version = 1
[[detector]]
name = "ticket"
kind = "OTHER"
pattern = '\\bTCK-[0-9]{6}\\b'
found = ["ask for ⟦TCK-204518⟧, bitte schön"]
left = ["TCK-20"]
[[detector]]
name = "projects"
kind = "ORG"
file = "projects.txt"
found = ["at ⟦Nordlicht⟧"]
left = ["Nordlichter"]
"""


def _redacted(rules: own.OwnRules, text: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = Redactor(own=rules, **more).redact(pa.array(["é 1", text])).to_pylist()[1]
    return row


def test_the_file_that_comes_along_holds_none() -> None:
    rules, _ = read_detectors(str(ROOT / "conf" / "detectors.toml"))

    assert rules == own.OwnRules() and Redactor(own=rules).version == Redactor().version


def test_lists_and_patterns_of_users_are_found_named_and_versioned(tmp_path: Path) -> None:
    (tmp_path / "projects.txt").write_text("# ours\nNordlicht\nÄtna\n")
    rules = parse_detectors(TICKET, str(tmp_path / "d.toml"))
    row = _redacted(rules, "Über Ätna und TCK-204518, Nordlichter")
    kept = Treatments((Treatment(Action.KEEP, detectors=("own.projects",)),))

    assert row["redacted_text"] == "Über <ORG_1> und <OTHER_1>, Nordlichter"
    assert [span["detector"] for span in row["spans"]] == ["own.projects", "own.ticket"]
    assert _redacted(rules, "in Ätna", treatments=kept)["redacted_text"] == "in Ätna"
    versions = {Redactor().version, Redactor(own=rules).version}
    (tmp_path / "projects.txt").write_text("Nordlicht\n")
    assert len(versions | {Redactor(own=parse_detectors(TICKET, str(tmp_path / "d.toml"))).version}) == 3


@pytest.mark.parametrize(
    ("row", "kind", "says"),
    [
        ('name = "a"', UsageError, "one of words, file, pattern, engine"),
        ('name = "a"\nwords = ["x"]\npattern = "y"', UsageError, "one of words, file, pattern, engine"),
        ('name = "A b"\nwords = ["x"]', UsageError, "row 1, name"),
        ('name = "a"\nwords = ["x"]\nkind = "NAME"', UsageError, "row 1, kind"),
        ('name = "a"\npattern = "(?<=x)y"', UsageError, "row 1 (a): RE2 does not take"),
        ('name = "a"\npattern = "x*"', UsageError, "matches the empty text"),
        ('name = "a"\npattern = "x+"\nfound = ["b ⟦y⟧"]', UsageError, "found, example 1: it is not"),
        ('name = "a"\npattern = "x+"\nleft = ["b", "x"]', UsageError, "left, example 2: it is found"),
        ('name = "a"\npattern = "x+"\nfound = ["b x"]', UsageError, "marks one place"),
        ('name = "a"\nengine = "nobody"', UsageError, "no such engine is installed"),
        ('name = "a"\nfile = "absent.txt"', InputMissing, "no such list"),
    ],
)
def test_what_does_not_fit_is_named_with_its_row(row: str, kind: type[AssentError], says: str, tmp_path: Path) -> None:
    with pytest.raises(kind) as raised:
        parse_detectors(f"version = 1\n[[detector]]\n{row}\n", str(tmp_path / "d.toml"))

    assert says in str(raised.value) and str(tmp_path) in str(raised.value) and raised.value.next_step


def guide_example() -> Any:
    """The adapter of the guide, as it is printed there."""
    page = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    code = page.split("<!-- presidio adapter -->\n```python\n")[1].split("```")[0]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    return names["PresidioEngine"]


class Made:
    """An installed distribution's entry point, without installing one."""

    name = "presidio"

    def load(self) -> Any:
        return guide_example()


def test_an_engine_can_be_plugged_in_as_the_guide_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("presidio_analyzer")
    monkeypatch.setattr(own, "entry_points", lambda group, name="presidio": [Made()] if group == own.GROUP else [])
    own.engine.cache_clear()
    text = 'version = 1\n[[detector]]\nname = "presidio"\nengine = "presidio"\n'
    rules = parse_detectors(text, str(tmp_path / "d.toml"))
    row = _redacted(rules, "routing 021000021, é call")

    assert [(span["detector"], span["start"], span["end"]) for span in row["spans"]] == [("engine.presidio", 8, 17)]
    assert Redactor(own=rules).version != Redactor().version
    own.engine.cache_clear()
