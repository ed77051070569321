"""Vietnamese text in one place: normal form, folding, tone placement, order, slugs.

The alphabet is a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y, with f j w z where other languages have them;
the tones, in the order of the dictionary, are ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\N{COMBINING GRAVE ACCENT}", "\N{COMBINING HOOK ABOVE}", "\N{COMBINING TILDE}",
         "\N{COMBINING ACUTE ACCENT}", "\N{COMBINING DOT BELOW}")  # fmt: skip

# Ð and Ɖ look like Đ and are typed for it.
_D_WITH_STROKE = {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ɖ": "d", "Ɖ": "d"}
_MARKED_VOWELS = "ăâêôơư"

# gi keeps its i when no other vowel follows (gì, gìn); qu always keeps its u.
_SYLLABLE = re.compile(
    "(?P<onset>ngh|ng|nh|gh|kh|ph|th|tr|ch|qu|gi(?=[aăâeêioôơuưy])|[bcdđghklmnprstvx])?"
    "(?P<nucleus>[aăâeêioôơuưy]+)"
    "(?P<coda>ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_WORD_CACHE = 1 << 14

# The sort key writes Vietnamese in printable ASCII, so that all databases compare it alike:
# end of level < word break < digit < letter < foreign script.
_LEVEL, _BREAK, _OTHER = "!", "-", "~"
_WEIGHTS = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}


def nfc(text: str) -> str:
    """Return the text in composed normal form: one character for each Vietnamese letter."""
    return unicodedata.normalize("NFC", text)


class _Folding(dict[int, str]):
    """A table for str.translate that works out each character once."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = _D_WITH_STROKE.get(base) or base.lower()
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text without diacritics, in lower case, đ as d: one character for each one of `nfc(text)`.

    Positions found in the folded text are positions in the composed one.
    """
    return nfc(text).translate(_FOLDING)


@lru_cache(maxsize=1 << 12)
def _split_tone(character: str) -> tuple[str, int]:
    """Return a letter without its tone, and the tone's place in TONES."""
    marks = unicodedata.normalize("NFD", character)
    for tone, mark in enumerate(TONES[1:], start=1):
        if mark in marks:
            return nfc(marks.replace(mark, "", 1)), tone
    return character, 0


def _tone_place(plain: str) -> int | None:
    """Return where the tone stands in a toneless lower-case syllable; None when it is no Vietnamese syllable."""
    syllable = _SYLLABLE.fullmatch(plain)
    if syllable is None:
        return None
    start, nucleus = syllable.start("nucleus"), syllable["nucleus"]
    marked = [place for place, vowel in enumerate(nucleus) if vowel in _MARKED_VOWELS]
    if marked:
        return start + marked[-1]
    if syllable["coda"]:
        return start + len(nucleus) - 1
    return start + (1 if len(nucleus) > 2 else 0)  # noqa: PLR2004 -- oai, oay, uyu: the middle one


@lru_cache(maxsize=_WORD_CACHE)
def _place_tone(word: str) -> str:
    letters, tones = zip(*map(_split_tone, word), strict=True)
    place = _tone_place("".join(letters).lower()) if sum(map(bool, tones)) == 1 else None
    if place is None:
        return word
    moved = [*letters]
    moved[place] = nfc(letters[place] + TONES[max(tones)])
    return "".join(moved)


def tone_normal(text: str) -> str:
    """Return the composed text with every tone on one agreed letter: hoà and hòa → hòa, thuỷ and thủy → thủy.

    The length of `nfc(text)` is kept; what is no Vietnamese syllable with one tone stays as it is.
    """
    return _WORD.sub(lambda word: _place_tone(word[0]), nfc(text))


def search_key(text: str) -> str:
    """Return the text for comparing what people typed: one tone placement, lower case, single spaces."""
    return " ".join(tone_normal(text).lower().split())


def _sort_signs(text: str) -> list[tuple[str, int]]:
    """Return (weight, tone) for each sign that counts; a run of spaces and punctuation counts once."""
    signs: list[tuple[str, int]] = []
    for character in tone_normal(text).lower():
        letter, tone = _split_tone(character)
        letter = "đ" if letter in _D_WITH_STROKE else letter
        if letter in _WEIGHTS:
            signs.append((_WEIGHTS[letter], tone))
        elif character.isalnum():
            plain = fold(character)
            signs.append((_WEIGHTS.get(plain) or (plain if plain.isascii() else _OTHER + plain), tone))
        elif signs and signs[-1][0] != _BREAK:
            signs.append((_BREAK, 0))
    return signs[:-1] if signs and signs[-1][0] == _BREAK else signs


def sort_key(text: str) -> str:
    """Return a key whose plain comparison, also byte by byte, gives the order of a Vietnamese dictionary.

    Letters decide first, over the whole text; between texts of the same letters the tones decide. Case, punctuation
    and the placement of the tone do not count; digits come before letters, foreign scripts after them.
    """
    signs = _sort_signs(text)
    tones = "".join(str(tone) for _weight, tone in signs)
    return "".join(weight for weight, _tone in signs) + _LEVEL + tones.rstrip("0")


def slug(text: str) -> str:
    """Return the text for an address: a-z, 0-9 and single hyphens; empty when nothing of it can be written so."""
    return re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")
