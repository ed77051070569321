"""The words of a question, each with whatever it may mean: typed with all its marks, with some, with none, by keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from ocop_workflow.domain.text import fold, nfc
from search.language import keyboards
from search.words import Word, exact_words, words_of


@dataclass(frozen=True, slots=True)
class Token:
    """A word as typed, where it stands in `nfc(text)`, and the syllables its keys give (`keyboards.readings`).

    `heads` are the folded words it may be.
    """

    start: int
    end: int
    exact: str
    folded: str
    readings: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def is_marked(self) -> bool:
        return self.exact != self.folded

    def may_mean(self, wanted: str) -> bool:
        """Return whether this may be the word wanted, given with its marks: no letter and no mark contradicts it."""
        return self.exact == wanted or wanted in self.readings or _lacks_marks_of(self.exact, wanted)


def tokens_of(text: str, *, most_read: int) -> list[Token]:
    """Return the words of a text as tokens; only of the first ones are the keys read."""
    return [_token(word, place < most_read) for place, word in enumerate(words_of(text))]


def says(tokens: Sequence[Token], at: int, phrase: Sequence[str]) -> bool:
    """Return whether the tokens from a place on may mean the words of a phrase, given with their marks."""
    if at < 0 or at + len(phrase) > len(tokens):
        return False
    return all(tokens[at + offset].may_mean(word) for offset, word in enumerate(phrase))


def _token(word: Word, is_read: bool) -> Token:
    readings, folded = _read(word.exact) if is_read else ((), ())
    return Token(word.start, word.end, word.exact, word.folded, readings, (word.folded, *folded))


@lru_cache(maxsize=1 << 13)
def _read(exact: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the readings of a word, written as the words of documents are, and the same folded."""
    found = dict.fromkeys(exact_words(reading)[0] for reading in keyboards.readings(exact))
    return tuple(found), tuple(dict.fromkeys(map(fold, found)))


@lru_cache(maxsize=1 << 13)
def _lacks_marks_of(typed: str, wanted: str) -> bool:
    """Return whether a word is another with some of its marks left out: hêt and het lack marks of hết, hét does too."""
    if len(typed) != len(wanted):
        return False
    return all(one == other or _lacks(one, other) for one, other in zip(nfc(typed), nfc(wanted), strict=True))


def _lacks(letter: str, wanted: str) -> bool:
    if letter == "d" and wanted == "đ":
        return True
    typed, meant = normalize("NFD", letter), normalize("NFD", wanted)
    return typed[0] == meant[0] and set(typed[1:]) <= set(meant[1:])
