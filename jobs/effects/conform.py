"""conform: reads the night's files, stages typed rows and refusals, and folds them into the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.effects.together import together
from jobs.errors import InputMissing
from jobs.keyring import Ring
from jobs.keys import Key
from jobs.night import Night, Prepared
from jobs.registry import Registry
from jobs.sources.feeds import Kind
from jobs.sources.landing import changed
from jobs.stages import revisions
from jobs.stages.conform import TARGET, accepted, conform, refused
from jobs.stages.guard import Guard
from schemas import fields as f
from schemas.reasons import CONFORM_REASONS, Reason
from schemas.tables import CONTENT, REFUSED
from schemas.values import CHANGE, UPDATE

CHANGES = "conform/changes"
CONFORMED, UNKNOWN = "conformed", "unknown"
Outcome = dict[Kind, dict[str, int]]  # records of each kind: rows, conformed, and by reason


def staged_name(kind: Kind) -> str:
    """Where in staging the records of a kind are, refused ones among them."""
    return f"conform/{kind}"


def kinds(night: Night) -> list[Kind]:
    """The kinds of feed that delivered anything tonight; content always, so that the gate has a frame."""
    delivered = {file.feed.kind for file in night.files}
    return [kind for kind in Kind if kind in delivered or kind is Kind.CONTENT]


def prepare(night: Night) -> Prepared:
    """Stage each kind's rows and the change set of `content`.

    Raises:
        InputMissing: a file that the night was given is not there as it was.
    """
    if gone := changed(night.settings.landing, {file.path: file.size for file in night.files}):
        raise InputMissing(
            f"{len(gone)} files that night {night.night} was given are gone or have another size",
            where=gone[0],
            next_step=f"put them back, or let assent stage ingest --night {night.night} take what is there",
        )
    guard = guard_of(night.registry, night.keys)

    def staged(kind: Kind) -> dict[str, int]:
        frame = conform(night.spark, night.settings.landing, night.files, kind, night.night, guard)
        return night.lake.stage(staged_name(kind), frame, **_reasons()).counts

    delivered = kinds(night)
    outcome: Outcome = dict(
        zip(delivered, together(night.spark, *(partial(staged, kind) for kind in delivered)), strict=True)
    )
    content = accepted(night.lake.staged(staged_name(Kind.CONTENT)), CONTENT)
    changes = revisions.standing(night.known(CONTENT), content)
    standing = night.lake.stage(CHANGES, changes, standing=F.count_if(F.col(CHANGE) == UPDATE)).counts["standing"]
    return Prepared(_counts(outcome, standing), _facts(outcome, standing), content)


def guard_of(registry: Registry, keys: Sequence[Key]) -> Guard | None:
    """What keeps out the records of erased members; none where nobody was erased."""
    members, items, words = (frozenset(registry.erased(kind)) for kind in ("member", "content", "words"))
    return Guard(tuple(keys), members, items, words) if members else None


def _reasons() -> dict[str, Column]:
    """Records by reason; those that could be conformed, and any whose reason is not of the list."""
    reason, codes = F.col(f.REASON), [reason.value for reason in CONFORM_REASONS]
    counted = {code: F.count_if(reason == code) for code in codes}
    return counted | {
        CONFORMED: F.count_if(reason.isNull()),
        UNKNOWN: F.count_if(reason.isNotNull() & ~reason.isin(*codes)),
    }


def _refused(counts: dict[str, int]) -> dict[str, int]:
    """Refusals by reason, those that occur."""
    return {reason.value: counts[reason] for reason in CONFORM_REASONS if counts[reason]}


def _counts(outcome: Outcome, standing: int) -> dict[str, object]:
    content = outcome[Kind.CONTENT]
    facts = {kind: counts for kind, counts in outcome.items() if kind is not Kind.CONTENT}
    return {
        "delivered": content["rows"],
        "conformed": content[CONFORMED],
        "standing": standing,
        "superseded": content[CONFORMED] - standing,
        "refused": _refused(content),
        "facts": {kind.value: counts[CONFORMED] for kind, counts in facts.items()},
        "facts_refused": {kind.value: _refused(counts) for kind, counts in facts.items()},
    }


def _facts(outcome: Outcome, standing: int) -> dict[str, int]:
    content = outcome[Kind.CONTENT]
    # what was erased before is no fault of a delivery
    refusals = {k: counts["rows"] - counts[CONFORMED] - counts[Reason.ERASED_BEFORE] for k, counts in outcome.items()}
    return {
        "delivered": content["rows"],
        "conformed": content[CONFORMED],
        "refused": sum(_refused(content).values()),
        "standing": standing,
        "superseded": content[CONFORMED] - standing,
        **{f"refused_{kind.value}": refusals.get(kind, 0) for kind in Kind if kind is not Kind.CONTENT},
        "unknown_reasons": sum(counts[UNKNOWN] for counts in outcome.values()),
    }


def commit(night: Night) -> None:
    """Fold what was staged into the tables. Requests for erasure are suppressed first of all."""
    names = [kind for kind in kinds(night) if night.lake.has_rows(staged_name(kind))]
    staged = {kind: night.lake.staged(staged_name(kind)) for kind in names}
    if Kind.ERASURES in staged:
        _suppress(night, accepted(staged[Kind.ERASURES], TARGET[Kind.ERASURES]))
    together(night.spark, *_foldings(night, staged))


def _foldings(night: Night, staged: Mapping[Kind, DataFrame]) -> Iterator[Callable[[], None]]:
    """What folds each staged frame into its table: no two of them into the same."""
    if night.lake.has_rows(CHANGES):
        yield partial(night.lake.change, CONTENT, night.lake.staged(CHANGES), revisions.AMENDED)
    for kind, frame in staged.items():
        if kind is not Kind.CONTENT:
            yield partial(night.lake.append_new, TARGET[kind], accepted(frame, TARGET[kind]))
    if staged:
        yield partial(_quarantine, night, reduce(DataFrame.unionByName, [refused(frame) for frame in staged.values()]))


def _quarantine(night: Night, refusals: DataFrame) -> None:
    """Keep what was refused, but not what was erased before: it is counted, and nothing is kept."""
    kept = refusals.where(F.col(f.REASON) != Reason.ERASED_BEFORE.value)
    if not kept.isEmpty():
        night.lake.append_new(REFUSED, kept)


def _suppress(night: Night, requests: DataFrame) -> None:
    """From now on nothing of these members may be published; a keyed hash outlives their ids."""
    members = [row[0] for row in requests.select(f.MEMBER_ID).distinct().toLocalIterator()]
    Ring(night.keys).suppress(night.registry, members, night.night)
