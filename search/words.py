"""Text as the search compares it: words without punctuation, once with their marks, once without.

Documents and questions are cut alike, so what is one way here is one way everywhere: tones stand in one place, i and y
are one letter where Vietnamese writes either (mỹ, mĩ), a quantity is one word in one unit (500 gr, 0,5 kg → 500g), and
so are initials (H.T.X → htx); a day or month is written as it is said (01/07 → 1 7).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from ocop_workflow.domain.text import fold, nfc, tone_normal

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
# PostgreSQL's tsvector holds a megabyte; no story needs a fraction of it.
MOST_WORDS = 5000

# How much of the base unit one of each is: milligrams, millilitres.
_MILLIGRAMS = {"mg": 1, "g": 1000, "gr": 1000, "gam": 1000, "gram": 1000, "kg": 1_000_000, "kilogam": 1_000_000}
_MILLILITRES = {"ml": 1, "l": 1000, "lit": 1000}
_UNITS = "|".join(sorted((*_MILLIGRAMS, *_MILLILITRES), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?<![^\W_])(?<![0-9][.,])(?P<whole>[0-9]{{1,6}})(?:[.,](?P<part>[0-9]{{1,3}}))?\s{{0,2}}(?P<unit>{_UNITS})"
    r"(?![^\W_])|(?P<initials>(?<![^\W_])[^\W\d_](?:\.[^\W\d_]){1,7}(?![^\W_]))|[^\W_]+"
)
_UNIT_WORDS = {*_MILLIGRAMS, *_MILLILITRES}
_THOUSANDS = 3  # digits after a point that separates thousands
_PADDED = {f"0{digit}": str(digit) for digit in range(1, 10)}

_EITHER = ("hy", "ky", "ly", "my", "sy", "ty", "vy", "quy")
_Y_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


class Word(NamedTuple):
    """A word or quantity and where it stands in `nfc(text)`."""

    start: int
    end: int
    exact: str
    folded: str


class Place(NamedTuple):
    """Where a word or quantity stands in `nfc(text)`, and how it reads without marks."""

    start: int
    end: int
    folded: str


def places_of(text: str) -> Iterator[Place]:
    """Return where the words of a text stand, in their order, the first 5,000; cheaper than the words with marks."""
    for match in _matches(text):
        yield Place(*match.span(), _folded(match))


def words_of(text: str) -> Iterator[Word]:
    """Return the words of a text in their order, the first 5,000."""
    marked = tone_normal(text)
    for match in _matches(text):
        start, end = match.span()
        folded = _folded(match)
        is_number = match.lastgroup == "unit" or match[0] in _PADDED
        exact = folded if is_number else _exact(_written(match, marked[start:end].lower()), _written(match))
        yield Word(start, end, exact, folded)


def written(folded: str) -> tuple[str, ...]:
    """Return the ways a folded word stands in folded texts; none where only reading them tells, as of quantities."""
    if not folded.isalpha() or folded in _UNIT_WORDS or not 1 < len(folded) < LONGEST_WORD:
        return ()
    with_y = f"{folded[:-1]}y"
    either = (with_y,) if folded.endswith("i") and with_y in _EITHER else ()
    return (folded, *either, ".".join(folded))


def exact_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case with their marks, every tone in its agreed place."""
    return tuple(word.exact for word in words_of(text))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case without marks, đ as d."""
    return tuple(map(_folded, _matches(text)))


def column(words: Iterable[str]) -> str:
    """Return words as a column holds them: a space before and after each, so that whole words can be looked for."""
    return f" {' '.join(words)} "


def _matches(text: str) -> Iterator[re.Match[str]]:
    return islice(_TOKEN.finditer(fold(text)), MOST_WORDS)


def _folded(match: re.Match[str]) -> str:
    if match.lastgroup == "unit":
        return _quantity(match)
    word = match[0].replace(".", "") if match.lastgroup else match[0]
    return _PADDED.get(word) or _one_i(word, word)[:LONGEST_WORD]


def _written(match: re.Match[str], word: str = "") -> str:
    """Return the word that matched, or the same place of another spelling, as one word: initials without points."""
    return (word or match[0]).replace(".", "") if match.lastgroup else word or match[0]


def _exact(word: str, folded: str) -> str:
    # Lower case may take two signs (İ); a word has letters and digits alone.
    whole = nfc(word) if len(word) == len(folded) else folded
    return _one_i(whole, folded)[:LONGEST_WORD]


def _one_i(word: str, folded: str) -> str:
    return word.translate(_Y_TO_I) if folded in _EITHER else word


def _quantity(match: re.Match[str]) -> str:
    """Return a quantity in its base unit, as 500g, 250ml, 2500mg; as it stands when it is no whole number of them."""
    whole, part, unit = match["whole"], match["part"] or "", match["unit"]
    is_thousands = len(part) == _THOUSANDS and whole != "0"
    number = Decimal(whole + part) if is_thousands else Decimal(f"{whole}.{part or 0}")
    if unit in _MILLILITRES:
        return f"{number * _MILLILITRES[unit]:f}".partition(".")[0] + "ml"
    milligrams = int(number * _MILLIGRAMS[unit])
    grams, rest = divmod(milligrams, _MILLIGRAMS["g"])
    return f"{milligrams}mg" if rest else f"{grams}g"
