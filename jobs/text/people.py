"""Who is meant: the persons of a document, told of or found, and which names are the same person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jobs.text.forms import ENDINGS, NAME_WORD, fold
from jobs.text.names import AUTHOR, KnownName
from jobs.text.spans import Party
from jobs.text.titles import FOLDED, OFFICES
from jobs.text.words import PARTICLES

_SHORT = 3  # letters: a shorter beginning says too little


@dataclass
class Person:
    """Somebody in the document: an opaque key, the words of the name in order, folded; initials as single letters."""

    key: str
    words: list[str]
    party: Party = Party.STRANGER
    is_lower: bool = False
    written: dict[str, str] = field(default_factory=dict)
    """A word as it was found, for the ways to spell it."""

    @property
    def is_known(self) -> bool:
        """Whether we were told of the person."""
        return self.party is not Party.STRANGER

    def learn(self, form: str, words: Iterable[str]) -> None:
        """Take in the words of a name that somebody known needs nobody to tell."""
        if not self.is_known:
            self.words += [word for word in words if word not in self.words and len(word) > 1]
            self.is_lower |= form.islower()
            self.written |= {fold(word): word for word in NAME_WORD.findall(form)}

    @property
    def full_name(self) -> str:
        """The words in an order that does not depend on how they were written, without initials."""
        return " ".join(sorted(word for word in self.words if len(word) > 1) or self.words)


def told(names: Iterable[KnownName]) -> list[Person]:
    """The members of whom we were told, with the words of their names."""
    people: dict[str, Person] = {}
    for name in names:
        key = name.person or fold(name.form)
        party = Party.OWN if name.role == AUTHOR else Party.MEMBER
        person = people.setdefault(key, Person(key, [], party))
        person.party = min(person.party, party, key=list(Party).index)
        if name.kind not in ("handle", "email"):
            person.words += [word for word in words_of(name.form) if word not in person.words]
    return list(people.values())


def words_of(form: str) -> list[str]:
    """The words of a name in order, folded, without particles and titles (but for `Wei Pan`); initials alone."""
    words = [fold(word) for word in NAME_WORD.findall(form.replace("'s", "").replace("’s", ""))]
    last = len(words) - 1
    return [
        word
        for place, word in enumerate(words)
        if len(word) == 1 or not (word in PARTICLES or (word in FOLDED and (word in OFFICES or not 0 < place == last)))
    ]


class People:
    """The persons of a document, in the order in which they were told or found."""

    def __init__(self, told: Iterable[Person] = ()) -> None:
        self._people: dict[str, Person] = {}
        self._places: dict[str, int] = {}
        self._by_start: defaultdict[str, set[str]] = defaultdict(set)
        for person in told:
            self._add(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def of(self, form: str, words: Sequence[str]) -> Person:
        """The first person whose name agrees with the words, else a new one."""
        near = {key for word in words if len(word) > 1 for key in self._by_start.get(_start(word), ())}
        held = sorted(near, key=self._places.__getitem__)
        person = next((self._people[key] for key in held if agree(words, self._people[key].words)), None)
        if person is None:  # names of initials agree with nobody but themselves
            key = "\x1f".join(words)
            person = self._people.get(key) or Person(key, [*words])
        person.learn(form, words)
        self._add(person)
        return person

    def _add(self, person: Person) -> None:
        self._people[person.key] = person
        self._places.setdefault(person.key, len(self._places))
        for word in person.words:
            if len(word) > 1:
                self._by_start[_start(word)].add(person.key)


def _start(word: str) -> str:
    """What two words have in common that are the same, or one the other with an ending (`_same`)."""
    return word[: _SHORT + 1]


def agree(words: Sequence[str], held: Sequence[str]) -> bool:
    """One name holds the other: every word of the shorter is one of the longer, an initial the first letter of one."""
    few, many = sorted((words, held), key=len)
    if not {word[:1] for word in few} <= {word[:1] for word in many}:
        return False
    if not any(len(word) > 1 and any(_same(word, other) for other in many if len(other) > 1) for word in few):
        return False
    return all(any(_same(word, other) for other in many) for word in few)


def _same(word: str, other: str) -> bool:
    """The same word, one the initial of the other, or one the other with an ending."""
    if word == other or (1 in (len(word), len(other)) and word[0] == other[0]):
        return True
    short, long = sorted((word, other), key=len)
    return len(short) > _SHORT and long.startswith(short) and long[len(short) :] in ENDINGS
