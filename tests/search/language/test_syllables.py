"""What can be a Vietnamese syllable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.syllables import is_folded_syllable, is_syllable, onset_of, split_tones, with_tone


@pytest.mark.parametrize(
    "word",
    ["miến", "dong", "nghiêng", "gì", "gìn", "giếng", "giếc", "quý", "quốc", "quỳnh", "loỏng", "ủ", "ý", "yến", "khuya",
     "rượu", "ươn", "đẵng", "sách", "thoăn", "xoong"],
)  # fmt: skip
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["", "shan", "farm", "bac", "bàc", "hãt", "săo", "mién3", "mq", "ngươii", "Miến", "miếńn", "ăâ", "w"]
)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(("word", "is_one"), [("mien", True), ("bac", True), ("vietfarm", False), ("shan", False)])
def test_a_word_without_marks_may_be_a_syllable(word: str, is_one: bool) -> None:
    assert is_folded_syllable(word) is is_one


@pytest.mark.parametrize(
    ("plain", "tone", "word"),
    [("miên", 4, "miến"), ("hoa", 1, "hòa"), ("thuy", 2, "thủy"), ("dong", 0, "dong"), ("mn", 4, "mn")],
)
def test_a_tone_goes_to_the_letter_that_bears_it(plain: str, tone: int, word: str) -> None:
    assert with_tone(plain, tone) == word


@pytest.mark.parametrize(("word", "onset"), [("nghe", "ngh"), ("nga", "ng"), ("gia", "gi"), ("anh", ""), ("wa", "")])
def test_the_longest_onset_counts(word: str, onset: str) -> None:
    assert onset_of(word) == onset


@given(st.text(max_size=30))
def test_nothing_raises(text: str) -> None:
    assert is_syllable(text) in {True, False}
    assert is_folded_syllable(text) in {True, False}
    assert split_tones(split_tones(text)[0])[1] == ()
