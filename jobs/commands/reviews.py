"""`assent audit`: sample, review, estimate.

A text is shown in the view of `review` and nowhere else; judgements hold places and kinds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from pyarrow.fs import FileType
from rich.console import Console
from rich.panel import Panel
from rich.table import Table as Listing
from rich.text import Text

from jobs.audit.reviewing import LEAK, OK, SKIP, Drawn, Judgement, estimate
from jobs.commands.opened import hold, open_registry
from jobs.errors import InputMissing, UsageError
from jobs.query import Query, quoted
from jobs.settings import Settings
from jobs.storage import filesystem, write_whole
from jobs.text.spans import SpanType
from jobs.text.treatment import PLACEHOLDER
from schemas.tables import AUDIT_SAMPLES, Zone

HELP = "[o] ok   [l] leak, then its kinds   [s] skip   [q] stop, to go on later"


def draw_sample(settings: Settings, name: str, count: int, seed: int) -> int:
    """Draw a sample of what is published; how many documents it has."""
    from jobs.effects.samples import draw
    from jobs.rewrites import Rewrites
    from jobs.session import spark_session

    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        raise UsageError("a sample's name has letters, digits, - and _", where="--name")
    with (
        open_registry(settings) as registry,
        hold(settings, registry),
        spark_session(settings) as spark,
    ):
        return draw(Rewrites(spark, settings.lake, run=f"audit/{name}"), name, count, seed)


def review(settings: Settings, name: str, console: Console, ask: Callable[[str], str]) -> int:
    """Show each text that was not judged yet and keep what is said of it; how many were judged now."""
    rows, judgements = _sample(settings, name, "place, content_type, language, redacted_text"), judged(settings, name)
    todo = [row for row in rows if row["place"] not in judgements]
    for number, row in enumerate(todo):
        title = f"{row['content_type']}, {row['language']}; {len(todo) - number} to go"
        console.print(Panel(_shown(row["redacted_text"]), title=title, subtitle=HELP))
        judgement = _answer(row["place"], console, ask)
        if judgement is None:
            return number
        judgements[judgement.place] = judgement
        _keep(settings, name, judgements)
    return len(todo)


def _shown(text: str) -> Text:
    """The text with its placeholders set off; what looks like mark-up or control is shown, not obeyed."""
    shown = Text("".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text))
    shown.highlight_regex(PLACEHOLDER, "reverse")
    return shown


def _answer(place: int, console: Console, ask: Callable[[str], str]) -> Judgement | None:
    """What is said of a text; None to stop. Asked again until it can be understood."""
    while True:
        try:
            said = ask("> ").strip().lower()
        except EOFError:  # nobody is there to answer, or Ctrl-D
            return None
        if said in ("q", ""):
            return None
        if said in ("o", "s"):
            return Judgement(place, OK if said == "o" else SKIP)
        kinds = tuple(kind.upper() for kind in said.removeprefix("l").replace(",", " ").split())
        if said.startswith("l") and kinds and set(kinds) <= set(SpanType):
            return Judgement(place, LEAK, kinds)
        console.print(f"{HELP}\na leak is, for example: l person email; kinds: {' '.join(SpanType).lower()}")


def estimated(settings: Settings, name: str) -> dict[str, Any]:
    """What the judgements come to."""
    rows = _sample(settings, name, "place, content_type, language, stratum_size")
    return estimate((Drawn(**row) for row in rows), judged(settings, name))


def show(found: dict[str, Any]) -> None:
    """The estimate as a table."""
    listing = Listing("stratum", "documents", "judged", "with a leak", "95 %", "leaks per document")
    for each in found["strata"]:
        listing.add_row(
            f"{each['content_type']}, {each['language']}", f"{each['documents']:,}", str(each["judged"]), *_cells(each)
        )
    whole = found["corpus"]
    if whole["documents"]:
        listing.add_row("strata judged", f"{whole['documents']:,}", str(found["judged"]), *_cells(whole))
    Console().print(listing)
    if unjudged := whole["documents_in_all"] - whole["documents"]:
        Console().print(f"{unjudged:,} of {whole['documents_in_all']:,} documents are in strata not judged yet")


def _cells(each: dict[str, Any]) -> Iterator[str]:
    if "share" in each:
        yield f"{each['share']:.1%}"
        yield f"{each['low']:.1%} to {each['high']:.1%}"
        yield ", ".join(f"{kind} {rate:.3f}" for kind, rate in each["leaks_per_document"].items())


def _sample(settings: Settings, name: str, columns: str) -> list[dict[str, Any]]:
    """Rows of a sample in their order, read without Spark.

    Raises:
        InputMissing: there is no such sample.
    """
    query = f"select {columns} from {AUDIT_SAMPLES.name} where sample = {quoted(name)} order by place"  # noqa: S608
    try:
        rows = Query(settings.lake, [AUDIT_SAMPLES]).rows(query)
    except InputMissing:
        rows = []
    if not rows:
        raise InputMissing("there is no such sample", where=name, next_step="assent audit sample draws one")
    return rows


def judged(settings: Settings, name: str) -> dict[int, Judgement]:
    """What was said so far, by place."""
    fs, path = filesystem(_file(settings, name))
    if fs.get_file_info(path).type != FileType.File:
        return {}
    with fs.open_input_stream(path) as stream:
        lines = [json.loads(line) for line in stream.readall().decode().splitlines()]
    return {line["place"]: Judgement(line["place"], line["verdict"], tuple(line["kinds"])) for line in lines}


def _keep(settings: Settings, name: str, judgements: dict[int, Judgement]) -> None:
    fs, path = filesystem(_file(settings, name))
    fs.create_dir(path.rpartition("/")[0], recursive=True)
    lines = [json.dumps(judgement._asdict()) for _, judgement in sorted(judgements.items())]
    write_whole(fs, path, "\n".join(lines) + "\n")


def _file(settings: Settings, name: str) -> str:
    return f"{settings.lake}/{Zone.RESTRICTED}/_reviews/{name}.jsonl"
