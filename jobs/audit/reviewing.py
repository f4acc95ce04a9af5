"""What people say of a sample, and what it says of the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from jobs.evaluate.figures import Z, wilson

OK, LEAK, SKIP = "ok", "leak", "skip"


class Judgement(NamedTuple):
    """What was said of the document at a place of a sample: a verdict and, of a leak, a kind for each detail left."""

    place: int
    verdict: str
    kinds: tuple[str, ...] = ()


class Drawn(NamedTuple):
    """A document of a sample, without its text."""

    place: int
    content_type: str
    language: str
    stratum_size: int


def estimate(sample: Iterable[Drawn], judgements: Mapping[int, Judgement]) -> dict[str, Any]:
    """Documents with a leak and leaks by kind: of each stratum, with Wilson's interval, and of the whole corpus.

    The whole weighs each stratum by its size; its interval is the normal one over the strata that were judged.
    Documents that were skipped count as not judged.
    """
    sizes: dict[tuple[str, str], int] = {}
    judged: defaultdict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for row in sample:
        stratum = row.content_type, row.language
        sizes[stratum] = row.stratum_size
        judgement = judgements.get(row.place)
        if judgement and judgement.verdict != SKIP:
            judged[stratum].append(judgement)
    strata = [_stratum(stratum, size, judged[stratum]) for stratum, size in sorted(sizes.items())]
    return {
        "judged": sum(map(len, judged.values())),
        "skipped": sum(judgement.verdict == SKIP for judgement in judgements.values()),
        "strata": strata,
        "corpus": _whole([each for each in strata if each["judged"]]) | {"documents_in_all": sum(sizes.values())},
    }


def _stratum(stratum: tuple[str, str], size: int, judged: list[Judgement]) -> dict[str, Any]:
    leaky = sum(judgement.verdict == LEAK for judgement in judged)
    kinds = Counter(kind for judgement in judged for kind in judgement.kinds)
    facts = {"content_type": stratum[0], "language": stratum[1], "documents": size, "judged": len(judged)}
    if not judged:
        return facts
    share = leaky / len(judged)
    low, high = wilson(share, len(judged))
    per_document = {kind: count / len(judged) for kind, count in sorted(kinds.items())}
    return facts | {"leaky": leaky, "share": share, "low": low, "high": high, "leaks_per_document": per_document}


def _whole(strata: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum(each["documents"] for each in strata)
    if not total:
        return {"documents": 0}
    weights = [each["documents"] / total for each in strata]
    share = sum(weight * each["share"] for weight, each in zip(weights, strata, strict=True))
    # one success and one failure more: a stratum without a leak does not pretend to be sure
    careful = [(each["leaky"] + 1) / (each["judged"] + 2) for each in strata]
    variance = sum(w * w * p * (1 - p) / each["judged"] for w, p, each in zip(weights, careful, strata, strict=True))
    half = Z * variance**0.5
    kinds: Counter[str] = Counter()
    for weight, each in zip(weights, strata, strict=True):
        kinds.update({kind: weight * rate for kind, rate in each["leaks_per_document"].items()})
    return {
        "documents": total,
        "share": share,
        "low": max(0.0, share - half),
        "high": min(1.0, share + half),
        "leaks_per_document": dict(sorted(kinds.items())),
    }
