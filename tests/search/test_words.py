"""How texts are cut into words: the same in documents and in questions."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlighted
from search.words import LONGEST_WORD, MOST_WORDS, WORD, exact_words, folded_words, words_of

ANYTHING = st.text(max_size=80)
VIETNAMESE = st.text(alphabet="aàáăâđeêiíìĩyýỳỹoôơuưhkmlquvbcdgnt 0159.,kgml", max_size=60)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("500g", "500g"),
        ("500 g", "500g"),
        ("500gr", "500g"),
        ("500 gam", "500g"),
        ("500 Gram", "500g"),
        ("0,5kg", "500g"),
        ("0.5 KG", "500g"),
        ("1 kg", "1000g"),
        ("1.000 g", "1000g"),
        ("1.500 kg", "1500000g"),
        ("0,500 kg", "500g"),
        ("2,5 g", "2500mg"),
        ("750 ml", "750ml"),
        ("0,75 lít", "750ml"),
        ("1,5l", "1500ml"),
        ("1.000.000 g", "1 000 000 g"),
        ("500 gói", "500 goi"),
        ("12/2024/GCN", "12 2024 gcn"),
        ("01/07/2025", "1 7 2025"),
        ("tháng 07", "thang 7"),
        ("007", "007"),
        ("00", "00"),
        ("500", "500"),
        ("g", "g"),
    ],
)
def test_a_quantity_is_one_word_in_one_unit(typed: str, words: str) -> None:
    assert " ".join(folded_words(typed)) == words
    assert " ".join(folded_words(f"Gói {typed}")) == f"goi {words}"


@pytest.mark.parametrize(
    ("one", "other", "exact", "folded"),
    [
        ("mỹ nghệ", "mĩ nghệ", ("mĩ", "nghệ"), ("mi", "nghe")),
        ("lý", "lí", ("lí",), ("li",)),
        ("Quý", "quí", ("quí",), ("qui",)),
        ("Thuỷ", "thủy", ("thủy",), ("thuy",)),
        ("hoà bình", "hòa bình", ("hòa", "bình"), ("hoa", "binh")),
        ("uỷ", "ủy", ("ủy",), ("uy",)),
    ],
)
def test_two_ways_to_write_a_word_are_one(
    one: str, other: str, exact: tuple[str, ...], folded: tuple[str, ...]
) -> None:
    for typed in (one, other, unicodedata.normalize("NFD", one), other.upper()):
        assert (exact_words(typed), folded_words(typed)) == (exact, folded)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("H.T.X Suối Ngàn", ("htx", "suối", "ngàn")),
        ("U.B.N.D.", ("ubnd",)),
        ("T.P Lai Châu", ("tp", "lai", "châu")),
        ("Q.Đ", ("qđ",)),
        ("P.Đoàn Kết", ("p", "đoàn", "kết")),
        ("TP.Lai Châu", ("tp", "lai", "châu")),
        ("1.2.3", ("1", "2", "3")),
        ("a.b.c.d.e.f.g.h.i.j", ("abcdefgh", "ij")),
    ],
)
def test_initials_are_one_word(typed: str, words: tuple[str, ...]) -> None:
    assert exact_words(typed) == words


@pytest.mark.parametrize("word", ["máy", "mai", "thúy", "yên", "y", "may", "tay", "huy"])
def test_y_stays_where_it_says_another_sound_than_i(word: str) -> None:
    assert exact_words(word) == (word,)


def test_words_say_where_they_stand() -> None:
    text = unicodedata.normalize("NFD", "Gói 500 gr, mỹ nghệ")

    found = [(word.start, word.end, word.exact, word.folded) for word in words_of(text)]

    assert found == [(0, 3, "gói", "goi"), (4, 10, "500g", "500g"), (12, 14, "mĩ", "mi"), (15, 19, "nghệ", "nghe")]


def test_a_quantity_and_either_i_are_highlighted_as_they_are_written() -> None:
    parts = highlighted("Miến 0,5 kg, mỹ nghệ", {"500g": (), "mi": ()})

    assert parts == (("Miến ", False), ("0,5 kg", True), (", ", False), ("mỹ", True), (" nghệ", False))


@given(ANYTHING | VIETNAMESE)
def test_words_of_anything_are_words(text: str) -> None:
    exact, folded = exact_words(text), folded_words(text)

    assert len(exact) == len(folded) <= MOST_WORDS
    for word in (*exact, *folded):
        assert WORD.fullmatch(word)
        assert len(word) <= LONGEST_WORD
        assert unicodedata.is_normalized("NFC", word)
        assert word == word.lower()


@given(ANYTHING | VIETNAMESE)
def test_cutting_words_again_changes_nothing(text: str) -> None:
    exact, folded = exact_words(text), folded_words(text)

    assert exact_words(" | ".join(exact)) == exact
    assert folded_words(" | ".join(exact)) == folded == folded_words(" | ".join(folded))


def test_words_of_a_very_long_text_are_bounded() -> None:
    assert len(folded_words("a " * 6000)) == MOST_WORDS
