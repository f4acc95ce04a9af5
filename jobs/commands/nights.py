"""`assent run`, `backfill` and `stage`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from jobs.commands.opened import open_registry, open_runner
from jobs.errors import InputMissing, UsageError
from jobs.settings import Settings


def run_nights(settings: Settings, *, through: date | None, only: date | None) -> None:
    """All delivered nights that are not done, in order; or one night.

    Raises:
        UsageError: a night is a season away from the one before it, and was not named.
    """
    from jobs.effects.ingest import check_pauses, nights_to_do
    from jobs.sources.feeds import load_feeds

    with open_runner(settings) as runner:
        if only:
            _do(runner, settings, [only])
            return
        begun = runner.registry.nights_under_way(settings.purpose)
        last = through or max([_last_over(), *begun])  # one that was begun is to be ended
        todo = nights_to_do(runner.registry, settings, load_feeds(settings.sources), last)
        check_pauses(runner.registry.last_night(settings.purpose), todo)
        _do(runner, settings, todo)


def _last_over() -> date:
    """The last night that is over: what is still delivered for the one under way would come too late for it."""
    return datetime.now(UTC).date() - timedelta(days=1)


def run_backfill(settings: Settings, first: date, last: date) -> None:
    """The nights of a range that are not done. Those that are stay as they are."""
    from jobs.effects.ingest import nights_to_do
    from jobs.sources.feeds import load_feeds

    with open_runner(settings) as runner:
        todo = nights_to_do(runner.registry, settings, load_feeds(settings.sources), last)
        earlier = [night for night in todo if night < first]
        if earlier:
            raise UsageError(
                f"{len(earlier)} nights before {first} are not done, and nights are done in order",
                next_step=f"start with --from {earlier[0]}",
            )
        runner.progress.event("backfill", first=str(first), last=str(last), to_do=len(todo))
        _do(runner, settings, todo)


def _do(runner: Any, settings: Settings, todo: list[date]) -> None:
    from jobs.session import spark_session

    if not todo:
        runner.progress.event("nothing to do")
        return
    with spark_session(settings, lasting=len(todo) > 1) as spark:
        for night in todo:
            runner.night(spark, night)


def run_stage(settings: Settings, name: str, night: date) -> None:
    """One stage of a night.

    Raises:
        UsageError: there is no such stage, or the night has not been ingested.
    """
    if _done_before(settings, name, night):
        return
    from jobs.pipeline import INGEST, NAMES, STAGES
    from jobs.session import spark_session
    from jobs.thaw import night_of

    if name not in NAMES:
        raise UsageError(f"there is no stage of that name; there are {', '.join(NAMES)}")
    with open_runner(settings, create=name == INGEST) as runner:
        if name == INGEST:
            runner.ingest(night)
            return
        run = runner.registry.run(night, settings.purpose)
        if run is None:
            raise UsageError(f"night {night} has no files yet", next_step=f"assent stage ingest --night {night}")
        stage = next(stage for stage in STAGES if stage.name == name)
        with spark_session(settings) as spark:
            runner.stage(night_of(settings, runner.registry, spark, run), run, stage)


def _done_before(settings: Settings, name: str, night: date) -> bool:
    """Whether the stage of a night that is done was among its own: said without loading what does the work."""
    try:
        with open_registry(settings) as registry:
            run = registry.run(night, settings.purpose)
            done = run is not None and run.status == "done"
            done = done and any(row.stage == name for row in registry.stages_of(night, settings.purpose))
    except InputMissing:  # a first night makes it
        return False
    if done:
        from jobs.progress import progress

        progress().event("done before", stage=name, night=str(night))
    return done
