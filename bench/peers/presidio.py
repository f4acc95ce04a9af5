"""Run by bench/peers.py in Presidio's own environment: every recogniser by pattern, scores from 0.35 on."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import spacy
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.nlp_engine import SpacyNlpEngine

KINDS = {
    "PERSON": "PERSON", "EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE", "URL": "URL", "IP_ADDRESS": "IP",
    "IBAN_CODE": "IBAN", "CREDIT_CARD": "CARD", "DATE_TIME": "DATE", "LOCATION": "LOCATION",
}  # fmt: skip


def recognisers() -> Iterator[object]:
    """Those that need neither a model nor a service."""
    for name in dir(predefined_recognizers):
        kind = getattr(predefined_recognizers, name)
        wanted = isinstance(kind, type) and (issubclass(kind, PatternRecognizer) or name == "PhoneRecognizer")
        if wanted and kind is not PatternRecognizer:
            try:
                yield kind(supported_language="en")
            except (TypeError, ImportError, ValueError):
                continue


logging.disable()  # it asks the network for suffixes and says at length where there is none
engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
engine.nlp = {"en": spacy.blank("en")}
registry = RecognizerRegistry(recognizers=list(recognisers()), supported_languages=["en"])
analyser = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    with path.open(encoding="utf-8") as lines, (Path(sys.argv[2]) / path.name).open("w") as out:
        for line in lines:
            record = json.loads(line)
            found = analyser.analyze(record["text"], language="en", score_threshold=0.35)
            spans = [{"start": f.start, "end": f.end, "type": KINDS.get(f.entity_type, "NATIONAL_ID")} for f in found]
            out.write(json.dumps({"id": record["id"], "spans": spans}) + "\n")
