"""Communes, product sets and groups called by their names in a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from search.language.filters import Piece
from search.language.phrases import Phrasebook
from search.language.tokens import Token, says

_LEADS = Phrasebook(dict.fromkeys(("ở", "tại", "của", "thuộc"), True))
_TYPES = Phrasebook({
    "xã": "xa", "phường": "phuong", "thị trấn": "thi_tran", "x": "xa", "p": "phuong", "tt": "thi_tran",
})  # fmt: skip
# The last word of these calls nothing a commune: hợp tác xã San Thàng.
_NO_TYPES = Phrasebook(dict.fromkeys(("hợp tác xã", "thị xã"), True))
_FORMER = Phrasebook({"cũ": True})
_SET_LEADS = Phrasebook(dict.fromkeys(("bộ sản phẩm", "nhóm sản phẩm", "bộ", "nhóm"), True))
_NUMBER_LEADS = Phrasebook(dict.fromkeys(("bộ sản phẩm số", "bộ sản phẩm", "bộ số"), True))
# A shorter name is as well the word for a thing: rượu trắng, cây cảnh, gia vị.
_OFFICIAL = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A commune there is or was; `words` are its name's."""

    key: str
    words: tuple[str, ...]
    unit_type: str
    is_now: bool
    since: date


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a facet, set or group, and the words of its name."""

    facet: str
    value: str | int
    words: tuple[str, ...]


def may_name_place(tokens: Sequence[Token]) -> bool:
    """Return whether some word leads to a place, so that it pays to look for one."""
    return any(_LEADS.at(tokens, at) or _TYPES.at(tokens, at) for at in range(len(tokens)))


def place_pieces(tokens: Sequence[Token], places: Sequence[Place]) -> Iterator[Piece]:
    """Return the communes named after ở, tại, của, thuộc, or after what they are: xã, phường, thị trấn.

    A name of one word needs to be called a commune. Among units of one name the type said decides, then cũ, then which
    of them stands today.
    """
    for at in range(len(tokens)):
        lead = at + _LEADS.length_at(tokens, at)
        is_other = _NO_TYPES.start_before(tokens, lead + 1) < lead
        name, unit_type = (None if is_other else _TYPES.at(tokens, lead)) or (lead, "")
        found = [place for place in places if name > at and says(tokens, name, place.words)]
        longest = max((len(place.words) for place in found), default=0)
        if longest > (0 if unit_type else 1):
            yield _place(tokens, at, name + longest, [one for one in found if len(one.words) == longest], unit_type)


def set_pieces(tokens: Sequence[Token], named: Sequence[Named], begins: frozenset[int]) -> Iterator[Piece]:
    """Return the set or group a question is for: its whole official name, its name after bộ or nhóm, bộ số 11.

    `begins` are the places at which recognised pieces begin.
    """
    for lead in (_SET_LEADS.length_at(tokens, 0), 0):
        for one in named:
            end = lead + len(one.words)
            is_clear = lead or len(one.words) >= _OFFICIAL
            if is_clear and says(tokens, lead, one.words) and (end == len(tokens) or tokens[end].start in begins):
                yield Piece(tokens[0].start, tokens[end - 1].end, one.facet, (one.value,))
                return
    at = _NUMBER_LEADS.length_at(tokens, 0)
    numbered = {str(one.value): one for one in named if one.facet == "set"}
    if at and len(tokens) == at + 1 and tokens[at].exact in numbered:
        yield Piece(tokens[0].start, tokens[at].end, "set", (numbered[tokens[at].exact].value,))


def _place(tokens: Sequence[Token], start: int, end: int, found: Sequence[Place], unit_type: str) -> Piece:
    is_former = bool(_FORMER.at(tokens, end))
    best = max(
        found,
        key=lambda place: (place.unit_type == unit_type, place.is_now != is_former, place.since, place.key),
    )
    return Piece(tokens[start].start, tokens[end - 1 + is_former].end, "commune", (best.key,))
