"""Making more of the labelled texts: other casings, lost accents, names of other countries, initials."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections import defaultdict
from pathlib import Path

from jobs.text.persons.words import cut
from training.corpora import BEGIN, INSIDE, Labelled


class Names:
    """Forenames and surnames by country."""

    def __init__(self, folder: Path) -> None:
        self.forenames = _by_country(folder / "common-forenames-by-country.csv")
        self.surnames = _by_country(folder / "common-surnames-by-country.csv")
        self.countries = sorted(set(self.forenames) & set(self.surnames))

    def forename(self, chance: random.Random, country: str) -> str:
        """A forename of a country."""
        return chance.choice(self.forenames[country])

    def surname(self, chance: random.Random, country: str) -> str:
        """A surname of a country."""
        return chance.choice(self.surnames[country])


def _by_country(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            for name in {row["Localized Name"].strip(), row["Romanized Name"].strip()}:
                if name and name[0].isupper() and name.replace("-", "").replace("'", "").replace(" ", "").isalpha():
                    found[row["Country"]].append(name.title() if name.isupper() else name)
    return {country: sorted(set(names)) for country, names in found.items()}


def swap_names(forms: list[str], labels: list[int], names: Names, chance: random.Random) -> tuple[list[str], list[int]]:
    """The same text about other people: each name replaced by one of one country, the same by the same."""
    country, told = chance.choice(names.countries), {}
    new_forms: list[str] = []
    new_labels: list[int] = []
    place = 0
    while place < len(forms):
        end = place + 1
        if labels[place] == BEGIN:
            while end < len(forms) and labels[end] == INSIDE:
                end += 1
            for row in range(place, end):
                form = forms[row]
                if len(form) > 1 and form[0].isupper() and form.isalpha():
                    last = row == end - 1 and (end - place > 1 or chance.random() < 0.4)
                    if form not in told:
                        told[form] = (names.surname if last else names.forename)(chance, country)
                    parts = _cut(told[form].upper() if form.isupper() else told[form])
                else:
                    parts = [form]
                new_forms += parts
                new_labels += [BEGIN if row == place and i == 0 else INSIDE for i in range(len(parts))]
        else:
            new_forms.append(forms[place])
            new_labels.append(labels[place])
        place = end
    return new_forms, new_labels


def _cut(name: str) -> list[str]:
    return cut(name).forms


def disguise(forms: list[str], chance: random.Random) -> list[str]:
    """Now and then all in lower case or capitals, or without accents."""
    roll = chance.random()
    if roll < 0.08:
        return [form.lower() for form in forms]
    if roll < 0.11:
        return [form.upper() for form in forms]
    if roll < 0.16:
        return [plain(form) for form in forms]
    return forms


def initials(forms: list[str], labels: list[int], chance: random.Random) -> tuple[list[str], list[int]]:
    """Now and then the first of several names as an initial with a full stop."""
    out: list[str] = []
    kinds: list[int] = []
    for row, (form, label) in enumerate(zip(forms, labels, strict=True)):
        follows = row + 1 < len(labels) and labels[row + 1] == INSIDE
        if label == BEGIN and follows and form.istitle() and forms[row + 1].istitle() and chance.random() < 0.5:
            out += [form[0], "."]
            kinds += [BEGIN, INSIDE]
        else:
            out.append(form)
            kinds.append(label)
    return out, kinds


def plain(form: str) -> str:
    """Without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c)) or form


def varied(item: Labelled, names: Names, chance: random.Random) -> tuple[list[str], list[int]]:
    """A text as it might also have been written."""
    forms, labels = item.forms, item.labels
    if BEGIN in labels and chance.random() < 0.3:
        forms, labels = swap_names(forms, labels, names, chance)
    if BEGIN in labels and chance.random() < 0.06:
        forms, labels = initials(forms, labels, chance)
    return disguise(forms, chance), labels
