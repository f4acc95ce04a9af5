"""The kinds of members: what is true of each by construction, and so what becomes of their content.

A kind says what is against everything its members write (`reason`), if anything is. What depends on when or as
what something was written is settled where the facts are drawn (`people.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from schemas.reasons import Reason

EEA = ("DE", "FR", "ES", "PT", "IS", "NO", "SE", "LI", "AT", "BG")
OPEN = ("US", "BR", "JP", "NA")  # objection suffices there, at the latest from the middle night on
ASKED = ("IN", "CA")  # consent is asked for there


@dataclass(frozen=True)
class Kind:
    """How the members of a kind are drawn; the words are explained in `people.py`."""

    name: str
    weight: int
    countries: tuple[str, ...]
    reason: Reason | None = None
    consent: str = "none"
    birth: str = "adult"
    residence: str = "steady"
    directory: str = "once"
    subdivision: str | None = None


_DENIED, _EXCLUDED, _MISSING = Reason.CONSENT_DENIED, Reason.REGION_EXCLUDED, Reason.CONSENT_MISSING

KINDS = (
    Kind("objection_possible", 24, ("US",)),
    Kind("granted_anyway", 5, ("US",), consent="granted"),
    Kind("namibia", 2, ("NA",)),
    Kind("namibia_young", 1, ("NA",), birth="sixteen"),
    Kind("brazil", 4, ("BR",)),
    Kind("consent_given", 6, ASKED, consent="granted"),
    Kind("consent_from_then_on", 3, ASKED, consent="granted_narrow"),
    Kind("consent_not_given", 3, ASKED, _MISSING),
    Kind("japan", 3, ("JP",)),
    Kind("australia_silent", 2, ("AU",), _MISSING),
    Kind("australia_granted", 1, ("AU",), consent="granted"),
    Kind("hongkong_granted", 1, ("HK",), consent="granted"),
    Kind("hongkong_silent", 1, ("HK",), _MISSING),
    Kind("denied", 5, OPEN + ASKED, _DENIED, consent="denied"),
    Kind("denied_ahead", 1, OPEN + ASKED, _DENIED, consent="denied_ahead"),
    Kind("denied_at_the_same_instant", 1, OPEN + ASKED, _DENIED, consent="denied_tied"),
    Kind("denied_and_told_late", 1, OPEN + ASKED, _DENIED, consent="denied_late"),
    Kind("denied_twice", 1, OPEN + ASKED, _DENIED, consent="denied_again"),
    Kind("denied_until_a_future_grant", 1, OPEN + ASKED, _DENIED, consent="grant_ahead"),
    Kind("denied_then_granted", 2, OPEN + ASKED, consent="regranted"),
    Kind("eea", 10, EEA, _EXCLUDED),
    Kind("eea_granted", 1, EEA, _EXCLUDED, consent="granted"),
    Kind("great_britain", 4, ("GB",), _EXCLUDED),
    Kind("switzerland", 2, ("CH",), _EXCLUDED),
    Kind("china", 2, ("CN",), _EXCLUDED),
    Kind("quebec", 2, ("CA",), _EXCLUDED, consent="granted", subdivision="CA-QC"),
    Kind("elsewhere", 3, ("AR", "MX", "KR", "ZA"), _EXCLUDED),
    Kind("minor", 3, ("US", "IN"), Reason.UNDERAGE, birth="minor"),
    Kind("age_unknown", 2, ("US", "BR"), Reason.AGE_UNKNOWN, birth="unknown"),
    Kind("came_of_age", 2, ("US",), birth="young"),
    Kind("leap_day", 1, ("US",), birth="leap"),
    Kind("corrected_to_minor", 1, ("US",), Reason.UNDERAGE, directory="corrected"),
    Kind("region_unknown", 2, ("US",), Reason.REGION_UNKNOWN, residence="none"),
    Kind("country_unknown", 1, ("US",), Reason.REGION_UNKNOWN, residence="null"),
    Kind("moved_in", 2, ("US",), residence="moved_in"),
    Kind("moved_out", 2, ("FR",), _EXCLUDED, residence="moved_out"),
    Kind("moves_later", 1, ("US",), residence="planned"),
    Kind("residence_tie", 1, ("FR",), _EXCLUDED, residence="tie"),
    Kind("residence_from_then_on", 1, ("US",), residence="late_start"),
    Kind("not_in_directory", 1, ("US",), Reason.MEMBER_UNKNOWN, directory="absent"),
    Kind("erased", 1, OPEN, Reason.MEMBER_ERASED, directory="erased"),
)
_WEIGHTS = [kind.weight for kind in KINDS]


def kind_of(index: int, rng: Random) -> Kind:
    """The first members are one of each kind, so that a small network has them all; the rest are drawn."""
    return KINDS[index] if index < len(KINDS) else rng.choices(KINDS, _WEIGHTS)[0]
