"""Forms of address: words before a name that are no part of it.

One list for all who ask: a name behind one is found (`identifiers.titled`), and the words of a name are told from it.
"""

# ruff: noqa: E501 - lists of words

from __future__ import annotations

import re

from jobs.text.forms import fold

# Say man or woman and nothing of what somebody does: `Mrs` beside a placeholder says who of two it is, so it is hidden
# with the name. Behind them a capital is a name in any language. As they are written, without the full stop.
ADDRESSES = frozenset(
    "Mr Mrs Ms Mx Messrs Mme Mmes Mlle Mlles MM Monsieur Madame Mademoiselle monsieur madame mademoiselle Herr Herrn Frau"
    " Fräulein Hr Fru fru Frk frk Sr Sra Sres Sras Srta Señor Señora señor señora Doña Dña doña D.ª Dª Sig Sig.ra Sig.na"
    " Signor Signora signor signora Dhr Mevr Mevrouw mevrouw Meneer meneer Senhor Senhora senhor senhora MR MRS MME"
    " Dr Dra Prof".split()
)
# The same, but words or letters of a sentence, too: the word behind them must be no ordinary one.
_WORDS = frozenset("Miss Sir Dame Lady Lord Don don Dona dona herr hr".split())
# Say what somebody does, which stays.
_PROFESSIONS = frozenset(
    "Maître maître Dott Dottor dottor Dottoressa dottoressa Dott.ssa Avv Docteur docteur Doctora doctora Rev Sgt Capt Lt".split()
)
_ROLES = frozenset(
    "Professor professor professeur profesor profesora Doctor doctor Madam Judge judge Justice Senator Congressman"
    " Congresswoman President Coach coach magistrado magistrada abogado abogada dommer advokat Rechtsanwalt Rechtsanwältin"
    " Richterin".split()
)
_IN = {
    "fr": "M Me Mes juge",
    "es": "D juez jueza",
    "nl": "Mw",
    "de": "Richter",
    "pl": "Pan Pani Pana Panu Panią pan pani pana panu panią",
}
OF_LANGUAGE = {word: language for language, words in _IN.items() for word in words.split()}
"""Letters or words in other languages, and where they count."""

# Before a list of names: what somebody does, which stays, or a form of address
JUDGES = frozenset(
    "Judges judges Justices justices Jueces jueces Juges juges Magistrados magistrados Magistrats magistrats Giudici giudici"
    " Juízes juízes Richter rechters dommere dommerne domare domarna".split()
)
_PLURAL = frozenset("Messrs MM Mmes Mlles Mes Sres Sras".split())
OF_LISTS = JUDGES | _PLURAL
SURE = ADDRESSES | _PROFESSIONS

FOLDED = frozenset(map(fold, SURE | _WORDS | _ROLES | JUDGES)) | frozenset("me mes pan pani".split())
"""All of them as the words of a name are compared; single letters are initials and no titles there."""

OFFICES = frozenset(
    fold(word)
    for word in (
        "president presidente président präsident prime minister ministre ministro speaker chairman chairwoman chair justice"
        " judge juge juez ambassador secretary attorney registrar commissioner chancellor general governor mayor senator"
        " advocate procureur avocat greffier maire préfet directeur directrice ministerin kanzler kanzlerin director"
        " directora editor moderator emeritus professor doctor sir madam"
    ).split()
)
"""Who is addressed by these is not named: `Mr President`, `M. le Procureur`."""


def _any(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


ANY = _any(SURE | _WORDS | _ROLES | JUDGES | frozenset(OF_LANGUAGE))
"""A pattern of all of them."""

_HIDDEN = _any(
    ADDRESSES | _WORDS | frozenset("M D Me Mes Mw Pan Pani Pana Panu Panią pan pani pana panu panią".split())
)
AND = r"(?:et|and|und|y|e|og|och|en|&)"
_BEFORE = re.compile(rf"(?<![^\W_])(?:(?:{_HIDDEN}|[Dd]e heer)\.?[ \u00a0](?:{AND}[ \u00a0])?)+$")
_COUPLE = re.compile(rf"[ \u00a0]{AND}[ \u00a0]$")
_TITLED = re.compile(rf"(?:{_HIDDEN})\b")
_REACH = 32
_ANY_BEFORE = re.compile(rf"(?<![^\W_])(?:{ANY})\.?\s$")


def begin(text: str, start: int) -> int:
    """Where a name at `start` begins with its form of address, that of a couple whole: `Mr and Mrs Lind`."""
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before is None or (_COUPLE.search(before.group()) and not _TITLED.match(text, start)):
        return start
    return before.start()


def stands_before(text: str, start: int) -> bool:
    """Whether a title of any kind is the word before."""
    return bool(_ANY_BEFORE.search(text, max(0, start - _REACH), start))
