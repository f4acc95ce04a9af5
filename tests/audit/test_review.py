"""People judge a sample: what is shown, what is kept, and what the judgements come to."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from rich.console import Console

from jobs.audit.reviewing import LEAK, OK, SKIP, Drawn, Judgement, estimate
from jobs.commands.reviews import estimated, judged, review
from jobs.errors import InputMissing
from jobs.settings import Settings
from schemas.tables import AUDIT_SAMPLES

TEXTS = ["Dear <PERSON_1>, call me", "signed Zebedee \x1b[31m[red]", "nothing here"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A lake with a sample of three documents."""
    rows = [
        {
            "sample": "first", "place": place, "content_id": f"c{place}", "content_type": "post", "language": "en",
            "stratum_size": 10, "redacted_text": text,
        }
        for place, text in enumerate(TEXTS, start=1)
    ]  # fmt: skip
    schema = pa.schema([("place", pa.int32())])
    table = pa.Table.from_pylist(rows)
    table = table.set_column(1, "place", table.column("place").cast(schema.field("place").type))
    write_deltalake(f"{tmp_path}/{AUDIT_SAMPLES.path}", table)
    return Settings(lake=str(tmp_path))


def test_who_hangs_up_has_stopped(settings: Settings) -> None:
    def hung_up(_: str) -> str:
        raise EOFError

    assert review(settings, "first", Console(file=io.StringIO()), hung_up) == 0


def answers(*said: str) -> Callable[[str], str]:
    rest = iter(said)
    return lambda _: next(rest)


def test_a_review_can_be_stopped_and_goes_on_where_it_stopped(settings: Settings) -> None:
    console = Console(file=io.StringIO(), width=100)

    assert review(settings, "first", console, answers("o", "q")) == 1
    assert review(settings, "first", console, answers("l", "what", "l name", "l person, email", "s")) == 2
    assert review(settings, "first", console, answers()) == 0
    assert judged(settings, "first") == {
        1: Judgement(1, OK), 2: Judgement(2, LEAK, ("PERSON", "EMAIL")), 3: Judgement(3, SKIP)
    }  # fmt: skip


def test_texts_are_shown_as_they_are_and_kept_nowhere_else(settings: Settings) -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    review(settings, "first", console, answers("o", "l person", "o"))

    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "Zebedee" in shown and "[red]" in shown and "\x1b[31m[red]" not in shown
    kept = [path for path in Path(settings.lake).rglob("*") if path.is_file() and path.suffix not in (".parquet",)]
    assert not any(b"Zebedee" in path.read_bytes() for path in kept if "_reviews" in str(path))
    assert "Zebedee" not in str(estimated(settings, "first"))


def test_no_such_sample(settings: Settings) -> None:
    with pytest.raises(InputMissing, match="no such sample"):
        estimated(settings, "other")


def test_an_estimate_weighs_strata_by_their_size() -> None:
    sample = [Drawn(n, "post", "en", 900) for n in range(10)] + [Drawn(n, "article", "de", 100) for n in range(10, 15)]
    said = {n: Judgement(n, OK) for n in range(8)} | {
        8: Judgement(8, LEAK, ("PERSON", "PERSON")),
        9: Judgement(9, SKIP),
    }
    said |= {10: Judgement(10, LEAK, ("EMAIL",)), 11: Judgement(11, LEAK, ("PERSON",))}
    found = estimate(sample, said)

    article, post = found["strata"]
    assert (post["judged"], post["leaky"], post["share"]) == (9, 1, pytest.approx(1 / 9))
    assert (article["judged"], article["share"], article["leaks_per_document"]) == (
        2,
        1.0,
        {"EMAIL": 0.5, "PERSON": 0.5},
    )
    assert post["low"] < 1 / 9 < post["high"] and article["low"] < 1.0 == article["high"]
    corpus = found["corpus"]
    assert corpus["share"] == pytest.approx(0.9 / 9 + 0.1) and corpus["low"] < corpus["share"] < corpus["high"]
    assert corpus["leaks_per_document"] == pytest.approx({"EMAIL": 0.05, "PERSON": 0.9 * 2 / 9 + 0.05})
    assert corpus["documents"] == corpus["documents_in_all"] == 1000
    assert found["judged"] == 11 and found["skipped"] == 1
    unjudged = estimate(sample, {})
    assert "share" not in unjudged["strata"][0]
    assert unjudged["corpus"] == {"documents": 0, "documents_in_all": 1000}
