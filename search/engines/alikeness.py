"""Which words may be meant by one misspelled: the rule every engine offers names by.

Elasticsearch calls it fuzziness AUTO: words of one or two letters mean themselves, up to five letters one slip is let
pass, beyond them two. A slip is a letter too many, missing, wrong, or two side by side changed about. A word with a
digit means itself.
"""

from collections.abc import Iterable

from ocop_workflow.domain.text import fold
from search.models import SearchWord

SHORT, MIDDLING = 2, 5


def slips(word: str) -> int:
    """Return how many slips are let pass in a folded word."""
    return 0 if len(word) <= SHORT or not word.isalpha() else 1 if len(word) <= MIDDLING else 2


def needed(words: int) -> int:
    """Return how many of so many words must stand in a name: all but one, and one at least."""
    return max(1, words - 1)


def words_alike(words: Iterable[str]) -> list[tuple[str, ...]]:
    """Return for each of some folded words itself and the words of names it may be meant for, by one query."""
    known = {fold(word) for word in SearchWord.objects.filter(in_name=True).values_list("word", flat=True)}
    named = [(word, frozenset(word)) for word in sorted(known)]
    return [_alike(word, named) if slips(word) else (word,) for word in words]


def _alike(word: str, named: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """Return a word and what is so near. Words that share too few letters are passed over at a glance."""
    allowed, letters = slips(word), frozenset(word)
    near = (
        other
        for other, others in named
        if abs(len(other) - len(word)) <= allowed
        and len(letters ^ others) <= 2 * allowed
        and distance(word, other) <= allowed
    )
    return tuple(dict.fromkeys((word, *near)))


def distance(one: str, other: str) -> int:
    """Return how many slips turn one word into the other, no letter taken twice (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for place, opposite in enumerate(other, start=1):
            least = min(last[place] + 1, line[-1] + 1, last[place - 1] + (letter != opposite))
            if row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == opposite:
                least = min(least, before[place - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]
