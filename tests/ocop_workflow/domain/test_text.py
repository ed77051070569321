import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.domain.text import ALPHABET, fold, nfc, search_key, slug, sort_key, tone_normal

VIETNAMESE = st.text(alphabet="aăâàảãáạbcdđeêếềioôơờuưựyỷngh ĐƯƠQGÚÝ-1", max_size=20)


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def is_in_order(texts):
    keys = [sort_key(text) for text in texts]
    return keys == sorted(set(keys))


def test_nfc_composes_vietnamese_letters():
    assert nfc(decomposed("Miến dong Bình Lư")) == "Miến dong Bình Lư"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Miến dong Bình Lư", "mien dong binh lu"),
        ("ĐẶC SẢN đặc sản", "dac san dac san"),
        ("Ăn Âu Êm Ôm Ơn Ưu", "an au em om on uu"),
        ("ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ", "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy"),
        ("Ðồng (eth) and Ɖồng", "dong (eth) and dong"),
        (decomposed("Thủy"), "thuy"),
        ("İstanbul ẞ Ǆ ŉ ΰ", "istanbul ß ǆ ŉ υ"),
        ("Mã SP-07/2024 ★", "ma sp-07/2024 ★"),
        ("", ""),
    ],
)
def test_fold_keeps_letters_and_drops_marks(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_fold_gives_one_character_for_each_composed_one(text):
    assert len(fold(text)) == len(nfc(text))


def test_fold_gives_one_character_where_lower_case_is_longer():
    longer = [character for character in map(chr, range(sys.maxunicode + 1)) if len(character.lower()) != 1]

    assert [(character, fold(character)) for character in longer] == [("İ", "i")]


@pytest.mark.parametrize(
    ("one", "other", "normal"),
    [
        ("hoà", "hòa", "hòa"),
        ("hoá", "hóa", "hóa"),
        ("khoẻ", "khỏe", "khỏe"),
        ("hoạ sĩ", "họa sĩ", "họa sĩ"),
        ("xoè", "xòe", "xòe"),
        ("thuỷ", "thủy", "thủy"),
        ("uý", "úy", "úy"),
        ("luỹ", "lũy", "lũy"),
        ("nguỵ", "ngụy", "ngụy"),
        ("oà", "òa", "òa"),
        ("Hoà Bình", "Hòa Bình", "Hòa Bình"),
        ("HOÀ BÌNH", "HÒA BÌNH", "HÒA BÌNH"),
        ("quý", "qúy", "quý"),
        ("quỳ", "qùy", "quỳ"),
        ("quả", "qủa", "quả"),
        ("giá", "gía", "giá"),
        ("già", "gìa", "già"),
        ("toàn", "tòan", "toàn"),
        ("hoàng", "hòang", "hoàng"),
        ("ngoài", "ngòai", "ngoài"),
        ("suỵt", "sụyt", "suỵt"),
        ("khuỷu", "khủyu", "khuỷu"),
        ("được", "đựơc", "được"),
        ("tiếng", "tíêng", "tiếng"),
    ],
)
def test_tone_normal_brings_both_placements_to_one(one, other, normal):
    assert (tone_normal(one), tone_normal(other)) == (normal, normal)


@pytest.mark.parametrize(
    "text",
    [
        "quý", "quốc", "giá", "gì", "gìn giữ", "giặt", "giết", "giường", "thuở", "huế", "khuya", "mía", "mùa", "chứa",
        "người", "rượu", "nghiêng", "Sì Thâu Chải", "Lản Nhì Thàng", "Séng Cù", "café", "Điện Biên", "ÀÁ", "123 ★",
    ],
)  # fmt: skip
def test_tone_normal_leaves_what_stands_right_or_is_not_vietnamese(text):
    assert tone_normal(text) == text


@given(st.one_of(st.text(), VIETNAMESE))
def test_tone_normal_keeps_length_letters_and_itself(text):
    normal = tone_normal(text)

    assert len(normal) == len(nfc(text))
    assert fold(normal) == fold(text)
    assert tone_normal(normal) == normal


def test_search_key_equates_what_people_type():
    assert search_key("  Thuỷ\u00a0 sản\tHOÀ Bình ") == "thủy sản hòa bình"


def test_sort_key_follows_the_alphabet():
    letters = [letter for letter in ALPHABET if letter not in "fjwz"]

    assert "".join(letters) == "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    assert is_in_order(letters)


def test_sort_key_orders_tones_as_the_dictionary():
    assert is_in_order(["ma", "mà", "mả", "mã", "má", "mạ"])


def test_sort_key_orders_names_as_a_reader_expects():
    names = [
        "10 món", "An Nam", "an toàn", "Anh", "Ánh Dương", "Ăn vặt", "Ấm trà", "Bản Giang", "Bình Lư", "Cà phê",
        "Dong riềng", "Đặc sản", "Đông Phong", "Lê", "Miến dong", "Ong", "Ông Lão", "Ở nhà", "Rượu", "San Thàng",
        "Sùng Phài", "Tẩm quất", "Tân Phong", "Uyên", "Ưu đãi", "Xôi", "Ý Yên", "Zôn", "北京",
    ]  # fmt: skip

    assert is_in_order(names)


def test_sort_key_lets_letters_decide_before_tones_over_the_whole_text():
    assert is_in_order(["bạ an", "ba lan", "bà lan", "ba mai"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thuỷ", "thủy"), ("Đông  Phong", "đông-phong"), (" Ðông ", "Đông"), (decomposed("Ấm"), "ấm")],
)
def test_sort_key_is_blind_to_case_spacing_and_spelling_of_the_same_word(one, other):
    assert sort_key(one) == sort_key(other)


@given(VIETNAMESE, VIETNAMESE)
def test_sort_key_compares_alike_as_text_and_as_bytes(one, other):
    keys = sort_key(one), sort_key(other)

    assert all(key.isascii() and key.isprintable() for key in keys)
    assert (keys[0] < keys[1]) == (keys[0].encode() < keys[1].encode())


@given(VIETNAMESE, VIETNAMESE)
def test_sort_key_puts_a_word_before_the_longer_one_it_begins(one, other):
    stem = one.strip(" -")

    assert sort_key(stem) <= sort_key(f"{stem} {other}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Miến dong Bình Lư", "mien-dong-binh-lu"),
        ("  Du lịch cộng đồng bản Gia Khâu I ", "du-lich-cong-dong-ban-gia-khau-i"),
        ("Gạo Séng Cù – 5kg (túi)", "gao-seng-cu-5kg-tui"),
        ("Đ/c: HTX “Thủy Sản”", "d-c-htx-thuy-san"),
        ("★★★", ""),
    ],
)
def test_slug_writes_addresses(text, expected):
    assert slug(text) == expected


@given(st.text())
def test_slug_has_only_address_signs(text):
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
