"""The program `assent`: every command, its arguments and its exit code."""

from __future__ import annotations

import gc
import logging
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from jobs.cli import erase, keys, release
from jobs.cli.arguments import AsJson, Lake, Landing, NightOption, PolicyFile, print_json, settings_of
from jobs.cli.audit import audit_app
from jobs.cli.evaluate import evaluate
from jobs.cli.explain import explain
from jobs.cli.maintain import maintain
from jobs.cli.nights import nights_app
from jobs.cli.policy import policy_app
from jobs.cli.receipts import receipt, receipts_app
from jobs.cli.redact import redact_app
from jobs.cli.versions import versions_app
from jobs.errors import AssentError, InputMissing, UsageError

RARELY = 50_000  # new objects between two searches for garbage: loading libraries makes many, and none is garbage

app = typer.Typer(
    name="assent",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(policy_app, name="policy")
app.command()(receipt)
app.command()(explain)
app.add_typer(receipts_app, name="receipts")
app.add_typer(versions_app, name="versions")
app.add_typer(nights_app, name="nights")
app.command()(evaluate)
app.add_typer(redact_app, name="redact")
app.add_typer(audit_app, name="audit")
app.add_typer(release.app, name="release")
app.add_typer(erase.app, name="erase")
app.command()(maintain)
app.add_typer(keys.app, name="keys")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"assent {version('assent')}")
        raise typer.Exit


@app.callback()
def assent(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Builds a training corpus from what members post, and only from what may be used."""


@app.command()
def run(
    lake: Lake = None,
    landing: Landing = None,
    policy: PolicyFile = None,
    through: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last night to do; all delivered ones without.")
    ] = None,
    night: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Do this night only.")] = None,
) -> None:
    """Do every delivered night that is not done yet, in order, in one session."""
    if through and night:
        raise UsageError("--night and --through exclude each other", next_step="name one of them")
    from jobs.commands.nights import run_nights

    run_nights(settings_of(lake, landing, policy), through=_day(through), only=_day(night))


@app.command()
def stage(
    name: Annotated[str, typer.Argument(help="ingest, conform, consent, decide, redact, audit, curate or publish.")],
    night: NightOption,
    lake: Lake = None,
    landing: Landing = None,
    policy: PolicyFile = None,
) -> None:
    """Do one stage of a night; nothing, if it was done with the same inputs."""
    from jobs.commands.nights import run_stage

    run_stage(settings_of(lake, landing, policy), name, night.date())


@app.command()
def backfill(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First night.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last night.")],
    lake: Lake = None,
    landing: Landing = None,
    policy: PolicyFile = None,
) -> None:
    """Do the nights of a range that are not done. What is refused today stays refused."""
    if first > last:
        raise UsageError("--from is later than --to", next_step="exchange them")
    from jobs.commands.nights import run_backfill

    run_backfill(settings_of(lake, landing, policy), first.date(), last.date())


@app.command()
def decisions(out: Annotated[Path, typer.Option(help="File to write, JSON Lines.")], lake: Lake = None) -> None:
    """Write the standing decision of every item: {source, id, eligible, reasons}."""
    from jobs.commands.versions import write_decisions

    write_decisions(settings_of(lake), out)


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Folder to write the landing zone to.")],
    members: Annotated[int, typer.Option(min=1, help="Members of the network.")] = 1000,
    nights: Annotated[int, typer.Option(min=1, help="Nightly deliveries.")] = 3,
    first_night: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first of them.")] = datetime(
        2026, 1, 1
    ),
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 1,
    items_per_member: Annotated[float, typer.Option(min=0.1, help="Posts, comments and articles a member.")] = 5.0,
) -> None:
    """Write a network of any size with known answers, as landing deliveries."""
    from jobs.simulate import simulate as write_network

    summary = write_network(
        out,
        members=members,
        nights=nights,
        first_night=first_night.date(),
        seed=seed,
        items_per_member=items_per_member,
    )
    typer.echo(f"{summary.items:,} items of {members:,} members in {summary.files} files under {out / 'landing'}")


@app.command()
def report(lake: Lake = None) -> None:
    """Write the reports of all versions again, and the page that lists them."""
    from jobs.commands.versions import write_reports

    typer.echo(write_reports(settings_of(lake)))


@app.command()
def doctor(lake: Lake = None, landing: Landing = None, policy: PolicyFile = None, as_json: AsJson = False) -> None:
    """Check what a run needs: Java, JARs, settings, landing zone, policy, registry, key."""
    from jobs.doctor import examine

    findings = examine(settings_of(lake, landing, policy))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.fine else 'FAIL'} {finding.what}: {finding.says}")
    if not all(finding.fine for finding in findings):
        raise typer.Exit(InputMissing.exit_code)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


STOPPED = 130  # Ctrl-C


def _of_file(error: Any) -> str:
    return (
        f"{error.strerror}. {error.filename}. see that it exists, is of that kind, may be read and written, "
        "and that there is room"
    )


def _of_ours(error: Exception) -> str:
    return (
        f"a fault of ours ({type(error).__name__}). Set ASSENT_TRACE=1 on a machine that may see personal data to get "
        "the trace"
    )


def main() -> NoReturn:
    """Run a command; every failure becomes one line on standard error and an exit code."""
    gc.set_threshold(RARELY)
    from jobs.settings import trace_wanted

    if not trace_wanted():
        logging.disable()  # libraries log what they stumble over, cells included; our own lines do not pass here
    try:
        app(standalone_mode=True)
    except SystemExit as ended:
        if ended.code == STOPPED:
            typer.echo("assent: stopped by hand; given again, a night or an erasure goes on where it stopped", err=True)
        raise
    except AssentError as error:
        typer.echo(f"assent: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # its message may quote a row: only its class is shown
        of_a_file = isinstance(error, OSError) and error.filename
        typer.echo(f"assent: {_of_file(error) if of_a_file else _of_ours(error)}", err=True)
        if trace_wanted():
            raise
        sys.exit(InputMissing.exit_code if of_a_file else AssentError.exit_code)
    sys.exit(0)
