"""What is delivered to the lake that is rewritten: a small network, and what its members do and say of each other."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tests.oracle.landing import decide_landing, read_landing, read_policy

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)
SAID = "Nobody but this one member of the network has ever said a thing like that about lighthouses in winter"
HALF = " ".join(SAID.split()[5:14])  # eight words and one more, from the middle of it
HANDED = "What I had begun to write about the kites above the old canal I leave to somebody who knows more of them"
COPIED = f"{SAID}. And this is only the beginning of it."
HEARD = "The harbour master of a town that I shall not name keeps three clocks and trusts none of them"
# its second record ties with the first and says another visibility: the row is amended, and stands in two files
TIED = "This is what I keep thinking of when the days are as short as they are now, and I wonder whether you do too:"
ORIGIN = {"source": "network", "id": "gone-origin"}
REACHES, DOES_NOT = "BR", "CA"  # regions whose rule applies to all versions, and to those to come only
MOVED_REACHES, MOVED_DOES_NOT = "CH", "CN"  # the same of regions that are excluded: two of the US move there
STARTS = "NA"  # a row that applies to all versions excludes it from the second night on


def deliver(landing: Path, night: date, feed: str, *records: dict[str, Any]) -> None:
    path = landing / feed / night.isoformat() / "network.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def post(name: str, author: str, text: str, day: int = 1, **more: Any) -> dict[str, Any]:
    made = f"2026-10-{day:02d}T00:00:00Z"
    made = "2026-09-01T00:00:00Z" if not day else made
    record = {"id": name, "author_id": author, "type": "post", "created_at": made, "lang": "en", "text": text}
    return record | {"visibility": "public"} | more


def denial(member: str) -> dict[str, Any]:
    said = {"event_id": f"denial-{member}", "member_id": member, "purpose": "generative_ai_training"}
    times = dict.fromkeys(("effective_at", "recorded_at"), f"{SECOND}T01:00:00Z")
    return said | times | {"state": "denied"}


def move(member: str, country: str) -> dict[str, Any]:
    times = {"valid_from": f"{SECOND}T00:00:00Z", "recorded_at": f"{SECOND}T01:00:00Z"}
    return {"member_id": member, "country": country} | times


def authors(root: Path) -> dict[str, list[str]]:
    """By country, members with items that may be used, those with most of them first."""
    landing = read_landing(root / "landing", FIRST)
    decided = decide_landing(landing, read_policy(root / "policy.csv"), FIRST)
    wrote = {record.key: record.author_id for record in landing.records}
    counts = Counter(wrote[key] for key, (eligible, _) in decided.items() if eligible)
    home = {stay.member_id: stay.country for stay in sorted(landing.residence, key=lambda stay: stay.valid_from)}
    by_country: dict[str, list[str]] = {}
    for member, _ in counts.most_common():
        by_country.setdefault(str(home.get(member)), []).append(member)
    return by_country


def names(root: Path) -> dict[str, str]:
    """What members are called who have a name."""
    said = ((member.member_id, json.loads(member.as_json)) for member in read_landing(root / "landing", FIRST).members)
    return {member: record["display_name"] for member, record in said if record.get("display_name")}


def let_reach(policy: Path, *regions: str) -> None:
    """Add the column; the rows of these regions reach all versions, others do not say. One begins to exclude."""
    with policy.open(newline="") as file:
        rows = list(csv.DictReader(file))
    (open_row,) = [row for row in rows if row["region"] == STARTS]
    open_row["effective_to"] = f"{SECOND}T12:00:00Z"
    closed = {"policy_id": "na-2", "default_state": "excluded", "effective_from": f"{SECOND}T12:00:00Z"}
    rows.append(open_row | closed | {"effective_to": ""})
    with policy.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "applies_to"])
        writer.writeheader()
        writer.writerows(row | {"applies_to": "all_versions" if row["region"] in regions else ""} for row in rows)


def talk_about(landing: Path, gone: str, name: str, other: str, objecting: str) -> None:
    """One member is copied, reshared, answered, quoted and called by name by another; one more is quoted."""
    quoting = f"As they wrote:\n> {SAID}\nI could not agree more with what {name} says about it, and so should you."
    deliver(
        landing, FIRST, "posts",
        post("gone-origin", gone, COPIED),
        post("other-copy", other, COPIED, 2),
        post("other-reshare", other, "Well worth reading for all of you.", 2, reshare_of=ORIGIN),
        post("other-quote", other, quoting, 2, in_reply_to=ORIGIN, mentions=[{"member_id": gone, "text": name}]),
        post("other-tied", other, f"{TIED}\n> {SAID}", 2, in_reply_to=ORIGIN),
        post("other-half", other, f"Somebody here claims to have {HALF}, and I doubt it very much.", 2),
        post("other-wrapped", other, f"You said:\n> {wrapped(SAID)}\nand so it is.", 2, in_reply_to=ORIGIN),
        # begun before they wrote it, and quoting them since an edit
        post("other-edited", other, f"News. As somebody put it: {HALF}.", 0, updated_at="2026-10-05T00:00:00Z"),
        post("handed-over", gone, HANDED),
        *quotes(objecting, other),
    )  # fmt: skip


def wrapped(text: str) -> str:
    """As a mail program breaks a line that it quotes."""
    words = text.split()
    return "\n> ".join(" ".join(words[first : first + 5]) for first in range(0, len(words), 5))


def quotes(objecting: str, other: str) -> Iterable[dict[str, Any]]:
    """Another answers what one wrote who will object: once with their words, once without."""
    heard = {"source": "network", "id": "heard"}
    yield post("heard", objecting, f"{HEARD}.")
    yield post("heard-quoted", other, f"> {HEARD}\n\nI have met that man, and he is right.", 2, in_reply_to=heard)
    yield post("heard-answered", other, "I met that man too, and he was quite wrong that day.", 2, in_reply_to=heard)


def come_again(landing: Path, gone: str, other: str) -> None:
    """What is delivered with the request itself, and after it: of the one who asks, and of another about them."""
    deliver(
        landing, SECOND, "posts",
        post("gone-origin", gone, COPIED),
        post("gone-again", gone, "Something new from somebody who is not there any more, eight words."),
        post("new-copy", other, COPIED, 9),
        post("handed-over", other, "I have written it anew, in words of mine.", updated_at="2026-11-02T00:00:00Z"),
        post("new-reshare", other, "Have a look at this one.", 9, reshare_of=ORIGIN),
        post("other-tied", other, f"{TIED}\n> {SAID}", 2, in_reply_to=ORIGIN, visibility="connections"),
    )  # fmt: skip
    deliver(landing, SECOND, "members", {"member_id": gone, "recorded_at": f"{SECOND}T01:00:00Z"})
