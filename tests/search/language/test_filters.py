"""Filters said in words: what is recognised, and what is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.domain.text import nfc
from search.language.filters import begins_with_producer, kind_pieces, maker_pieces, state_pieces
from search.language.names import Named, Place, may_name_place, place_pieces, set_pieces
from search.language.stars import star_pieces
from search.language.tokens import tokens_of
from search.words import exact_words

ANYTHING = st.text(alphabet="bốnsaonăm 1234568*★⭐-,./ từtrởlênđạtởxãhếthạn", max_size=60) | st.text(max_size=60)
TODAY = date(2025, 7, 1)
PLACES = (
    Place("old-phong", ("tân", "phong"), "phuong", is_now=False, since=date(2004, 1, 1)),
    Place("phong", ("tân", "phong"), "phuong", is_now=True, since=TODAY),
    Place("san-thang", ("san", "thàng"), "xa", is_now=False, since=date(2004, 1, 1)),
    Place("san", ("san",), "xa", is_now=True, since=TODAY),
)
NAMED = (
    Named("group", "gia-vi", ("gia", "vị")),
    Named("set", 12, exact_words("Sản phẩm trà từ thực vật khác")),
    Named("set", 14, exact_words("Rượu trắng")),
)


def read(text: str) -> list:
    return tokens_of(text, most_read=40)


def states(text: str) -> list[tuple[str, tuple]]:
    return [(text[piece.start : piece.end], piece.values) for piece in state_pieces(read(text))]


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("mật ong hết hạn", "hết hạn", ("expired",)),
        ("mat ong het han", "het han", ("expired",)),
        ("mật ong heets hanj", "heets hanj", ("expired",)),
        ("mật ong hêt hạn", "hêt hạn", ("expired",)),
        ("chè đã hết hiệu lực", "đã hết hiệu lực", ("expired",)),
        ("chè quá hạn", "quá hạn", ("expired",)),
        ("chè còn hạn", "còn hạn", ("valid", "expiring", "extended")),
        ("chè còn hiệu lực", "còn hiệu lực", ("valid", "expiring", "extended")),
        ("chè sắp hết hạn", "sắp hết hạn", ("expiring",)),
        ("gạo bị thu hồi", "bị thu hồi", ("revoked",)),
        ("gạo đã bị thu hồi", "đã bị thu hồi", ("revoked",)),
        ("gạo tạm đình chỉ", "tạm đình chỉ", ("suspended",)),
        ("gạo bị tạm đình chỉ", "bị tạm đình chỉ", ("suspended",)),
        ("gạo gia hạn", "gia hạn", ("extended",)),
        ("gạo được gia hạn", "được gia hạn", ("extended",)),
        ("gạo bị thay thế", "bị thay thế", ("superseded",)),
        ("chè kể cả hết hạn", "kể cả hết hạn", ("all",)),
        ("chè không còn hiệu lực", "không còn hiệu lực", ("expired",)),
        ("chè chưa hết hạn", "chưa hết hạn", ("valid", "expiring", "extended")),
        ("chè chuwa heets hanj", "chuwa heets hanj", ("valid", "expiring", "extended")),
        ("che khong het han", "khong het han", ("valid", "expiring", "extended")),
        ("chè không phải hết hạn", "không phải hết hạn", ("valid", "expiring", "extended")),
        ("gạo không bị thu hồi", "không bị thu hồi", ("valid", "expiring", "extended")),
        ("miến dong còn hạn không", "còn hạn không", ("all",)),
        ("miến dong đã hết hạn chưa", "đã hết hạn chưa", ("all",)),
        ("mien dong het han chua", "het han chua", ("all",)),
        ("miến dong bị thu hồi hay chưa", "bị thu hồi hay chưa", ("all",)),
        ("hết hạn không đường", "hết hạn", ("expired",)),
        ("thịt chua hết hạn", "hết hạn", ("expired",)),
        ("thit chua het han", "het han", ("expired",)),
    ],
)
def test_states_are_recognised(text: str, words: str, values: tuple[str, ...]) -> None:
    assert states(text) == [(words, values)]


@pytest.mark.parametrize(
    "text",
    ["thủ tục gia hạn", "hồ sơ gia hạn", "cách gia hạn giấy chứng nhận", "hết hạn sử dụng", "thu hồi vốn", "hết", "hạn",
     "hét hàn", "còn hàng", "quyết định đã thu hồi", "thu hồi", "gia hạn nộp hồ sơ", "chưa gia hạn",
     "không sắp hết hạn", "chưa hết hạn sử dụng"],
)  # fmt: skip
def test_what_says_no_state_is_left_alone(text: str) -> None:
    assert states(text) == []


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("sản phẩm miến", "sản phẩm", ("product",)),
        ("san pham ocop", "san pham ocop", ("product",)),
        ("SP OCOP chè", "SP OCOP", ("product",)),
        ("chủ thể chè", "chủ thể", ("producer",)),
        ("tin tức về chè", "tin tức về", ("news",)),
        ("tin về chè", "tin về", ("news",)),
        ("tin tức 2024", "tin tức", ("news",)),
        ("sản phẩm 4 sao", "sản phẩm", ("product",)),
    ],
)
def test_a_kind_at_the_beginning_is_recognised(text: str, words: str, values: tuple[str, ...]) -> None:
    assert [(text[piece.start : piece.end], piece.values) for piece in kind_pieces(read(text))] == [(words, values)]


@pytest.mark.parametrize("text", ["miến sản phẩm", "SP 0029", "SP-0029", "tin", "chè chủ thể", "sản vật", "sân phẩm"])
def test_a_kind_elsewhere_is_words(text: str) -> None:
    assert list(kind_pieces(read(text))) == []


def test_a_number_that_says_something_else_makes_no_code() -> None:
    text = "SP 4 sao"

    assert list(kind_pieces(read(text))) == []
    assert [piece.values for piece in kind_pieces(read(text), frozenset({3}))] == [("product",)]


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("chè của hợp tác xã", "của hợp tác xã", ("hop_tac_xa",)),
        ("chè của HTX", "của HTX", ("hop_tac_xa",)),
        ("rượu do hộ kinh doanh", "do hộ kinh doanh", ("ho_kinh_doanh",)),
        ("rượu của công ty cổ phần", "của công ty cổ phần", ("cong_ty_co_phan",)),
        ("rượu của trang trại", "của trang trại", ("trang_trai",)),
    ],
)
def test_a_kind_of_producer_at_the_end_is_recognised(text: str, words: str, values: tuple[str, ...]) -> None:
    found = maker_pieces(read(text), frozenset())

    assert [(text[piece.start : piece.end], piece.values) for piece in found] == [(words, values)]


@pytest.mark.parametrize("text", ["chè của HTX Bản Chè", "HTX", "hợp tác xã chè", "công ty cổ phần"])
def test_a_producers_name_is_words(text: str) -> None:
    assert list(maker_pieces(read(text), frozenset())) == []


def test_a_kind_of_producer_before_another_filter_is_recognised() -> None:
    text = "chè của hợp tác xã ở xã San Thàng"

    found = maker_pieces(read(text), frozenset({text.index("ở xã")}))

    assert [piece.values for piece in found] == [("hop_tac_xa",)]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("chè ở San Thàng", "ở San Thàng", "san-thang"),
        ("che o san thang", "o san thang", "san-thang"),
        ("chè owr san thangf", "owr san thangf", "san-thang"),
        ("chè xã San Thàng", "xã San Thàng", "san-thang"),
        ("chè tại xã San Thàng cũ", "tại xã San Thàng cũ", "san-thang"),
        ("chè của phường Tân Phong", "của phường Tân Phong", "phong"),
        ("chè P. Tân Phong", "P. Tân Phong", "phong"),
        ("chè phường Tân Phong (cũ)", "phường Tân Phong (cũ", "old-phong"),
        ("chè phường San Thàng", "phường San Thàng", "san-thang"),
        ("chè xã San", "xã San", "san"),
        ("hợp tác xã xã San Thàng", "xã San Thàng", "san-thang"),
        ("hợp tác xã ở San Thàng", "ở San Thàng", "san-thang"),
    ],
)
def test_places_are_recognised(text: str, words: str, key: str) -> None:
    found = min(place_pieces(read(text), PLACES), key=lambda piece: piece.start)

    assert (text[found.start : found.end], found.values) == (words, (key,))
    assert may_name_place(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "chè San Thàng",
        "chè ở San",
        "chè ở Sàn Thang",
        "của HTX San Thàng",
        "ở xã",
        "ở",
        "hợp tác xã San Thàng",
        "hop tac xa san thang",
        "của hợp tác xã San Thàng",
        "thị xã San Thàng",
    ],
)
def test_names_that_nothing_calls_places_are_words(text: str) -> None:
    assert list(place_pieces(read(text), PLACES)) == []


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("Sản phẩm trà từ thực vật khác", "set", 12),
        ("san pham tra tu thuc vat khac", "set", 12),
        ("bộ sản phẩm rượu trắng", "set", 14),
        ("nhóm gia vị", "group", "gia-vi"),
        ("bộ sản phẩm số 14", "set", 14),
        ("bộ số 12", "set", 12),
    ],
)
def test_sets_and_groups_called_by_their_names_are_recognised(text: str, facet: str, value: object) -> None:
    found = list(set_pieces(read(text), NAMED, frozenset()))

    assert [(piece.facet, piece.values, piece.start, piece.end) for piece in found] == [(facet, (value,), 0, len(text))]


@pytest.mark.parametrize(
    "text", ["rượu trắng", "gia vị", "nhóm gia vị cay", "bộ số 30", "trà từ thực vật khác", "bộ 14"]
)
def test_words_for_things_are_no_sets(text: str) -> None:
    assert list(set_pieces(read(text), NAMED, frozenset())) == []


@given(ANYTHING)
def test_pieces_of_anything_lie_in_the_text(text: str) -> None:
    whole, tokens = nfc(text), read(text)
    found = [
        *star_pieces(whole, tokens),
        *state_pieces(tokens),
        *kind_pieces(tokens),
        *place_pieces(tokens, PLACES),
        *maker_pieces(tokens, frozenset()),
        *set_pieces(tokens, NAMED, frozenset()),
    ]

    for piece in found:
        assert 0 <= piece.start < piece.end <= len(whole)
        assert piece.values
        assert piece.facet != "stars" or set(piece.values) <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("HTX miến dong", True),
        ("hop tac xa mien dong", True),
        ("cty mắc ca", True),
        ("HTX", False),
        ("công ty", False),
        ("miến dong HTX", False),
        ("hợp", False),
        ("", False),
    ],
)
def test_who_begins_with_a_kind_of_producer_asks_for_one(text: str, begins: bool) -> None:
    assert begins_with_producer(read(text)) is begins
