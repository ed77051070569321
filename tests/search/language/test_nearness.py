"""One slip of the hand or of the ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.joining import MOST_PARTS, split
from search.language.nearness import near

WORDS = "mien dong san thang tra che xanh ong mat khau rung giang viet farm hoa la"
KNOWN = frozenset(WORDS.split())
FOLDED = st.text(alphabet="abcdeghiklmnopqrstuvxy", max_size=10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dnog", ("dong",)),
        ("mienn", ("mien",)),
        ("mie", ("mien",)),
        ("mian", ("mien",)),
        ("donng", ("dong",)),
        ("xan", ("san", "xanh")),
        ("chang", ("thang",)),
        ("trang", ("thang",)),
        ("cha", ("tra", "che")),
        ("dang", ("giang", "dong")),
        ("miendong", ()),
        ("mien", ()),
        ("xy", ()),
        ("m1en", ()),
        ("", ()),
        ("a" * 25, ()),
    ],
)
def test_known_words_one_slip_away(typed: str, meant: tuple[str, ...]) -> None:
    assert near(typed, KNOWN) == meant


@given(FOLDED, st.frozensets(FOLDED, max_size=8))
def test_near_words_are_other_known_words(typed: str, known: frozenset[str]) -> None:
    found = near(typed, known)

    assert set(found) <= known - {typed}
    assert len(found) == len(set(found))


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert set(near(text, KNOWN)) <= KNOWN
    assert set(split(text, KNOWN.__contains__)) <= KNOWN


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("miendong", ("mien", "dong")),
        ("vietfarm", ("viet", "farm")),
        ("miendongsanthang", ("mien", "dong", "san", "thang")),
        ("matong", ("mat", "ong")),
        ("hoala", ("hoa", "la")),
        ("mien", ()),
        ("miendongg", ()),
        ("mien500", ()),
        ("la" * 7, ()),
        ("la" * 30, ()),
    ],
)
def test_words_written_as_one_are_parted(typed: str, parts: tuple[str, ...]) -> None:
    assert split(typed, KNOWN.__contains__) == parts


def test_the_fewest_parts_win() -> None:
    assert split("sanxuat", {"sa", "nxuat", "san", "xuat", "xu", "at"}.__contains__) == ("san", "xuat")


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=8))
def test_parts_joined_are_what_was_typed(words: list[str]) -> None:
    found = split("".join(words), KNOWN.__contains__)

    assert found == () or ("".join(found) == "".join(words) and len(found) <= min(len(words), MOST_PARTS))
