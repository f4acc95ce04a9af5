"""The quality signals once more, as plainly as their definitions read: one text, one character at a time."""

from __future__ import annotations

import re
from collections import Counter

from jobs.text.quality import SHORT_LINE_CHARACTERS, STOP_WORDS
from jobs.text.segments import ADDRESS, PLACEHOLDER

UNSPACED = re.compile(
    r"[\u0e00-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323ff]"
)
TERMINAL = tuple(".!?\"'”’»›。！？｡．」』؟۔।॥։")
BULLETS = tuple("-*•‣◦▪●·∙")


def plain_words(text: str) -> list[str]:
    words: list[str] = []
    previous = " "
    for character in text:
        if not character.isspace():
            alone = is_unspaced(character)
            after = is_unspaced(previous) and (character.isalpha() or character.isdecimal())
            if previous.isspace() or alone or after:
                words.append("")
            words[-1] += character
        previous = character
    return words


def is_unspaced(character: str) -> bool:
    return character.isalpha() and bool(UNSPACED.match(character))


def plain_signals(text: str | None) -> dict[str, object] | None:
    if text is None:
        return None
    words, solid = plain_words(text), "".join(text.split())
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    shares = lambda marks: sum(marks) / max(len(marks), 1)  # noqa: E731
    return {
        "character_count": len(text),
        "word_count": len(words),
        "line_count": len(lines),
        "mean_word_length": len(solid) / max(len(words), 1),
        "symbol_to_word_ratio": max(text.count("#"), len(re.findall(r"\.{3,}", text)) + text.count("…"))
        / max(len(words), 1),
        "alphabetic_word_share": shares([any(c.isalpha() for c in word) for word in words]),
        "stop_word_count": plain_stop_words(text),
        "bullet_line_share": shares([line.startswith(BULLETS) for line in lines]),
        "ellipsis_line_share": shares([line.endswith(("...", "…")) for line in lines]),
        "terminal_punctuation_line_share": shares([line.endswith(TERMINAL) for line in lines]),
        "short_line_share": shares([len(line) <= SHORT_LINE_CHARACTERS for line in lines]),
        "duplicate_line_share": plain_duplicates(lines, solid),
        "duplicate_paragraph_share": plain_duplicates(plain_paragraphs(text), solid),
        **{f"top_{size}gram_share": plain_top(words, size) for size in (2, 3, 4)},
        **{f"duplicate_{size}gram_share": plain_covered(words, size) for size in (5, 10)},
        "digit_share": sum(c.isdecimal() for c in text) / max(len(solid), 1),
        "uppercase_share": sum(c.isalpha() and c.isupper() for c in text) / max(sum(c.isalpha() for c in text), 1),
        "address_share": matched(ADDRESS.replace(r"\S", r"[^\t\n\f\r ]"), text) / max(len(solid), 1),
        "placeholder_share": matched(PLACEHOLDER, text) / max(len(solid), 1),
        "has_curly_brace": "{" in text,
        "has_lorem_ipsum": bool(re.search("lorem ipsum", text, re.IGNORECASE)),
        "has_javascript": bool(re.search("javascript", text, re.IGNORECASE)),
    }


def plain_paragraphs(text: str) -> list[str]:
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        paragraphs[-1].append(line) if line.strip() else paragraphs.append([])
    return ["\n".join(lines) for lines in paragraphs if lines]


def plain_duplicates(pieces: list[str], solid: str) -> float:
    seen: set[tuple[tuple[str, ...], ...]] = set()
    characters = 0
    for piece in pieces:
        key = tuple(tuple(plain_words(line)) for line in piece.split("\n"))
        characters += len("".join(piece.split())) if key in seen else 0
        seen.add(key)
    return characters / max(len(solid), 1)


def plain_top(words: list[str], size: int) -> float:
    grams = Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
    room = max((count * len("".join(gram)) for gram, count in grams.items() if count > 1), default=0)
    return min(room / max(len("".join(words)), 1), 1)


def plain_covered(words: list[str], size: int) -> float:
    seen: set[tuple[str, ...]] = set()
    covered: set[int] = set()
    for i in range(len(words) - size + 1):
        gram = tuple(words[i : i + size])
        covered |= set(range(i, i + size)) if gram in seen else set()
        seen.add(gram)
    return sum(len(words[i]) for i in covered) / max(len("".join(words)), 1)


def plain_stop_words(text: str) -> int:
    found = {"".join(c.lower()[0] for c in run) for run in letter_runs(text)}
    return max(len(found & set(words.split())) for words in STOP_WORDS.values())


def letter_runs(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split(" ")


def matched(pattern: str, text: str) -> int:
    return sum(len(match) for match in re.findall(pattern, text))
