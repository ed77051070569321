"""Filters said in words: states, kinds, kinds of producers. Only what the words clearly say is recognised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocop_workflow.domain.certificates import EXPIRED, EXPIRING, EXTENDED, IN_FORCE, REVOKED, SUPERSEDED, SUSPENDED
from search.language.phrases import Phrasebook
from search.language.tokens import Token
from search.question import ALL, NEWS, PRODUCER, PRODUCT

Values = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of `nfc(text)` that says a filter: from where to where, the facet and its values."""

    start: int
    end: int
    facet: str
    values: Values


_STATES = Phrasebook[Values]({
    "kể cả hết hạn": (ALL,), "cả hết hạn": (ALL,), "mọi tình trạng": (ALL,), "tất cả tình trạng": (ALL,),
    "sắp hết hạn": (EXPIRING,), "gần hết hạn": (EXPIRING,), "sắp hết hiệu lực": (EXPIRING,),
    "đã hết hạn": (EXPIRED,), "bị hết hạn": (EXPIRED,), "hết hạn": (EXPIRED,), "quá hạn": (EXPIRED,),
    "hết hiệu lực": (EXPIRED,), "đã hết hiệu lực": (EXPIRED,), "không còn hiệu lực": (EXPIRED,),
    "không còn hạn": (EXPIRED,),
    "còn hạn": IN_FORCE, "đang còn hạn": IN_FORCE, "còn hiệu lực": IN_FORCE, "đang còn hiệu lực": IN_FORCE,
    "bị thu hồi": (REVOKED,), "đã thu hồi": (REVOKED,), "đã bị thu hồi": (REVOKED,),
    "tạm đình chỉ": (SUSPENDED,), "bị đình chỉ": (SUSPENDED,), "bị tạm đình chỉ": (SUSPENDED,),
    "đang bị đình chỉ": (SUSPENDED,), "đang tạm đình chỉ": (SUSPENDED,),
    "gia hạn": (EXTENDED,), "đã gia hạn": (EXTENDED,), "được gia hạn": (EXTENDED,), "tạm gia hạn": (EXTENDED,),
    "đang gia hạn": (EXTENDED,),
    "bị thay thế": (SUPERSEDED,), "đã thay thế": (SUPERSEDED,),
})  # fmt: skip
# After these a state is what is asked about, not what things are in; before the last ones it is another thing's.
_ABOUT = Phrasebook(dict.fromkeys(
    ("thủ tục", "hướng dẫn", "quy định", "hồ sơ", "đơn", "cách", "quyết định", "thông báo", "tin", "vì sao",
     "tại sao", "lí do", "điều kiện"), True,
))  # fmt: skip
_OF_ANOTHER = Phrasebook(dict.fromkeys(("sử dụng", "nộp", "hồ sơ", "giấy phép", "thị trường", "vốn"), True))
_NOT = Phrasebook({"không": True, "không phải": True})
_WHETHER = Phrasebook(dict.fromkeys(("không", "chưa", "hay không", "hay chưa", "không nhỉ", "chưa nhỉ"), True))
_NOT_YET = "chưa"  # must be typed with its mark: thịt chua hết hạn is sour meat

_KINDS = Phrasebook[Values]({
    "sp": (PRODUCT,), "sp ocop": (PRODUCT,),
    "sản phẩm": (PRODUCT,), "sản phẩm ocop": (PRODUCT,), "các sản phẩm": (PRODUCT,), "những sản phẩm": (PRODUCT,),
    "các sản phẩm ocop": (PRODUCT,),
    "chủ thể": (PRODUCER,), "chủ thể ocop": (PRODUCER,), "các chủ thể": (PRODUCER,), "nhà sản xuất": (PRODUCER,),
    "cơ sở sản xuất": (PRODUCER,), "các chủ thể ocop": (PRODUCER,), "chủ thể có sản phẩm": (PRODUCER,),
    "các chủ thể có sản phẩm": (PRODUCER,), "chủ thể có sản phẩm ocop": (PRODUCER,),
    "tin tức": (NEWS,), "tin tức về": (NEWS,), "tin về": (NEWS,), "bài viết": (NEWS,), "bài viết về": (NEWS,),
    "bài báo": (NEWS,), "bài báo về": (NEWS,), "tin tức ocop": (NEWS,),
})  # fmt: skip
_MAKERS = Phrasebook[Values]({
    "hợp tác xã": ("hop_tac_xa",), "htx": ("hop_tac_xa",), "các hợp tác xã": ("hop_tac_xa",),
    "tổ hợp tác": ("to_hop_tac",), "tht": ("to_hop_tac",), "hộ kinh doanh": ("ho_kinh_doanh",),
    "hkd": ("ho_kinh_doanh",), "hộ gia đình": ("ho_kinh_doanh",), "công ty tnhh": ("cong_ty_tnhh",),
    "công ty trách nhiệm hữu hạn": ("cong_ty_tnhh",), "công ty cổ phần": ("cong_ty_co_phan",),
    "công ty": ("cong_ty_tnhh", "cong_ty_co_phan"), "doanh nghiệp tư nhân": ("doanh_nghiep_tu_nhan",),
    "doanh nghiệp": ("doanh_nghiep_tu_nhan", "cong_ty_tnhh", "cong_ty_co_phan"), "trang trại": ("trang_trai",),
})  # fmt: skip
_PRODUCERS = Phrasebook(dict.fromkeys(
    ("hợp tác xã", "htx", "tổ hợp tác", "tht", "hộ kinh doanh", "hkd", "công ty", "cty", "doanh nghiệp", "dn",
     "trang trại", "cơ sở", "trung tâm"), True,
))  # fmt: skip
_MADE_BY = Phrasebook(dict.fromkeys(("của các", "do các", "của", "là", "do", "loại hình"), True))


def state_pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Return the states said, but not where one is asked about: thủ tục gia hạn.

    What is not over is in force: chưa hết hạn, không bị thu hồi. Of other states the contrary says nothing clear. Who
    ends by asking whether it is so, hết hạn chưa, means things in any state.
    """
    taken = 0
    for at in range(len(tokens)):
        found = _STATES.at(tokens, at) if at >= taken else None
        if not found or any(_ABOUT.at(tokens, place) for place in range(at)):
            continue
        taken, values = found
        start = _denied_from(tokens, at)
        meant = values if start == at else _contrary(values)
        if taken + _WHETHER.length_at(tokens, taken) == len(tokens) > taken:
            taken, meant = len(tokens), (ALL,)
        if meant and not _OF_ANOTHER.at(tokens, taken):
            yield piece_of(tokens, start, taken, "status", meant)


def kind_pieces(tokens: Sequence[Token], begins: frozenset[int] = frozenset()) -> Iterator[Piece]:
    """Return the kind of thing the question begins with: sản phẩm, chủ thể, tin tức; sp with a number is a code.

    `begins` are the places at which recognised pieces begin: the number of sp 4 sao is of stars.
    """
    found = _KINDS.at(tokens, 0)
    if found and not (found[0] == 1 and _is_number(tokens[1:2], begins)):
        yield piece_of(tokens, 0, found[0], "kind", found[1])


def _denied_from(tokens: Sequence[Token], at: int) -> int:
    """Return where the words begin that deny what is said at a place; that place when none do."""
    is_not_yet = at > 0 and _NOT_YET in (tokens[at - 1].exact, *tokens[at - 1].readings)
    return at - 1 if is_not_yet else _NOT.start_before(tokens, at)


def _contrary(values: Values) -> Values:
    return IN_FORCE if set(values).isdisjoint({*IN_FORCE, ALL}) else ()


def _is_number(words: Sequence[Token], begins: frozenset[int]) -> bool:
    return any(word.folded[0].isdigit() and word.start not in begins for word in words)


def begins_with_producer(tokens: Sequence[Token]) -> bool:
    """Return whether a question begins as producers are called and goes on: HTX miến dong."""
    return 0 < _PRODUCERS.length_at(tokens, 0) < len(tokens)


def maker_pieces(tokens: Sequence[Token], begins: frozenset[int]) -> Iterator[Piece]:
    """Return the kind of producer said after của, do, là: where the question, or its unrecognised part, ends with it.

    What follows would be the producer's name. `begins` are the places at which recognised pieces begin.
    """
    for at in range(len(tokens)):
        lead = _MADE_BY.at(tokens, at)
        found = _MAKERS.at(tokens, lead[0]) if lead else None
        if found and (found[0] == len(tokens) or tokens[found[0]].start in begins):
            yield piece_of(tokens, at, found[0], "organisation", found[1])


def piece_of(tokens: Sequence[Token], start: int, end: int, facet: str, values: Values) -> Piece:
    """Return the piece that the words from one place to another are."""
    return Piece(tokens[start].start, tokens[end - 1].end, facet, values)
