"""conf/treatments.toml: what it may say, and what is said where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.errors import AssentError, InputMissing, UsageError
from jobs.text.spans import SpanType
from jobs.text.treatments import Action
from jobs.treatments import parse_treatments, read_treatments
from tests.conftest import ROOT

HEAD = "version = 1\n[[treatment]]\n"


def test_the_file_that_comes_along_keeps_circumstances_and_hides_the_rest() -> None:
    treatments, text = read_treatments(str(ROOT / "conf" / "treatments.toml"))

    assert text.startswith("#") and [row.action for row in treatments.rows] == [Action.GENERALISE, Action.KEEP]
    assert treatments.keeps(SpanType.LOCATION, "place.town") and not treatments.keeps(SpanType.DATE, "date.birth")
    assert not treatments.keeps(SpanType.PERSON, "person.model") and not treatments.needs_key


def test_a_row_says_what_it_means_and_a_list_lies_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "figures.txt").write_text("# ours\nAda Quill\n\nTvedt Bo\n")
    text = (
        HEAD + 'action = "keep"\nkinds = ["PERSON"]\nparties = ["stranger"]\ncountries = ["DE"]\nlist = "figures.txt"\n'
    )
    before = parse_treatments(text, str(tmp_path / "t.toml"))
    (tmp_path / "figures.txt").write_text("Ada Quill\n")
    after = parse_treatments(text, str(tmp_path / "t.toml"))

    row = before.rows[0]
    assert row.kinds == {SpanType.PERSON} and row.parties == {"stranger"} and row.countries == {"DE"}
    assert row.names == frozenset({"ada quill", "bo tvedt"})
    assert before.sha256 != after.sha256, "the hash covers the list"


def test_a_refusal_has_a_reason_of_the_closed_list() -> None:
    refused = parse_treatments(HEAD + 'action = "refuse"\nkinds = ["SECRET"]\n', "t.toml").rows[0]

    assert refused.reason == "too_personal"


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("version = ", UsageError, "no TOML"),
        (HEAD, UsageError, "row 1, action"),
        (HEAD + 'action = "hide"\n', UsageError, "row 1, action"),
        (HEAD + 'action = "keep"\nkinds = ["NAME"]\n', UsageError, "row 1, kinds"),
        (HEAD + 'action = "keep"\nkind = ["PERSON"]\n', UsageError, "row 1, kind"),
        (HEAD + 'action = "keep"\ncountries = ["Germany"]\n', UsageError, "ISO 3166-1"),
        (HEAD + 'action = "keep"\ncontent_types = ["page"]\n', UsageError, "must be some of post"),
        (HEAD + 'action = "keep"\nreason = "too_personal"\n', UsageError, "goes with refuse"),
        (HEAD + 'action = "refuse"\nreason = "duplicate"\n', UsageError, "goes with refuse"),
        (HEAD + 'action = "keep"\nlist = "absent.txt"\n', InputMissing, "no such list"),
    ],
)
def test_what_does_not_fit_is_named_with_its_row(text: str, kind: type[AssentError], says: str, tmp_path: Path) -> None:
    with pytest.raises(kind) as raised:
        parse_treatments(text, str(tmp_path / "t.toml"))

    assert says in str(raised.value) and str(tmp_path) in str(raised.value) and raised.value.next_step
