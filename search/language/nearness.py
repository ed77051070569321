"""Words one slip of the hand or of the ear away: a letter too many, missing, wrong, or two changed about."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from string import ascii_lowercase

from search.language.syllables import is_folded_syllable, onset_of

SHORTEST, LONGEST = 2, 24

# A word of so many letters is like too many others.
SHORT = 3
VOWELS = "aeiouy"
_END = re.compile("[bcdghklmnpqrstvx]*$")
# Onsets and ends that sound alike to many, here or there, and are written one for the other.
_ONSETS_ALIKE = (
    ("ch", "tr"), ("s", "x"), ("gi", "d"), ("gi", "r"), ("d", "r"), ("l", "n"), ("ng", "ngh"), ("k", "qu"), ("ph", "f"),
)  # fmt: skip
_ENDS_ALIKE = (("n", "ng"), ("t", "c"), ("n", "nh"), ("t", "ch"))


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


_ONSETS, _ENDS = _both_ways(_ONSETS_ALIKE), _both_ways(_ENDS_ALIKE)

# The keys beside each key.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: "".join(
        other
        for y, line in enumerate(_ROWS)
        for x, other in enumerate(line)
        if other != key and abs(y - row) <= 1 and abs(x - place) <= 1
    )
    for row, keys in enumerate(_ROWS)
    for place, key in enumerate(keys)
}


def near(word: str, known: Container[str]) -> tuple[str, ...]:
    """Return the known words one slip away from a folded word, the likelier slips first, none twice.

    Words of fewer than 2 or more than 24 letters, and those with a digit, are left as they are: a number means itself.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()
    found = (one for slips in _slips(word) for one in slips if one != word and one in known)
    return tuple(dict.fromkeys(found))


def sounding_like(word: str) -> Iterator[str]:
    """Return how else a word heard so may begin or end: xả as sả, lức as lứt. Its marks, if any, stay."""
    onset, end = onset_of(word), _END.findall(word)[0]
    for other in _ONSETS.get(onset, ()):
        yield other + word[len(onset) :]
    for other in _ENDS.get(end, ()):
        yield word[: len(word) - len(end)] + other


def _slips(word: str) -> Iterator[Iterator[str]]:
    """Return all there is within one slip: a vowel where there is none, sounds, turns, the nearest keys, vowels, any
    letter, too many, missing. A short word that may be meant as it stands is hardly any letter's slip, one of two
    letters none at all.
    """
    if len(word) < SHORT:
        yield sounding_like(word)
        return
    if not set(VOWELS) & set(word):
        yield _with_one_more(word, VOWELS)
    yield sounding_like(word)
    yield (word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in range(1, len(word)))
    yield _with_another(word, _BESIDE)
    yield _with_another(word, dict.fromkeys(VOWELS, VOWELS))
    if len(word) > SHORT or not is_folded_syllable(word):
        yield _with_another(word, dict.fromkeys(word, ascii_lowercase))
        yield (word[:at] + word[at + 1 :] for at in range(len(word)))
    yield _with_one_more(word, ascii_lowercase)


def _with_one_more(word: str, letters: str) -> Iterator[str]:
    """Return a word with one of some letters added, at its end first."""
    return (word[:at] + letter + word[at:] for at in range(len(word), -1, -1) for letter in letters)


def _with_another(word: str, letters: Mapping[str, str]) -> Iterator[str]:
    """Return a word with one letter replaced by each it may stand for, the last letter first."""
    for at in reversed(range(len(word))):
        yield from (word[:at] + letter + word[at + 1 :] for letter in letters.get(word[at], ""))
