"""The audit's two looks at redacted texts: the directory in all, the detectors in a sample. One small frame."""

from __future__ import annotations

from pyspark.sql import SparkSession

from jobs.audit.rules import DIRECTORY_KINDS, parse_audit
from jobs.effects.audit import detect, sample, sweep
from jobs.settings import CONF
from jobs.text.sweep import Directory
from schemas import fields as f
from tests.stages.frames import frame

ROWS = [
    ("en", "post", "ask Ann Lee, or ann lee, or root@localhost"),
    ("en", "post", "nothing"),
    ("en", "comment", "@bobby"),
    ("de", "post", "meine IBAN ist DE89370400440532013000"),
]


def test_leaks_are_counted_by_kind_language_and_type(spark: SparkSession) -> None:
    names = (f.LANGUAGE, f.CONTENT_TYPE, f.REDACTED_TEXT, f.DOC_ID)
    rows = frame(
        spark, names, [{**dict(zip(names, row, strict=False)), f.DOC_ID: f"d{i}"} for i, row in enumerate(ROWS)]
    )
    rules = parse_audit((CONF / "audit.toml").read_text(encoding="utf-8"))

    swept = sweep(rows, spark.sparkContext.broadcast(Directory(["root@localhost"], ["bobby"], ["Ann Lee"])))
    drawn = sample(rows, rules, "2026-11-02")
    few = rules.model_copy(update={"sample": rules.sample.model_copy(update={"documents": 2})})

    assert {tuple(cell) for cell in swept if cell.leaks} == {
        ("directory_name", "en", "post", 2, 1, 2),
        ("directory_email", "en", "post", 2, 1, 1),
        ("directory_handle", "en", "comment", 1, 1, 1),
    }
    assert {cell.kind for cell in swept} == set(DIRECTORY_KINDS)
    assert sorted(drawn) == sorted(ROWS)
    assert [tuple(cell)[:5] for cell in detect(drawn, rules) if cell.leaks] == [("iban", "de", "post", 1, 1)]
    assert sample(rows, few, "2026-11-02") == drawn[:2] and sample(rows, rules, "2026-11-03") != drawn
