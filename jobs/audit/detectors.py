"""Detectors that others wrote: Presidio's recognisers by pattern, and detect-secrets by the issuers' formats.

No rule of theirs is ours. Neither needs a model or the network. Placeholders are taken out before they look.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from jobs.errors import UsageError

PLACEHOLDER = re.compile(r"<[A-Z_]+_[0-9]+>")
LANGUAGE = "en"  # whichever the text's: patterns know none, and cue words are few

# What Presidio calls it = what the audit calls it. Those without a checksum or a clear form are left out: a driving
# licence, say, is one letter and some digits, of which technical texts are full.
ENTITIES = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip",
    "US_SSN": "national_id",
    "US_ITIN": "national_id",
    "UK_NINO": "national_id",
    "ES_NIF": "national_id",
    "ES_NIE": "national_id",
    "IT_FISCAL_CODE": "national_id",
    "PL_PESEL": "national_id",
    "FI_PERSONAL_IDENTITY_CODE": "national_id",
    "IN_PAN": "national_id",
    "CRYPTO": "crypto",
}
RECOGNISERS = (
    "EmailRecognizer", "PhoneRecognizer", "CreditCardRecognizer", "IbanRecognizer", "IpRecognizer", "UsSsnRecognizer",
    "UsItinRecognizer", "UkNinoRecognizer", "EsNifRecognizer", "EsNieRecognizer", "ItFiscalCodeRecognizer",
    "PlPeselRecognizer", "FiPersonalIdentityCodeRecognizer", "InPanRecognizer", "CryptoRecognizer",
)  # fmt: skip
SECRET = "secret"  # noqa: S105  a kind
# Formats of issuers. Not the entropy of strings, nor the word `password` before something: of those, code is full.
PLUGINS = (
    "AWSKeyDetector", "ArtifactoryDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector",
    "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector", "JwtTokenDetector",
    "MailchimpDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector",
    "SlackDetector", "SoftlayerDetector", "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)  # fmt: skip


class Detector(Protocol):
    """Looks at a text and says how many of which kind it sees; never what or where."""

    def count(self, text: str) -> Counter[str]:
        """Finds by kind."""
        ...


class Presidio:
    """Presidio's analyser over a blank spaCy pipeline; a find counts from a score on."""

    def __init__(self, score: float) -> None:
        self._score, self._engine = score, _analyser()

    def count(self, text: str) -> Counter[str]:
        """Finds by kind."""
        found = self._engine.analyze(text, language=LANGUAGE, entities=list(ENTITIES), score_threshold=self._score)
        return Counter(kind for each in found if (kind := _kind(text[each.start : each.end], each.entity_type)))


def _kind(value: str, entity: str) -> str | None:
    """What the audit calls a find; None where it is nobody's address."""
    kind = ENTITIES[entity]
    if kind == "phone" and value.startswith("255."):
        return None
    return None if kind == "ip" and _is_nobodys(value) else kind


def _is_nobodys(value: str) -> bool:
    """Two colons alone, as in `Vec::new`, are an address to Presidio; what every machine has is one to nobody."""
    if value.count(":") < 3 and value.count(".") < 3:  # noqa: PLR2004
        return True
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified or value.startswith(("255.", "0."))


class Secrets:
    """detect-secrets, line by line."""

    def count(self, text: str) -> Counter[str]:
        """How many lines hold a secret."""
        from detect_secrets.core.scan import scan_line
        from detect_secrets.settings import transient_settings

        with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS], "filters_used": []}):
            found = sum(any(True for _ in scan_line(line)) for line in text.splitlines())
        return Counter({SECRET: found} if found else {})


def detectors(names: Sequence[str], presidio_score: float) -> list[Detector]:
    """The detectors of that name.

    Raises:
        UsageError: there is none of that name, or it is not installed.
    """
    made: list[Detector] = []
    for name in names:
        if name not in ("presidio", "detect_secrets"):
            raise UsageError("there is no such detector", where="conf/audit.toml", next_step="presidio, detect_secrets")
        try:
            made.append(Presidio(presidio_score) if name == "presidio" else _secrets())
        except ImportError:
            raise UsageError(
                f"the audit's detector {name} is not installed",
                where="setting `detectors` of conf/audit.toml",
                next_step="make setup, or install assent[audit]; what the file does not name is not asked",
            ) from None
    return made


def looked_at(text: str, longest: int) -> str:
    """The part of a text that detectors see: its beginning, without placeholders."""
    return PLACEHOLDER.sub(" ", text[:longest])


def count_all(text: str, asked: Sequence[Detector]) -> Counter[str]:
    """Finds of all detectors by kind."""
    return sum((detector.count(text) for detector in asked), Counter())


def _secrets() -> Secrets:
    import detect_secrets  # noqa: F401  whether it is there

    return Secrets()


@cache
def _analyser() -> Any:
    """Made once a process: it takes seconds."""
    import spacy
    import tldextract.tldextract as suffixes
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    suffixes.TLD_EXTRACTOR = suffixes.TLDExtract(
        suffix_list_urls=()
    )  # the list of its wheel: it never asks the network
    registry = RecognizerRegistry(recognizers=list(_recognisers()), supported_languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=_nlp(spacy.blank(LANGUAGE)), supported_languages=[LANGUAGE])


def _recognisers() -> Iterator[Any]:
    from presidio_analyzer import predefined_recognizers

    for name in RECOGNISERS:
        yield getattr(predefined_recognizers, name)(supported_language=LANGUAGE)


def _nlp(pipeline: Any) -> Any:
    """An engine that only cuts texts into words: cue words are compared with the words as they stand."""
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    engine = SpacyNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "blank"}])
    engine.nlp = {LANGUAGE: pipeline}
    return engine
