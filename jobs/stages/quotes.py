"""quotes: replies that repeat what they answer follow it, as reshares do, but where the corpus is curated.

A reply may be used only while every item of others up its chain may be used whose passages it repeats. Lines that are
marked as quoted are taken for lines of what it answers: that alone tells where the answered item was erased, was never
delivered, or said something else when it was quoted. Names of passages are read (text/passages.py), never text.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from schemas import fields as f

LEVELS = 3  # the item that is answered, the one that that answers, and one more
QUOTED = (f.CONTENT_ID, f.AUTHOR_ID, f.REPLY_TO, f.PASSAGES, f.MARKS_QUOTES)
QUOTES = "quotes"
_ID = str(f.CONTENT_ID)
_ABOVE, _LEVEL = "above", "level"
_THEIRS = {_ID: _ABOVE, str(f.AUTHOR_ID): "their_author", str(f.PASSAGES): "their_passages"}


def quoting(usable: DataFrame, items: DataFrame) -> DataFrame:
    """The usable replies that quote something that is not usable: content_id, and `quotes`, true.

    `usable` names the items that may be used (content_id); `items` are all that are known, deleted ones too: QUOTED.
    """
    usable = usable.select(_ID)
    above = _above(usable, items).join(usable.select(F.col(_ID).alias(_ABOVE)), _ABOVE, "left_anti").localCheckpoint()
    # replies are few: the passages of all items are looked through once, and only those of a few are moved
    answered = F.broadcast(above.select(_ABOVE).distinct())
    replies = items.where(F.col(f.REPLY_TO).isNotNull()).select(_ID, f.AUTHOR_ID, f.PASSAGES, f.MARKS_QUOTES)
    mine = replies.join(F.broadcast(above), _ID)
    theirs = items.select(*(F.col(old).alias(new) for old, new in _THEIRS.items())).join(answered, _ABOVE, "left_semi")
    by_others = ~F.col(f.AUTHOR_ID).eqNullSafe(F.col("their_author"))
    repeats = F.coalesce(F.arrays_overlap(f.PASSAGES, "their_passages"), F.lit(False))
    marks = (F.col(_LEVEL) == 0) & F.coalesce(f.MARKS_QUOTES, F.lit(False))
    found = mine.join(theirs, _ABOVE, "left").where(by_others & (repeats | marks))
    return found.select(_ID, F.lit(True).alias(QUOTES)).distinct()


def _above(usable: DataFrame, items: DataFrame) -> DataFrame:
    """For each usable reply what is up its chain: content_id, above, level (0 for what it answers)."""
    links = items.where(F.col(f.REPLY_TO).isNotNull()).select(_ID, f.REPLY_TO)
    chain = links.join(usable, _ID, "left_semi").select(_ID, F.col(f.REPLY_TO).alias("a0"))
    for level in range(1, LEVELS):
        up = links.select(F.col(_ID).alias(f"a{level - 1}"), F.col(f.REPLY_TO).alias(f"a{level}"))
        chain = chain.join(up, f"a{level - 1}", "left")
    levels = F.posexplode(F.array(*(f"a{level}" for level in range(LEVELS)))).alias(_LEVEL, _ABOVE)
    return chain.select(_ID, levels).where(F.col(_ABOVE).isNotNull())
