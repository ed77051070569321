"""Phrases that mean something, found among the words of a question."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from ocop_workflow.domain.text import fold
from search.language.tokens import Token, says
from search.words import exact_words

LONGEST = 4  # words of a phrase that is looked for before a place
Meaning = TypeVar("Meaning")


class Phrasebook(Generic[Meaning]):
    """Phrases, written with their marks, and what each means."""

    def __init__(self, said: Mapping[str, Meaning]) -> None:
        phrases = [(exact_words(text), meaning) for text, meaning in said.items()]
        self._by_head: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for words, meaning in sorted(phrases, key=lambda phrase: -len(phrase[0])):
            self._by_head.setdefault(fold(words[0]), []).append((words, meaning))

    def at(self, tokens: Sequence[Token], place: int) -> tuple[int, Meaning] | None:
        """Return where the longest phrase that begins at a place ends, and what it means."""
        if not 0 <= place < len(tokens):
            return None
        candidates = (phrase for head in tokens[place].heads for phrase in self._by_head.get(head, ()))
        found = [(place + len(words), meaning) for words, meaning in candidates if says(tokens, place, words)]
        return max(found, key=lambda one: one[0], default=None)

    def length_at(self, tokens: Sequence[Token], place: int) -> int:
        """Return how many words the longest phrase at a place has, 0 when none begins there."""
        found = self.at(tokens, place)
        return found[0] - place if found else 0

    def start_before(self, tokens: Sequence[Token], end: int) -> int:
        """Return where the longest phrase that ends before a place begins; that place when none does."""
        starts = (
            start for start in range(max(0, end - 4), end) if (found := self.at(tokens, start)) and found[0] == end
        )
        return next(starts, end)
