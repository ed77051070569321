"""Words written as one that are several: miendong, vietfarm."""

from collections.abc import Callable
from functools import cache

SHORTEST, LONGEST = 5, 40
MOST_PARTS = 6
LONGEST_PART = 12
SHORTEST_PART = 2


def split(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the fewest known words that a folded word is made of, the longest first among equals; empty for none.

    At most six parts of 2 to 12 letters; a word with a digit stays whole.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()

    @cache
    def parts(start: int) -> tuple[str, ...] | None:
        if start == len(word):
            return ()
        best: tuple[str, ...] | None = None
        for end in range(min(len(word), start + LONGEST_PART), start + SHORTEST_PART - 1, -1):
            part = word[start:end]
            if part == word or not is_known(part):
                continue
            rest = parts(end)
            if rest is not None and (best is None or len(rest) + 1 < len(best)):
                best = (part, *rest)
        return best

    found = parts(0) or ()
    return found if 1 < len(found) <= MOST_PARTS else ()
