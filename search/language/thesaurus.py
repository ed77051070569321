"""Phrases that mean the same, as data editors keep them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.language.tokens import Token, says
from search.words import exact_words, folded_words


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side, with their marks and without."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """From where to where tokens say a phrase, and what else means the same."""

    start: int
    end: int
    others: tuple[Phrase, ...]


class Thesaurus:
    """Groups of phrases. In a two-way group each leads to all others; in a one-way group the first alone does.

    `words` are those of phrases that lead to others, folded.
    """

    def __init__(self, groups: Iterable[tuple[Sequence[str], bool]] = ()) -> None:
        """Take groups as their phrases and whether the group is one-way; a phrase without a word is passed over."""
        self.words: set[str] = set()
        self._leads: dict[str, list[tuple[Phrase, tuple[Phrase, ...]]]] = {}
        for phrases, one_way in groups:
            self._add([phrase for text in phrases if (phrase := phrase_of(text)).exact], one_way=one_way)

    def _add(self, phrases: Sequence[Phrase], *, one_way: bool) -> None:
        for phrase in phrases[:1] if one_way else phrases:
            others = tuple(other for other in phrases if other != phrase)
            self.words.update(phrase.folded)
            self._leads.setdefault(phrase.folded[0], []).append((phrase, others))

    def meanings(self, tokens: Sequence[Token]) -> Iterator[Meaning]:
        """Return each phrase that the tokens say, where it stands, and what means the same.

        Who types marks somewhere types them everywhere: there san is no sắn.
        """
        is_marked = any(token.is_marked for token in tokens)
        for at, token in enumerate(tokens):
            for folded in token.heads:
                for phrase, others in self._leads.get(folded, ()):
                    if says(tokens, at, phrase.exact) and not (is_marked and _lacks_all(tokens, at, phrase)):
                        yield Meaning(at, at + len(phrase.exact), others)


def _lacks_all(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Return whether some word of a phrase that has marks was typed without any."""
    return any(
        token.exact != exact and not token.is_marked and exact not in token.readings
        for token, exact in zip(tokens[at:], phrase.exact, strict=False)
    )


def phrase_of(text: str) -> Phrase:
    """Return the words of a phrase as documents write them."""
    return Phrase(exact_words(text), folded_words(text))
