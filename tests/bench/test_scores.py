"""The measures, on lists whose figures are known by hand."""

import pytest

from tests.bench.relevance.labels import Key
from tests.bench.relevance.scores import Scores, overlap, score


def keys(letters: str) -> list[Key]:
    return [("product", letter) for letter in letters]


def test_score_of_what_is_first_second_and_not_there():
    asked = [(keys("abc"), frozenset(keys("a"))), (keys("abc"), frozenset(keys("b"))), ([], frozenset(keys("c")))]

    found = score(asked)

    assert (found.questions, found.mrr) == (3, 0.5)
    assert found.ndcg == pytest.approx((1 + 0.63093 + 0) / 3, abs=1e-5)
    assert (found.first, found.among_five) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_score_counts_a_full_list_of_right_answers_as_one_and_the_sixth_place_not_among_five():
    assert score([(keys("ab"), frozenset(keys("ab")))]) == Scores(1, 1.0, 1.0, 1.0, 1.0)
    assert score([(keys("abcdef"), frozenset(keys("f")))]).among_five == 0


@pytest.mark.parametrize(
    ("one", "other", "shared"), [("abcd", "abcd", 10), ("abcd", "cdef", 5), ("", "", 10), ("a", "", 0)]
)
def test_overlap(one: str, other: str, shared: float):
    assert overlap(keys(one), keys(other)) == shared
