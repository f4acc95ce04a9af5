"""`assent receipt` and `assent receipts verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.arguments import AsJson, Lake, settings_of
from jobs.errors import UsageError

receipts_app = typer.Typer(help="Receipts that were given.", no_args_is_help=True)


def receipt(
    member: Annotated[str, typer.Argument(help="The member's id.")],
    html: Annotated[Path | None, typer.Option(help="Write the receipt as a page to this file.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the signed receipt, JSON, to this file.")] = None,
    lake: Lake = None,
    as_json: AsJson = False,
) -> None:
    """What became of a member's content, and why; signed. For the member, or who answers them."""
    from jobs.commands.receipts import member_receipt, page, write

    document = member_receipt(settings_of(lake), member)
    text = json.dumps(document, indent=1, ensure_ascii=False)
    if html:
        write(html, page(document))
        typer.echo(f"written: {html}", err=True)
    if out:
        write(out, text + "\n")
        typer.echo(f"written: {out}", err=True)
    if as_json:
        typer.echo(text)
    elif not (html or out):
        _show(document["receipt"])


def _show(told: dict) -> None:  # type: ignore[type-arg]  # JSON
    if told["erasure"]["suppressed_since"]:
        said = "erasure was asked for" if told["held"] else "erased"
        typer.echo(f"{said}: nothing may be published since the night {told['erasure']['suppressed_since']}")
    elif not told["held"]:
        typer.echo("nothing is held of a member with this id; see that it is the directory's")
    if told["held"] and not told["items"]:
        typer.echo("no content is held; what else is held stands in the page and the file (--html, --out)")
    for item in told["items"]:
        where = f"in {', '.join(item['stands_in'])}" if item["stands_in"] else "not used"
        why = f": {', '.join(item['reasons'])}" if item["reasons"] else ""
        typer.echo(f"{item['source']} {item['id']}  {where}{why}")
        by = [f"rule {item['policy_id']}" if item["policy_id"] else "", f"night {item['decided_night'] or '-'}"]
        if item["consent_event_id"]:
            by.append(f"consent {item['consent_event_id']}")
        hidden = ", ".join(f"{kind} {count}" for kind, count in item["redacted"].items()) or "nothing"
        typer.echo(f"    decided: {', '.join(filter(None, by))}; hidden: {hidden}")
        for move in item["movements"]:
            typer.echo(f"    {move['target']} {move['number']}: {move['movement']}, night {move['night']}")


@receipts_app.command("verify")
def receipts_verify(
    file: Annotated[Path, typer.Argument(help="A signed receipt, JSON.")],
    public_key: Annotated[Path, typer.Option(help="The public key: receipts.pub beside the lake's keys.")],
) -> None:
    """Whether a receipt is as it was signed; exit code 2 if not."""
    from jobs.commands.receipts import verified

    if not verified(file, public_key):
        raise UsageError("the receipt is not as it was signed, or another key signed it", where=str(file))
    typer.echo("the receipt is as it was signed")
