"""Undoing what a keyboard left behind when its Vietnamese was off: Telex (mieens) and VNI (mie6n1)."""

from collections.abc import Iterator
from functools import lru_cache

from search.language.syllables import is_syllable, onset_of, split_tones, with_tone

MOST = 4
LONGEST = 12  # nghieengx and a key typed twice

# The keys of tones, by the tone's place in TONES.
_TELEX_TONES = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
_VNI_TONES = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
_ROOFED = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = (("uo", "ươ"), ("u", "ư"), ("o", "ơ"))
_VOWELS = frozenset("aăâeêioôơuưy")


@lru_cache(maxsize=1 << 13)
def readings(word: str) -> tuple[str, ...]:
    """Return the syllables that the keys of a lower-case composed word give, the likelier first; at most four.

    A doubled letter may be a key or real (loorng: lổng, loỏng); a tone's key struck twice counts once (urr: ủ). Empty
    when the word holds no such key, or no syllable comes of it.
    """
    if not 1 < len(word) <= LONGEST or split_tones(word)[1]:
        return ()
    found = _vni(word) if any(map(str.isdigit, word)) else _telex(word)
    wanted = dict.fromkeys(reading for reading in found if reading != word and is_syllable(reading))
    return tuple(wanted)[:MOST]


def _telex(word: str) -> Iterator[str]:
    head = len(onset_of(word))
    keys = [letter for letter in word[head:] if letter in _TELEX_TONES]
    if len(set(keys)) > 1:
        return
    rest = word[:head] + "".join(letter for letter in word[head:] if letter not in _TELEX_TONES)
    tone = _TELEX_TONES[keys[0]] if keys else 0
    for stroked in _stroked(rest):
        for hooked in _hooked(stroked):
            for plain in _roofed(hooked):
                yield with_tone(plain, tone)


def _stroked(word: str) -> Iterator[str]:
    """Return the word with dd, or a d struck later, as đ."""
    if word.startswith("d") and word.count("d") > 1:
        yield "đ" + word[1:].replace("d", "")
    else:
        yield word


def _hooked(word: str) -> Iterator[str]:
    """Return the word with w as the hook of a vowel, or as ư where none stands before it."""
    if "w" not in word:
        yield word
        return
    rest = word.replace("w", "")
    yield from _horned(rest)
    yield from _replaced(rest, "a", "ă")
    yield word.replace("w", "ư", 1).replace("w", "")


def _roofed(word: str) -> Iterator[str]:
    """Return the word with a vowel struck twice as that vowel with its roof, then as it stands."""
    for vowel, roofed in _ROOFED.items():
        first, second = word.find(vowel), word.rfind(vowel)
        if first != second and word[first:second].strip(vowel) == word[first + 1 : second].strip(vowel):
            yield word[:first] + roofed + word[first + 1 : second].replace(vowel, "") + word[second + 1 :]
    yield word


def _vni(word: str) -> Iterator[str]:
    letters = "".join(sign for sign in word if not sign.isdigit())
    digits = [sign for sign in word if sign.isdigit()]
    tones = {_VNI_TONES[digit] for digit in digits if digit in _VNI_TONES}
    if word[0].isdigit() or len(tones) > 1 or not set(digits) <= set("123456789"):
        return
    marks = list(dict.fromkeys(digit for digit in digits if digit not in _VNI_TONES))
    for plain in _marked(letters, marks):
        yield with_tone(plain, next(iter(tones), 0))


def _marked(letters: str, marks: list[str]) -> Iterator[str]:
    """Return the letters with every mark set: 6 the roof, 7 the horn, 8 the breve, 9 the stroke of đ."""
    if not marks:
        yield letters
        return
    for one in _set_mark(letters, marks[0]):
        yield from _marked(one, marks[1:])


def _set_mark(letters: str, mark: str) -> Iterator[str]:
    if mark == "6":
        for vowel, roofed in _ROOFED.items():
            yield from _replaced(letters, vowel, roofed)
    elif mark == "7":
        yield from _horned(letters)
    else:
        yield from _replaced(letters, *("a", "ă") if mark == "8" else ("d", "đ"))


def _horned(letters: str) -> Iterator[str]:
    for plain, horned in _HORNED:
        yield from _replaced(letters, plain, horned)


def _replaced(letters: str, plain: str, marked: str) -> Iterator[str]:
    """Return the letters with one piece replaced, once for each place it stands, the last first."""
    place = letters.rfind(plain)
    while place >= 0:
        yield letters[:place] + marked + letters[place + len(plain) :]
        place = letters.rfind(plain, 0, place)
