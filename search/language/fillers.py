"""Words of a question that only ask, lead or praise: what is asked for is found without them."""

from collections.abc import Sequence

from ocop_workflow.domain.text import fold
from search.language.filters import Piece
from search.language.phrases import Phrasebook
from search.language.tokens import Token
from search.language.vocabulary import Vocabulary
from search.words import exact_words

# Beyond these words a question is a text, and is taken as it stands.
MOST_MEANT = 24
# Words that lead to what is asked for and are seldom written where it is found.
_FILLERS = {
    fold(word): word
    for word in exact_words("ở tại của và các những cho là với có được bằng từ nào gì đâu mua bán tìm loại ocop")
}
_JOINING = frozenset(exact_words("ở tại của và hay hoặc là có được đạt loại hạng về làm bán chuyên"))

# How people ask for a thing besides naming it.
_ASIDES = Phrasebook(dict.fromkeys(
    ("ở đâu", "mua ở đâu", "bán ở đâu", "ở đâu bán", "đâu bán", "giá bao nhiêu", "bao nhiêu", "bao nhiêu tiền",
     "giá bán", "giá cả", "giá tiền", "bảng giá", "cửa hàng bán", "nơi bán", "số điện thoại", "điện thoại", "địa chỉ",
     "mấy sao", "có ngon không", "như thế nào", "là gì", "có gì", "có những gì", "các loại"), True,
))  # fmt: skip
# How people praise what they ask for: hardly any text does, and what does is another thing's.
_PRAISE = Phrasebook(dict.fromkeys(
    ("ngon", "ngon nhất", "thơm ngon", "rẻ", "rẻ nhất", "giá rẻ", "giá tốt", "tốt", "tốt nhất", "nổi tiếng", "uy tín",
     "chất lượng", "chất lượng cao", "chính hãng", "chính gốc", "nguyên chất"), True,
))  # fmt: skip
_HOW_MUCH = Phrasebook({"bao nhiêu": True})
_PRICE = "giá"
_SPROUTS = Phrasebook({"giá đỗ": True, "giá đậu": True})
# What is said before a number: the number says it.
_ANNOUNCING = Phrasebook(dict.fromkeys(
    ("giấy chứng nhận", "giấy chứng nhận số", "chứng nhận", "chứng nhận số", "gcn", "gcn số", "quyết định",
     "quyết định số", "qđ", "qđ số", "mã", "mã số", "mã sản phẩm", "sản phẩm", "số"), True,
))  # fmt: skip
_UNMARKED_FILLERS = frozenset({"o"})
_NAMES_TOO = frozenset({"loại"})  # loại một, loại nhỏ


def without_fillers(tokens: Sequence[Token], codes: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> list[Token]:
    """Return the words that name what is asked for, without those that only ask.

    A single filler must be typed with its marks or their keys, or beside words that have theirs: cua may be a crab.
    Praise is left out but where names hold it.
    """
    fillers = _UNMARKED_FILLERS
    if any(token.is_marked or token.readings for token in tokens):
        fillers = fillers | frozenset(_FILLERS.values()) - _NAMES_TOO
    announcing = {place for start, _end in codes for place in range(_ANNOUNCING.start_before(tokens, start), start)}
    coded = {place for start, end in codes for place in range(start, end)}
    if _asks_price(tokens):
        fillers = fillers | {_PRICE}
    kept, end = [], 0
    for place, token in enumerate(tokens[:MOST_MEANT]):
        end = max(end, place + _ASIDES.length_at(tokens, place), place + _praise_at(tokens, place, vocabulary))
        is_filler = token.exact in fillers or not fillers.isdisjoint(token.readings)
        if place in coded or (place >= end and not is_filler and place not in announcing):
            kept.append(token)
    return [*kept, *tokens[MOST_MEANT:]]


def _asks_price(tokens: Sequence[Token]) -> bool:
    """Return whether giá is a price: where it is asked how much, or the question begins so: giá miến dong."""
    if any(_HOW_MUCH.at(tokens, place) for place in range(min(len(tokens), MOST_MEANT))):
        return True
    return bool(tokens) and tokens[0].exact == _PRICE and not _SPROUTS.at(tokens, 0)


def _praise_at(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> int:
    """Return how many words at a place only praise."""
    length = _PRAISE.length_at(tokens, place)
    is_name = all(vocabulary.names(token.exact) for token in tokens[place : place + length])
    return 0 if is_name else length


def joining_words(tokens: Sequence[Token], pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return where words stand that only joined a recognised piece to the rest: chè có 4 sao, sản phẩm của HTX.

    They must be typed with their marks: cua beside a filter is a crab.
    """
    begins, ends = {piece.start for piece in pieces}, {piece.end for piece in pieces}
    return [
        (token.start, token.end)
        for place, token in enumerate(tokens)
        if token.exact in _JOINING
        and (
            (place + 1 < len(tokens) and tokens[place + 1].start in begins) or (place and tokens[place - 1].end in ends)
        )
    ]


def is_filler(group: Sequence[Token]) -> bool:
    """Return whether words are a single one that may only lead to what is asked for."""
    wanted = _FILLERS.get(group[0].folded)
    return len(group) == 1 and wanted is not None and group[0].may_mean(wanted)
