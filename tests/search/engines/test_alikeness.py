"""Which words may be meant by one misspelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.alikeness import distance, needed, slips, words_alike
from search.models import SearchWord

WORDS = st.text(alphabet="abcd", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("mien", "mien", 0),
        ("mien", "mienn", 1),
        ("mien", "men", 1),
        ("mien", "miem", 1),
        ("mien", "mein", 1),
        ("bnih", "binh", 1),
        ("ca", "abc", 3),
        ("", "abc", 3),
    ],
)
def test_distance_counts_slips(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == apart


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways_and_no_more_than_the_letters(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("word", "allowed"), [("ca", 0), ("che", 1), ("nghie", 1), ("nghien", 2), ("500g", 0), ("vuoncao1", 0)]
)
def test_longer_words_let_more_slips_pass(word: str, allowed: int) -> None:
    assert slips(word) == allowed


def test_one_word_may_be_missing_but_not_the_only_one() -> None:
    assert [needed(words) for words in (1, 2, 3, 6)] == [1, 1, 2, 5]


@pytest.mark.django_db
def test_words_of_names_are_looked_for_whatever_their_marks() -> None:
    words = {"miến": True, "mién": True, "men": True, "mía": True, "miền": False, "nghiêng": True}
    SearchWord.objects.bulk_create(SearchWord(word=word, in_name=in_name) for word, in_name in words.items())

    alike = words_alike(("mienn", "nghein", "mi", "mien"))

    assert alike == [("mienn", "mien"), ("nghein", "nghieng"), ("mi",), ("mien", "men")]
