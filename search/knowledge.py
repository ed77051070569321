"""What a process knows of words: those of all documents, what editors say means the same, and what they pinned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, cast

from search.editors.models import Pin
from search.engines.base import Key
from search.engines.choice import LiveIndex
from search.language.thesaurus import Thesaurus
from search.language.vocabulary import Vocabulary
from search.memory import Memory, Stamp, Stamps, stamps
from search.synonyms.models import Synonym
from search.vocabulary import vocabulary_after

# Numbers grow in the order of commits, but SQLite gives those of an undone transaction again: so many are read again.
OVERLAP = 500


class Pinned(NamedTuple):
    """Documents that stand first for a question, in their order, from a day to a day."""

    keys: tuple[Key, ...]
    valid_from: date
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Words, synonyms and pins as of one moment; pins by their folded words.

    `documents` stamps what was ever added.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    pins: Mapping[str, Pinned] = field(default_factory=dict)
    documents: Stamp = ()
    live: LiveIndex = field(default_factory=LiveIndex)


_words, _synonyms, _pins = Memory[Vocabulary](), Memory[Thesaurus](), Memory[Mapping[str, Pinned]]()


def knowledge(now: Stamps | None = None) -> Knowledge:
    """Return what is known at some stamps; now, by one query while nothing has changed, where none are given."""
    now = now or stamps()
    return Knowledge(
        vocabulary=_words.at(now.words, lambda: _vocabulary(now.words)),
        thesaurus=_synonyms.at(now.synonyms, _thesaurus),
        pins=_pins.at(now.pins, _every_pin),
        documents=now.documents,
        live=LiveIndex(*(str(one or "") for one in now.live[1:])),
    )


def _vocabulary(stamp: Stamp) -> Vocabulary:
    """Return the words of all documents, of which only the new ones are read.

    They come under growing numbers and are never changed; words written anew begin at another number.
    """
    before = _words.kept
    goes_on = before is not None and before[0][:2] == stamp[:2]
    vocabulary = before[1] if before and goes_on else Vocabulary()
    vocabulary_after(min(_last(before[0]), _last(stamp)) - OVERLAP if before and goes_on else 0, vocabulary)
    return vocabulary


def _last(words: Stamp) -> int:
    return cast(int, words[2])


def _thesaurus() -> Thesaurus:
    return Thesaurus((group.lines, group.one_way) for group in Synonym.objects.filter(in_use=True))


def _every_pin() -> dict[str, Pinned]:
    return {pin.folded: Pinned(pin.keys, pin.valid_from, pin.valid_to) for pin in Pin.objects.all()}
