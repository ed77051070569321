"""Text as the search compares it: words without punctuation, once with their marks, once without."""

import re
from collections.abc import Iterable

from ocop_workflow.domain.text import fold, tone_normal

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
# PostgreSQL's tsvector holds a megabyte; no story needs a fraction of it.
MOST_WORDS = 5000


def exact_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case with their marks, every tone in its agreed place."""
    return _cut(WORD.findall(tone_normal(text).lower()))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case without marks, đ as d."""
    return _cut(WORD.findall(fold(text)))


def column(words: Iterable[str]) -> str:
    """Return words as a column holds them: a space before and after each, so that whole words can be looked for."""
    return f" {' '.join(words)} "


def _cut(words: list[str]) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in words[:MOST_WORDS])
