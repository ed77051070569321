"""Stars said in words, figures and signs: chè 4 sao, bốn sao, 4*, từ 3 sao."""

import re
from collections.abc import Iterator, Sequence

from ocop_workflow.domain.text import nfc
from search.language.filters import Piece, piece_of
from search.language.phrases import Phrasebook
from search.language.tokens import Token

FEWEST_STARS, MOST_STARS = 3, 5
_NUMERALS = Phrasebook({"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5})
_SIGNS = re.compile(
    r"(?<![^\s(,;])(?:(?P<number>[1-5])\s?[*★⭐☆]\ufe0f?|[★⭐]\ufe0f?\s?(?P<after>[1-5])|(?P<row>(?:[★⭐]\ufe0f?){1,5}))"
    r"(?![^\s),;.])"
)
_PART = re.compile(r"\w[.,/]")
_DASHES = {"-", "–"}
_ATTACHED = re.compile("([1-5])sao")
_TIMES = Phrasebook(dict.fromkeys(("lần", "lượt", "giờ", "phút", "tiếng", "mẻ"), True))
_UP = Phrasebook({"trở lên": True})
_DOWN = Phrasebook({"trở xuống": True})
# By how much the fewest stars meant exceed the number said, or the most.
_LEAST = Phrasebook({
    "từ": 0, "ít nhất": 0, "tối thiểu": 0, "không dưới": 0, "trên": 1, "hơn": 1, "cao hơn": 1, "nhiều hơn": 1,
})  # fmt: skip
_MOST = Phrasebook({
    "nhiều nhất": 0, "tối đa": 0, "không quá": 0, "dưới": -1, "chưa đến": -1, "chưa tới": -1, "thấp hơn": -1,
    "ít hơn": -1,
})  # fmt: skip
_BEFORE_STARS = Phrasebook(dict.fromkeys(
    ("xếp hạng", "được xếp hạng", "đạt hạng", "hạng", "đạt", "đạt chuẩn", "đạt tiêu chuẩn", "chứng nhận",
     "được chứng nhận", "đạt ocop", "chuẩn ocop", "đạt chuẩn ocop", "chứng nhận ocop"), True,
))  # fmt: skip
# Between two numbers of stars: whether those between them are meant too.
_BETWEEN = Phrasebook({"đến": True, "tới": True, "hoặc": False, "hay": False, "và": False})


def star_pieces(text: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    """Return the stars said: 4 sao, bốn sao, 4*, ★★★★, 3-4 sao, từ 3 sao đến 5 sao, 4 sao trở lên, dưới 4 sao."""
    found = list(_every_piece(nfc(text), tokens))
    # In 3 sao đến 5 sao each of the two is found as well.
    return (piece for piece in found if not any(_lies_in(piece, other) for other in found))


def _every_piece(text: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    for match in _SIGNS.finditer(text):
        stars = int(match["number"] or match["after"] or sum(match["row"].count(sign) for sign in "★⭐"))
        yield Piece(match.start(), match.start() + len(match[0].rstrip()), "stars", (stars,))
    for at, token in enumerate(tokens):
        if attached := _ATTACHED.fullmatch(token.exact):
            yield from _stars(text, tokens, at, at + 1, int(attached[1]))
        elif token.exact == "sao":
            yield from _stars_beside(text, tokens, at)


def _lies_in(piece: Piece, other: Piece) -> bool:
    return (
        other.start <= piece.start and piece.end <= other.end and (other.start, other.end) != (piece.start, piece.end)
    )


def _stars_beside(text: str, tokens: Sequence[Token], at: int) -> Iterator[Piece]:
    """Return the stars whose number stands before or after the word sao."""
    before = _number(tokens, at - 1)
    if before and not _is_fraction(text, tokens[at - 1]):
        yield from _stars(text, tokens, at - 1, at + 1, before)
    elif not before and _digit(tokens, at + 1) and _is_rank(tokens, at):
        yield from _stars(text, tokens, at, at + 2, _digit(tokens, at + 1))


def _is_rank(tokens: Sequence[Token], at: int) -> bool:
    """Return whether sao and a number are the last words, or the first: sao 4 lần is how often tea was roasted."""
    if at + 2 == len(tokens):
        return at > 0
    return at == 0 and not _TIMES.at(tokens, at + 2)


def _stars(text: str, tokens: Sequence[Token], start: int, end: int, stars: int) -> Iterator[Piece]:
    """Return the piece with the words around that widen it: từ, trên, dưới, trở lên, another number before.

    There is none when no stars are meant: trên 5 sao.
    """
    values, start = _with_other_number(text, tokens, start, stars)
    first = min(bounds.start_before(tokens, start) for bounds in (_LEAST, _MOST))
    values = _bounded(tokens[first:start], tokens[end:], values)
    end += max(_UP.length_at(tokens, end), _DOWN.length_at(tokens, end))
    if values:
        yield piece_of(tokens, _BEFORE_STARS.start_before(tokens, first), end, "stars", values)


def _bounded(before: Sequence[Token], after: Sequence[Token], values: tuple[int, ...]) -> tuple[int, ...]:
    """Return the stars that numbers mean by the words just before them, if any, and those after."""
    if _UP.at(after, 0):
        return tuple(range(values[0], MOST_STARS + 1))
    if _DOWN.at(after, 0):
        return tuple(range(FEWEST_STARS, values[-1] + 1))
    least, most = _LEAST.at(before, 0), _MOST.at(before, 0)
    if least and len(values) == 1:
        return tuple(range(values[0] + least[1], MOST_STARS + 1))
    if most and len(values) == 1:
        return tuple(range(FEWEST_STARS, values[0] + most[1] + 1))
    return values


def _with_other_number(text: str, tokens: Sequence[Token], start: int, stars: int) -> tuple[tuple[int, ...], int]:
    """Return the stars meant with a number that may stand before (3-4, 3 đến 4, 3 sao hoặc 4), and where they begin."""
    between = _BETWEEN.at(tokens, start - 1)
    is_dashed = start > 0 and text[tokens[start - 1].end : tokens[start].start].strip() in _DASHES
    other, begin = _number_before(tokens, start - 1 if between else start) if between or is_dashed else (0, start)
    if not other:
        return (stars,), start
    return _range(other, stars) if is_dashed or (between and between[1]) else tuple(sorted({other, stars})), begin


def _number_before(tokens: Sequence[Token], end: int) -> tuple[int, int]:
    """Return the number of stars said just before a place, with sao or without, and where it stands; 0 when none is."""
    last = tokens[end - 1].exact if end > 0 else ""
    if attached := _ATTACHED.fullmatch(last):
        return int(attached[1]), end - 1
    at = end - 2 if last == "sao" else end - 1
    return _number(tokens, at), at


def _range(one: int, other: int) -> tuple[int, ...]:
    return tuple(range(min(one, other), max(one, other) + 1))


def _number(tokens: Sequence[Token], at: int) -> int:
    """Return the number of stars a word says, 0 when it says none."""
    numeral = _NUMERALS.at(tokens, at)
    return numeral[1] if numeral else _digit(tokens, at)


def _digit(tokens: Sequence[Token], at: int) -> int:
    word = tokens[at].exact if 0 <= at < len(tokens) else ""
    return int(word) if word in {"1", "2", "3", "4", "5"} else 0


def _is_fraction(text: str, token: Token) -> bool:
    """Return whether a number is only a part of what was typed, as in 4,5 or 12/4."""
    return bool(_PART.fullmatch(text[max(0, token.start - 2) : token.start]))
