"""The ladder that every engine ranks by."""

from datetime import date

import pytest

from search.engines.base import Asked, Closeness, Form, Term
from search.engines.rungs import (
    ALIKE,
    EQUAL,
    EVERYTHING,
    EXACT,
    FOLDED,
    MAKER,
    MEANT,
    MOST_PHRASES,
    NEAR,
    PHRASE,
    TITLE,
    WHOLE,
    WORDS,
    Rung,
    phrases,
    rungs,
    spelled,
    whole,
)

TEA = Form(("che",), ("chè",))
ALSO_TEA = Form(("tra",), ("trà",), Closeness.MEANT)
COOPERATIVE = Form(("hop", "tac", "xa"), ("hợp", "tác", "xã"), Closeness.MEANT)
GREEN = Form(("xanh",), ("xanh",))
SHEEP = Form(("de",), None, Closeness.NEAR)


def asked(*terms: Term, may_miss: int = 0, whole: tuple[str, ...] = ()) -> Asked:
    return Asked(terms, date(2024, 10, 7), {}, may_miss=may_miss, whole=whole)


def spellings(question: Asked) -> set[str]:
    return {rung.spelling for rung in rungs(question)}


def test_marks_count_before_places_when_they_were_typed():
    ladder = rungs(asked(Term((TEA,))))

    assert ladder.index(Rung(WORDS, EXACT, EVERYTHING)) < ladder.index(Rung(EQUAL, FOLDED, TITLE))


def test_a_name_of_several_words_with_other_marks_counts_before_the_words_scattered():
    ladder = rungs(asked(Term((TEA,)), Term((GREEN,))))

    assert ladder.index(Rung(PHRASE, FOLDED, TITLE)) < ladder.index(Rung(WORDS, EXACT, EVERYTHING))
    assert ladder.index(Rung(WORDS, EXACT, EVERYTHING)) < ladder.index(Rung(WORDS, FOLDED, TITLE))


def test_a_name_spelled_nearly_so_counts_before_the_words_scattered():
    ladder = rungs(asked(Term((TEA, SHEEP)), Term((GREEN,))))

    assert ladder.index(Rung(WORDS, NEAR, TITLE)) < ladder.index(Rung(WORDS, ALIKE, EVERYTHING))
    assert ladder.index(Rung(WORDS, ALIKE, EVERYTHING)) < ladder.index(Rung(WORDS, NEAR, MAKER))


@pytest.mark.parametrize(("form", "spelling"), [(TEA, EXACT), (Form(("che",), ("che",)), FOLDED)])
def test_the_whole_question_in_a_story_counts_before_its_words_scattered(form: Form, spelling: str):
    question = asked(Term((form, ALSO_TEA)), whole=("chè", "của", "núi"))

    ladder = rungs(question)

    assert [rung for rung in ladder if rung.how == WHOLE] == [Rung(WHOLE, spelling, EVERYTHING)]
    assert ladder.index(Rung(WORDS, MEANT, MAKER)) < ladder.index(Rung(WHOLE, spelling, EVERYTHING))
    assert ladder.index(Rung(WHOLE, spelling, EVERYTHING)) < ladder.index(Rung(WORDS, ALIKE, EVERYTHING))
    assert whole(question, EXACT) == ("chè", "của", "núi")
    assert whole(question, FOLDED) == ("che", "cua", "nui")


def test_places_count_before_marks_when_none_were_typed():
    ladder = rungs(asked(Term((Form(("che",), ("che",)),))))

    assert ladder.index(Rung(WORDS, FOLDED, TITLE)) < ladder.index(Rung(WORDS, EXACT, MAKER))
    assert Rung(WORDS, EXACT, EVERYTHING) not in ladder


def test_another_word_for_it_in_the_name_counts_before_the_word_itself_in_the_story():
    ladder = rungs(asked(Term((TEA, ALSO_TEA))))

    assert ladder.index(Rung(WORDS, MEANT, TITLE)) < ladder.index(Rung(WORDS, EXACT, EVERYTHING))
    assert ladder.index(Rung(WORDS, EXACT, MAKER)) < ladder.index(Rung(WORDS, MEANT, TITLE))


@pytest.mark.parametrize(
    ("forms", "may_miss", "wanted"),
    [
        ((TEA,), 0, {EXACT, FOLDED}),
        ((TEA, ALSO_TEA), 0, {EXACT, FOLDED, MEANT, ALIKE}),
        ((TEA, ALSO_TEA, SHEEP), 0, {EXACT, FOLDED, MEANT, ALIKE, NEAR}),
        ((TEA,), 1, {EXACT, FOLDED, NEAR}),
    ],
)
def test_only_rungs_that_tell_answers_apart_are_climbed(forms: tuple[Form, ...], may_miss: int, wanted: set[str]):
    assert spellings(asked(Term(forms), may_miss=may_miss)) == wanted


def test_without_words_there_is_no_ladder():
    assert rungs(asked()) == ()


@pytest.mark.parametrize(
    ("form", "spelling", "found"),
    [
        (TEA, EXACT, (EXACT, ("chè",))),
        (TEA, FOLDED, (FOLDED, ("che",))),
        (TEA, MEANT, (EXACT, ("chè",))),
        (ALSO_TEA, EXACT, None),
        (ALSO_TEA, FOLDED, None),
        (ALSO_TEA, MEANT, (EXACT, ("trà",))),
        (ALSO_TEA, ALIKE, (FOLDED, ("tra",))),
        (SHEEP, ALIKE, None),
        (SHEEP, NEAR, (FOLDED, ("de",))),
        (Form(("san",), ("san",)), MEANT, (FOLDED, ("san",))),
    ],
)
def test_a_form_is_looked_for_in_the_columns_that_can_hold_it(
    form: Form, spelling: str, found: tuple[str, tuple[str, ...]] | None
):
    assert spelled(form, spelling) == found


def test_the_ways_to_say_the_whole_begin_with_the_typed_one_and_end():
    many = tuple(Term((TEA, Form((word,), None, Closeness.MEANT))) for word in "abcdef")

    assert list(phrases((Term((TEA, ALSO_TEA)), Term((Form(("san",), ("san",)),))), ALIKE)) == [
        (FOLDED, ("che", "san")),
        (FOLDED, ("tra", "san")),
    ]
    assert len(list(phrases(many, ALIKE))) == MOST_PHRASES


def test_words_side_by_side_stand_in_one_column():
    whole = (Term((Form(("htx",), ("htx",)), COOPERATIVE)), Term((Form(("ban",), ("ban",)),)))

    assert list(phrases(whole, MEANT)) == [(FOLDED, ("htx", "ban")), (EXACT, ("hợp", "tác", "xã", "ban"))]
    assert list(phrases((Term((ALSO_TEA,)),), EXACT)) == []


def test_what_neighbours_mean_together_is_said_once():
    artichoke = Form(("atiso",), None, Closeness.MEANT)
    terms = (Term((TEA,)), *(Term((Form((word,), (word,)), artichoke)) for word in ("a", "ti", "so")))

    assert list(phrases(terms, ALIKE)) == [
        (FOLDED, ("che", "a", "ti", "so")),
        (FOLDED, ("che", "a", "ti", "atiso")),
        (FOLDED, ("che", "a", "atiso")),
        (FOLDED, ("che", "atiso")),
    ]
