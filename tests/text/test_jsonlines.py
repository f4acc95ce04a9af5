"""`assent redact`: JSON Lines in, JSON Lines out, in order."""

from __future__ import annotations

import io
import json

import pytest

from jobs.errors import InputMissing
from jobs.text.redactor import redact_jsonl


def test_records_come_out_in_order_with_places_in_the_original() -> None:
    texts = ["é jane@example.org", None, "", "nothing"] * 700
    lines = "".join(json.dumps({"id": i, "text": text, "lang": "en"}) + "\n" for i, text in enumerate(texts))
    out = io.BytesIO()

    assert len(texts) == redact_jsonl(io.BytesIO(lines.encode()), out)

    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert list(range(len(texts))) == [row["id"] for row in rows]
    assert rows[0] == {"id": 0, "text": "é <EMAIL_1>", "spans": [{"start": 2, "end": 18, "type": "EMAIL"}]}
    assert [row["spans"] for row in rows[1:4]] == [[], [], []]


def test_text_streams_work_too() -> None:
    out = io.StringIO()
    redact_jsonl(io.StringIO('{"id": "a", "text": "@bob"}\n\n'), out)

    assert json.loads(out.getvalue())["text"] == "<HANDLE_1>"


@pytest.mark.parametrize(
    "line",
    ['{"id": 1', "[]", '{"text": "x"}', '{"id": 1}', '{"id": 1, "text": 5}', '{"id": 1, "text": "x", "lang": 2}'],
)
def test_a_malformed_line_is_named_by_its_number_only(line: str) -> None:
    with pytest.raises(InputMissing) as failure:
        redact_jsonl(io.StringIO('{"id": 0, "text": "ok"}\n' + line + "\n"), io.StringIO())

    assert "line 2" in str(failure.value)
    assert line not in str(failure.value)
