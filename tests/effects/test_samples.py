"""The draw of a sample: seeded, of every stratum, by its size."""

from __future__ import annotations

from collections import Counter

from pyspark.sql import SparkSession

from jobs.effects.samples import drawn
from schemas import fields as f


def test_a_draw_is_repeatable_and_takes_of_every_stratum(spark: SparkSession) -> None:
    sizes = {("post", "en"): 60, ("article", "de"): 20, ("comment", "fr"): 2}
    rows = [
        (f"d{kind}{n}", f"c{kind}{n}", kind, language, f"text {n}")
        for (kind, language), size in sizes.items()
        for n in range(size)
    ]
    names = [str(name) for name in (f.DOC_ID, f.CONTENT_ID, f.CONTENT_TYPE, f.LANGUAGE, f.REDACTED_TEXT)]
    every = spark.createDataFrame(rows, names).coalesce(1)
    documents, redactions = every.drop(f.CONTENT_ID), every.select(f.DOC_ID, f.CONTENT_ID)

    one, again, other = (drawn(documents, redactions, 20, seed).collect() for seed in (1, 1, 2))

    assert sorted(map(tuple, one)) == sorted(map(tuple, again))
    assert {row[f.DOC_ID] for row in one} != {row[f.DOC_ID] for row in other}
    assert Counter(row[f.CONTENT_TYPE] for row in one) == {"post": 15, "article": 5, "comment": 2}
    assert sorted(row[f.PLACE] for row in one) == list(range(1, 23))
    assert all(row[f.STRATUM_SIZE] == sizes[row[f.CONTENT_TYPE], row[f.LANGUAGE]] for row in one)
    assert all(row[f.CONTENT_ID] == "c" + row[f.DOC_ID][1:] for row in one)
