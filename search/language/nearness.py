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

    Words of fewer than 3 or more than 24 letters, and those with a digit, are left as they are: a number means itself.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()
    found = (one for one in _slips(word) if one != word and one in known)
    return tuple(dict.fromkeys(found))


def _slips(word: str) -> Iterator[str]:
    """Return all there is within one slip: sounds and turns first, then letters wrong, the nearest keys first, too many
    and missing.
    """
    onset = onset_of(word)
    for other in _SWAPPED.get(onset, ()):
        yield other + word[len(onset) :]
    places = range(len(word))
    for at in places[1:]:
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    for letters in (_BESIDE, {}):
        for at in reversed(places):
            for letter in letters.get(word[at], ascii_lowercase if not letters else ""):
                yield word[:at] + letter + word[at + 1 :]
    for at in places:
        yield word[:at] + word[at + 1 :]
    for at in range(len(word), -1, -1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:]
