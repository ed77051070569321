"""The words that documents contain: what a question's words are measured against."""

from collections.abc import Container, Iterable

from ocop_workflow.domain.text import fold
from search.language.joining import splits
from search.language.nearness import near, sounding_like
from search.language.syllables import is_folded_syllable, split_tones

MOST_NEAR = 4
SHORTEST_JOINED = 5
_MARKED = "ăâđêôơư"
_VOWELS = frozenset("aeiouy")


class Vocabulary:
    """Words by their folded form, with the ways they are written, and which of them stand in names."""

    def __init__(self, words: Iterable[tuple[str, bool]] = ()) -> None:
        """Take words as `exact_words` gives them, each with whether it stands in a name."""
        self._spellings: dict[str, tuple[str, ...]] = {}
        self._names: set[str] = set()
        self._named: set[str] = set()
        self.add(words)

    def add(self, words: Iterable[tuple[str, bool]]) -> None:
        for exact, in_name in words:
            folded = fold(exact)
            written = self._spellings.get(folded, ())
            if exact not in written:
                self._spellings[folded] = (*written, exact)
            if in_name:
                self._names.add(folded)
                self._named.add(exact)

    def __len__(self) -> int:
        return len(self._spellings)

    def knows(self, folded: str) -> bool:
        """Return whether any document holds the word, however it is marked."""
        return folded in self._spellings

    def writes(self, word: str) -> bool:
        """Return whether any document holds the word with just these marks."""
        return word in self._spellings.get(fold(word), ())

    def writing(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return those of some words, with their marks, that documents hold; those marked otherwise for want of any."""
        known = tuple(word for word in words if self.knows(fold(word)))
        return tuple(filter(self.writes, known)) or known

    def names(self, word: str) -> bool:
        """Return whether a word stands in a name: a marked one with its marks, another however it is marked."""
        return word in self._names or word in self._named

    def misheard(self, word: str) -> tuple[str, ...]:
        """Return the words of names, with the marks of this one, that it may be heard for when it stands in none."""
        if not word.isalpha() or self.names(word):
            return ()
        return tuple(dict.fromkeys(other for other in sounding_like(word) if self.names(other)))

    def joined(self, *words: str) -> str:
        """Return folded words as the one that documents hold (viet farm: vietfarm), empty when they hold none.

        What would be a mere syllable is none: mi en are two words.
        """
        word = "".join(words)
        is_name = len(word) >= SHORTEST_JOINED and word in self._spellings and not is_folded_syllable(word)
        return word if is_name else ""

    def near(self, exact: str, folded: str) -> tuple[tuple[str, str], ...]:
        """Return the four likeliest words one slip away, folded and as written; those marked alike come first.

        Of equally likely ones those in names come first.
        """
        found = [(word, self._likest(exact, word)) for word in near(folded, self._spellings)]
        is_marked = exact != folded
        ranked = sorted(found, key=lambda pair: (is_marked and _unlikeness(exact, pair[1]), pair[0] not in self._names))
        return tuple(ranked[:MOST_NEAR])

    def splits(self, folded: str, besides: Container[str] = ()) -> tuple[tuple[str, ...], ...]:
        """Return the ways a folded word consists of known ones; that whose parts stand in names comes first.

        Words `besides` count as known.
        """
        ways = splits(folded, lambda part: (self.knows(part) or part in besides) and not _VOWELS.isdisjoint(part))
        return tuple(sorted(ways, key=lambda parts: -sum(part in self._names for part in parts)))

    def _likest(self, exact: str, folded: str) -> str:
        """Return how a word is written, with marks like those typed where it is written so."""
        return min(self._spellings[folded], key=lambda written: _unlikeness(exact, written))


def _unlikeness(one: str, other: str) -> int:
    """Return how differently two words are marked: another tone counts more than another letter."""
    (plain, tones), (other_plain, other_tones) = split_tones(one), split_tones(other)
    return 2 * (tones != other_tones) + (_marked(plain) != _marked(other_plain))


def _marked(plain: str) -> str:
    return "".join(sorted(letter for letter in plain if letter in _MARKED))
