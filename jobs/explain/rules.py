"""The rules for one item, one after the other: what each says, and the events and policy row that decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jobs.explain.facts import Facts
from jobs.explain.standing import age, birthday, choices, counts_from, home, record, rule_of
from jobs.policy import ADULT, Rule, State
from jobs.query import Row
from schemas.erasure import ERASED
from schemas.reasons import Reason


@dataclass(frozen=True)
class Finding:
    """A rule, the reasons it gives against the item, what decided it, and when that changes by itself."""

    rule: str
    reasons: tuple[Reason, ...] = ()
    decided_by: Mapping[str, Any] = field(default_factory=dict)
    changes_on: Any = None  # a day or an instant

    @classmethod
    def of(cls, rule: str, reasons: Mapping[Reason, bool | None], changes_on: Any = None, **decided_by: Any) -> Finding:
        """From conditions: those that hold are reasons."""
        return cls(rule, tuple(reason for reason, holds in reasons.items() if holds), decided_by, changes_on)


def explain(facts: Facts, content_id: str) -> list[Finding]:
    """Every rule on the item, in the order of the design."""
    own = {name: _own(facts, item) for name, item in facts.items.items()}
    refused = _spread(facts, {name for name, found in own.items() if _against(found)})
    item = facts.items[content_id]
    found = [*own[content_id], _origin(facts, item, refused)]
    return [*found, _copies(facts, item, refused, alone=not _against(found))]


def reasons_of(found: list[Finding]) -> list[str]:
    """All reasons, sorted as a decision holds them."""
    return sorted(reason.value for finding in found for reason in finding.reasons)


def _against(found: list[Finding]) -> bool:
    return any(finding.reasons for finding in found)


def _own(facts: Facts, item: Row) -> list[Finding]:
    """The rules on the item itself and on its author."""
    author, live = item["author_id"], not item["is_deleted"]
    requests, known = facts.of_member[author]["requests"], record(facts, author)
    revision = {name: item[name] for name in ("revised_at", "delivered_night", "visibility", "is_deleted")}
    found = [
        Finding.of(
            "item",
            {
                Reason.CONTENT_DELETED: not live,
                Reason.NOT_PUBLIC: live and item["visibility"] != "public",
                Reason.CONFLICTING_REVISIONS: live and item["is_conflicting"],
            },
            revision=revision,
        ),
        Finding.of("erasure", {Reason.MEMBER_ERASED: bool(requests)}, requests=requests),
        Finding.of("directory", {Reason.MEMBER_UNKNOWN: known is None}, record=known),
    ]
    if known is None:
        return found
    now = home(facts, author, facts.cut)
    rule = rule_of(facts, now, item["content_type"])
    return [*found, *_region(facts, item, now, rule), _age(facts, item, known, rule), _consent(facts, item, rule)]


def _region(facts: Facts, item: Row, now: Row | None, rule: Rule | None) -> list[Finding]:
    created = item["created_at"]
    then = home(facts, item["author_id"], created) if created else None
    rule_then = rule_of(facts, then, item["content_type"])
    here, there = _is_known(now), _is_known(then)
    out, out_then = here and _excludes(rule), there and _excludes(rule_then)
    return [
        Finding.of(
            "region",
            {Reason.REGION_UNKNOWN: not here, Reason.REGION_EXCLUDED: out},
            residence=now,
            policy=_told(rule),
            changes_on=_next_change(facts, now, item["content_type"], rule),
        ),
        Finding.of(
            "region at creation",
            {
                Reason.REGION_UNKNOWN_AT_CREATION: bool(created) and here and not there,
                Reason.REGION_EXCLUDED_AT_CREATION: out_then and not out,
            },
            residence=then,
            policy=_told(rule_then),
        ),
    ]


def _is_known(stay: Row | None) -> bool:
    return stay is not None and stay["country"] is not None


def _excludes(rule: Rule | None) -> bool:
    """A region without a rule is as good as excluded: unknown means out."""
    return rule is None or rule.state is State.EXCLUDED


def _told(rule: Rule | None) -> Row | None:
    """A policy row as an answer shows it."""
    names = ("policy_id", "region", "content_type", "state", "min_age", "content_from", "effective_from")
    return {name: getattr(rule, name) for name in (*names, "effective_to")} if rule else None


def _next_change(facts: Facts, stay: Row | None, kind: str, rule: Rule | None) -> Any:
    """When the policy as it stands gives the place another row: the first instant after the cut, if any."""
    if stay is None or not _is_known(stay):
        return None
    instants = {at for row in facts.policy.rules for at in (row.effective_from, row.effective_to) if at}
    for at in sorted(instant for instant in instants if instant > facts.cut):
        if facts.policy.rule(stay["country"], stay["subdivision"], kind, facts.purpose, at) != rule:
            return at
    return None


def _age(facts: Facts, item: Row, known: Row, rule: Rule | None) -> Finding:
    born, created, today = known["birth_date"], item["created_at"], facts.cut.date()
    least = rule.min_age if rule else ADULT
    young = born is not None and age(born, today) < least
    young_then = born is not None and created is not None and age(born, created.date()) < least
    reasons = {
        Reason.AGE_UNKNOWN: born is None,
        Reason.UNDERAGE: young,
        Reason.UNDERAGE_AT_CREATION: young_then and not young,
    }
    of_age = birthday(born, least) if young else None
    return Finding.of("age", reasons, birth_date=born, min_age=least, record=known, changes_on=of_age)


def _consent(facts: Facts, item: Row, rule: Rule | None) -> Finding:
    told = choices(facts, item["author_id"])
    begun = [event for event in told if counts_from(event) <= facts.cut]
    ahead = next((event for event in told if event not in begun), None)
    last, created = (begun[-1] if begun else None), item["created_at"]
    ruled, opt_in = not _excludes(rule), rule is not None and rule.state is State.OPT_IN
    granted = last is not None and last["state"] == "granted"
    older = bool(last and created and not last["covers_past"] and created < counts_from(last))
    floor = rule.content_from if rule else None
    return Finding.of(
        "consent",
        {
            Reason.CONSENT_DENIED: ruled and last is not None and last["state"] == "denied",
            Reason.CONSENT_MISSING: opt_in and last is None,
            Reason.CREATED_BEFORE_GRANT: opt_in and granted and older,
            Reason.CREATED_BEFORE_POLICY: ruled and bool(floor and created and created < floor),
        },
        event=last,
        events=[event | {"counts_from": counts_from(event), "decided": event is last} for event in told],
        policy=_told(rule),
        changes_on=counts_from(ahead) if ahead else None,
    )


def _spread(facts: Facts, refused: set[str]) -> set[str]:
    """Everything that may not be used, once nothing changes any more."""
    while True:
        caught = {
            name
            for name, item in facts.items.items()
            if name not in refused and (_origin(facts, item, refused).reasons or _head_out(facts, item, refused))
        }
        if not caught:
            return refused
        refused |= caught


def _origin(facts: Facts, item: Row, refused: set[str]) -> Finding:
    """A live item that reshares follows its origin."""
    origin = None if item["is_deleted"] else item["reshare_of"]
    if origin is None:
        return Finding("origin")
    known = origin in facts.items or origin == ERASED
    out = origin in refused or origin == ERASED
    reasons = {Reason.ORIGIN_UNKNOWN: not known, Reason.ORIGIN_EXCLUDED: known and out}
    return Finding.of("origin", reasons, origin=_named(facts, origin))


def _copies(facts: Facts, item: Row, refused: set[str], *, alone: bool) -> Finding:
    """A copy of another author's earlier item follows that one, if nothing else is against it."""
    out = _head_out(facts, item, refused)
    head = facts.heads.get(item["words_hash"] or "")
    named = _named(facts, head) if head and head != item["content_id"] else None
    return Finding.of("copies", {Reason.COPY_OF_EXCLUDED: alone and out}, earliest=named)


def _head_out(facts: Facts, item: Row, refused: set[str]) -> bool:
    words = item["words_hash"]
    if words == ERASED:
        return True
    head = facts.heads.get(words or "")
    return head in refused and facts.items[head or ""]["author_id"] != item["author_id"]


def _named(facts: Facts, content_id: str) -> Row:
    """An item by the name it has at its source, where it was delivered."""
    item = facts.items.get(content_id)
    if item is None:
        return {"content_id": content_id, "delivered": False}
    return {"source": item["source"], "id": item["source_id"], "author_id": item["author_id"], "delivered": True}
