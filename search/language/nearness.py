"""Words one slip of the hand or of the ear away: a letter too many, missing, wrong, or two changed about."""

from collections.abc import Container, Iterator
from string import ascii_lowercase

from search.language.syllables import onset_of

SHORTEST, LONGEST = 3, 24

# Onsets that sound alike to many: written one for the other though two letters differ.
_ALIKE = (("ch", "tr"), ("gi", "d"), ("gi", "r"), ("ng", "ngh"), ("k", "qu"), ("ph", "f"))
_SWAPPED: dict[str, tuple[str, ...]] = {}
for _one, _other in _ALIKE:
    _SWAPPED[_one] = (*_SWAPPED.get(_one, ()), _other)
    _SWAPPED[_other] = (*_SWAPPED.get(_other, ()), _one)


def near(word: str, known: Container[str]) -> tuple[str, ...]:
    """Return the known words one slip away from a folded word, the likelier slips first, none twice.

    Words of fewer than 3 or more than 24 letters, and those with a digit, are left as they are: a number means itself.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()
    found = (one for one in _slips(word) if one != word and one in known)
    return tuple(dict.fromkeys(found))


def _slips(word: str) -> Iterator[str]:
    """Return all there is within one slip: sounds and turns first, then letters doubled, missing, wrong, added."""
    onset = onset_of(word)
    for other in _SWAPPED.get(onset, ()):
        yield other + word[len(onset) :]
    places = range(len(word))
    for at in places[1:]:
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    for at in places:
        yield word[:at] + word[at + 1 :]
    for at in reversed(places):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]
    for at in range(len(word), -1, -1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:]
