"""One slip of the hand or of the ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.joining import MOST_PARTS, MOST_WAYS, splits
from search.language.nearness import near, sounding_like

WORDS = "mien dong san thang tra che dia dua da xanh ong mat khau rung giang viet farm hoa la"
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
        ("dja", ("dua", "dia", "da")),
        ("dng", ("dong", "ong")),
        ("na", ("la",)),
        ("ma", ()),
        ("tn", ()),
        ("xe", ()),
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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xả", ("sả",)),
        ("lức", ("nức", "lứt")),
        ("miếng", ("miến",)),
        ("trà", ("chà",)),
        ("bánh", ("bán",)),
        ("gì", ()),
        ("ô", ()),
        ("", ()),
    ],
)
def test_a_word_may_be_heard_otherwise_and_keeps_its_marks(typed: str, meant: tuple[str, ...]) -> None:
    assert tuple(sounding_like(typed)) == meant


@given(FOLDED, st.frozensets(FOLDED, max_size=8))
def test_near_words_are_other_known_words(typed: str, known: frozenset[str]) -> None:
    found = near(typed, known)

    assert set(found) <= known - {typed}
    assert len(found) == len(set(found))


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert set(near(text, KNOWN)) <= KNOWN
    assert all(set(parts) <= KNOWN for parts in splits(text, KNOWN.__contains__))


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
    assert splits(typed, KNOWN.__contains__) == ((parts,) if parts else ())


@pytest.mark.parametrize(
    ("typed", "known", "ways"),
    [
        ("sanxuat", "sa nxuat san xuat xu at", (("san", "xuat"), ("sa", "nxuat"))),
        ("sanxuat", "sa n san xuat xu at", (("san", "xuat"),)),
        ("thocam", "tho cam thoc am", (("thoc", "am"), ("tho", "cam"))),
        ("aaaaaa", "aa aaa aaaa", (("aaaa", "aa"), ("aaa", "aaa"), ("aa", "aaaa"))),
    ],
)
def test_the_ways_of_the_fewest_parts_are_told(typed: str, known: str, ways: tuple[tuple[str, ...], ...]) -> None:
    assert splits(typed, known.split().__contains__) == ways


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=8))
def test_parts_joined_are_what_was_typed(words: list[str]) -> None:
    found = splits("".join(words), KNOWN.__contains__)

    assert len(found) <= MOST_WAYS
    for parts in found:
        assert "".join(parts) == "".join(words)
        assert len(parts) <= min(len(words), MOST_PARTS)
