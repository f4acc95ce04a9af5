"""`assent redact`: JSON Lines in, JSON Lines out, in order."""

from __future__ import annotations

import io
import json

import pytest

from jobs.text.jsonlines import Done, redact_jsonl
from jobs.text.redactor import redact_arrow


def test_records_come_out_in_order_with_places_in_the_original() -> None:
    texts = ["é jane@example.org", None, "", "nothing"] * 700
    lines = "".join(json.dumps({"id": i, "text": text, "lang": "en"}) + "\n" for i, text in enumerate(texts))
    out = io.BytesIO()

    told: list[int] = []

    assert redact_jsonl(io.BytesIO(lines.encode()), out, redact_arrow, told.append) == Done(len(texts), ())
    assert sum(told) == len(lines.encode()) and len(told) > 1

    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert list(range(len(texts))) == [row["id"] for row in rows]
    assert rows[0] == {"id": 0, "text": "é <EMAIL_1>", "spans": [{"start": 2, "end": 18, "type": "EMAIL"}]}
    assert [row["spans"] for row in rows[1:4]] == [[], [], []]


def test_text_streams_work_too() -> None:
    out = io.StringIO()
    redact_jsonl(io.StringIO('{"id": "a", "text": "@bob"}\n\n'), out, redact_arrow)

    assert json.loads(out.getvalue())["text"] == "<HANDLE_1>"


@pytest.mark.parametrize(
    "line",
    ['{"id": 1', "[]", '{"text": "x"}', '{"id": 1}', '{"id": 1, "text": 5}', '{"id": 1, "text": "x", "lang": 2}'],
)
def test_a_malformed_line_is_counted_by_its_number_and_the_others_are_redacted(line: str) -> None:
    out = io.StringIO()
    done = redact_jsonl(io.StringIO(f'{{"id": 0, "text": "ok"}}\n{line}\n{{"id": 2, "text": "ok"}}'), out, redact_arrow)

    assert done == Done(2, (2,))
    assert [json.loads(answer)["id"] for answer in out.getvalue().splitlines()] == [0, 2]
