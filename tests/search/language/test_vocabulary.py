"""The words of documents."""

import pytest

from search.language.vocabulary import Vocabulary


@pytest.fixture
def vocabulary() -> Vocabulary:
    in_names = ("miến", "dong", "dừa", "dứa", "dưa", "vietfarm", "việt", "farm", "loỏng", "y")
    return Vocabulary([*((word, True) for word in in_names), ("đũa", False), ("dùa", False), ("lổng", False)])


def test_a_word_is_known_however_it_is_marked(vocabulary: Vocabulary) -> None:
    assert [vocabulary.knows(word) for word in ("mien", "dua", "miến", "xyz")] == [True, True, False, False]


def test_words_come_by_and_by(vocabulary: Vocabulary) -> None:
    before = len(vocabulary)

    vocabulary.add([("xyz", False), ("miền", True)])

    assert (len(vocabulary), vocabulary.writing(["miền"])) == (before + 1, ("miền",))


def test_of_several_words_those_written_so_are_taken(vocabulary: Vocabulary) -> None:
    assert vocabulary.writing(["lổng", "loỏng", "lông"]) == ("lổng", "loỏng")
    assert vocabulary.writing(["loong"]) == ("loong",)
    assert vocabulary.writing(["xýz"]) == ()


@pytest.mark.parametrize(
    ("exact", "folded", "near"),
    [
        ("dứu", "duu", (("dua", "dứa"),)),
        ("dừu", "duu", (("dua", "dừa"),)),
        ("dũu", "duu", (("dua", "đũa"),)),
        ("duu", "duu", (("dua", "dưa"),)),
        ("donng", "donng", (("dong", "dong"),)),
    ],
)
def test_near_words_are_written_with_marks_like_those_typed(
    vocabulary: Vocabulary, exact: str, folded: str, near: tuple[tuple[str, str], ...]
) -> None:
    assert vocabulary.near(exact, folded) == near


def test_near_words_of_names_come_first_and_four_are_enough() -> None:
    vocabulary = Vocabulary([("tanh", False), ("manh", False), ("lanh", True), ("banh", False), ("hanh", False)])

    near = vocabulary.near("xanh", "xanh")

    assert near[0] == ("lanh", "lanh")
    assert len(near) == 4


def test_words_written_so_are_told_from_those_marked_otherwise(vocabulary: Vocabulary) -> None:
    assert [vocabulary.writes(word) for word in ("dừa", "dùa", "dua", "dửa", "xyz")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_words_of_names_are_known_with_their_marks_or_without(vocabulary: Vocabulary) -> None:
    assert [vocabulary.names(word) for word in ("dừa", "dua", "dùa", "đũa", "lổng")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("miếng", ("miến",)),
        ("mieng", ("mien",)),
        ("rứa", ("dứa",)),
        ("dùa", ()),
        ("miến", ()),
        ("l4", ()),
        ("miêng", ()),
    ],
)
def test_a_word_of_no_name_may_be_heard_for_one_that_is(
    vocabulary: Vocabulary, word: str, heard: tuple[str, ...]
) -> None:
    assert vocabulary.misheard(word) == heard


@pytest.mark.parametrize(
    ("words", "joined"),
    [("viet farm", "vietfarm"), ("vi et farm", "vietfarm"), ("mi en", ""), ("viet nam", ""), ("do ng", "")],
)
def test_neighbours_are_one_word_where_documents_have_it(vocabulary: Vocabulary, words: str, joined: str) -> None:
    assert vocabulary.joined(*words.split()) == joined


def test_parts_of_a_word_have_a_vowel() -> None:
    vocabulary = Vocabulary([("th", False), ("ang", False), ("san", False), ("sanh", False)])

    assert vocabulary.splits("sanhth") == ()
    assert vocabulary.splits("sanang") == (("san", "ang"),)


def test_parts_that_stand_in_names_come_first() -> None:
    vocabulary = Vocabulary([("thóc", False), ("ấm", False), ("thổ", True), ("cẩm", True)])

    assert vocabulary.splits("thocam") == (("tho", "cam"), ("thoc", "am"))


def test_parts_may_be_words_known_besides() -> None:
    vocabulary = Vocabulary([("miến", True)])

    assert vocabulary.splits("mienrong") == ()
    assert vocabulary.splits("mienrong", {"rong"}) == (("mien", "rong"),)
    assert vocabulary.splits("mienxzt", {"xzt"}) == ()
