"""Words written as one that are several: miendong, vietfarm."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

SHORTEST, LONGEST = 5, 40
MOST_PARTS, MOST_WAYS = 6, 4
LONGEST_PART = 12
SHORTEST_PART = 2


def splits(word: str, is_known: Callable[[str], bool]) -> tuple[tuple[str, ...], ...]:
    """Return the ways a folded word is made of known ones, as few as it takes, longer ones first; at most four ways.

    At most six parts of 2 to 12 letters; a word with a digit stays whole.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return ()
    steps = _steps(word, is_known)
    fewest = _fewest(len(word), steps)
    found = _walk(word, 0, steps, fewest) if 1 < fewest[0] <= MOST_PARTS else iter(())
    return tuple(islice(found, MOST_WAYS))


def _steps(word: str, is_known: Callable[[str], bool]) -> list[list[int]]:
    """Return for each place where the known parts that begin there end, the longest first."""
    ends = [range(min(len(word), start + LONGEST_PART), start + SHORTEST_PART - 1, -1) for start in range(len(word))]
    return [
        [end for end in range_ if end - start < len(word) and is_known(word[start:end])]
        for start, range_ in enumerate(ends)
    ]


def _fewest(length: int, steps: Sequence[Sequence[int]]) -> list[int]:
    """Return for each place how few parts the rest is made of; more than any word has where it is not."""
    fewest = [LONGEST] * length + [0]
    for start in range(length - 1, -1, -1):
        fewest[start] = min((1 + fewest[end] for end in steps[start]), default=LONGEST)
    return fewest


def _walk(word: str, start: int, steps: Sequence[Sequence[int]], fewest: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Return the rest of a word in each way of the fewest parts."""
    if start == len(word):
        yield ()
        return
    for end in steps[start]:
        if 1 + fewest[end] == fewest[start]:
            yield from ((word[start:end], *rest) for rest in _walk(word, end, steps, fewest))
