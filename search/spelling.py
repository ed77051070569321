"""What may have been meant: the part of a name most like what was typed."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from ocop_workflow.domain.text import nfc
from search.words import WORD, folded_words

LIKE_ENOUGH = 0.8
MOST_WORDS = 6


def nearest(words: tuple[str, ...], names: Iterable[str]) -> str:
    """Return the stretch of a name that is spelled nearly as the folded words; empty when none is, or one is equal."""
    wanted = " ".join(words)
    best, likeness = "", LIKE_ENOUGH
    for folded, stretch in _distinct(stretch for name in names for stretch in _stretches(name, len(words))):
        if folded == wanted:
            return ""
        # No two texts are more alike than their lengths let them be.
        longest = 2 * min(len(folded), len(wanted)) / (len(folded) + len(wanted))
        ratio = SequenceMatcher(None, wanted, folded).ratio() if longest > likeness else 0
        if ratio > likeness:
            best, likeness = stretch, ratio
    return best


def _distinct(stretches: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return stretches with their folded words, the first of those that read alike."""
    seen: set[str] = set()
    for stretch in dict.fromkeys(stretches):
        folded = " ".join(folded_words(stretch))
        if folded not in seen:
            seen.add(folded)
            yield folded, stretch


def _stretches(name: str, length: int) -> Iterator[str]:
    """Return the pieces of a name with so many words, one less or one more, as they are written."""
    original = nfc(name)
    spans = [match.span() for match in WORD.finditer(original)]
    for size in (length, length - 1, length + 1):
        for start in range(len(spans) - size + 1 if size > 0 else 0):
            yield original[spans[start][0] : spans[start + size - 1][1]]
