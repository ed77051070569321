"""What must be found for the words of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import Closeness, Form, Term
from search.language.fillers import MOST_MEANT
from search.language.terms import code_spans, meant_terms, nearer_terms
from search.language.thesaurus import Thesaurus
from search.language.tokens import tokens_of
from search.language.vocabulary import Vocabulary
from search.words import WORD, exact_words

WORDS = "miến dong San Thàng chè trà shan mật ong Loỏng Ủ Việt Farm VietFarm dừa dứa dưa đũa thịt lợn khẩu hợp tác xã"
VOCABULARY = Vocabulary((word, True) for word in exact_words(f"{WORDS} địa đá"))
THESAURUS = Thesaurus([
    (("chè", "trà"), False),
    (("miến dong", "miến rong"), False),
    (("HTX", "hợp tác xã"), False),
    (("P.", "phường"), True),
    (("!!!", "chấm"), False),
])  # fmt: skip
SIGNS = {Closeness.TYPED: "", Closeness.MEANT: "~", Closeness.NEAR: "?"}


def asked(text: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    tokens = tokens_of(text, most_read=40)
    codes = code_spans(text, tokens)
    terms = meant_terms(tokens, codes, VOCABULARY, THESAURUS)
    return terms, nearer_terms(tokens, codes, terms, VOCABULARY)


def shown(terms: tuple[Term, ...]) -> str:
    """Return terms as text: forms of a term joined by |, ~ before what is meant, ? before what is near."""
    return ", ".join(
        "|".join(SIGNS[form.closeness] + " ".join(form.exact or form.folded) for form in term.forms) for term in terms
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("mật ong", "mật, ong"),
        ("mat ong", "mat, ong"),
        # keys undone: taken as typed where no document has the word
        ("maatj ong", "mật, ong"),
        ("loorng", "loỏng"),
        ("urr", "ủ"),
        ("tra2 shan", "trà|~chè, shan"),
        # keys that say a word nobody writes, beside a slip that names hold
        ("dja san", "dja|?dua|?dia|?da, san"),
        ("dja", "dja|?dua|?dia|?da"),
        # words heard otherwise, beside others
        ("miếng dong", "miếng|~miến, dong"),
        ("mieng dong", "mieng|~mien, dong"),
        ("miếng", "miếng"),
        ("xan thàng", "xan|~san, thàng"),
        # joined and parted
        ("miendong", "mien dong|~miến rong"),
        ("mienrong", "mien rong|~miến dong"),
        ("mienrongshan", "mien rong shan|~mien dong shan"),
        ("matongche", "mat ong che|~mat ong tra"),
        ("rongrong", "rong rong"),
        ("phuongphuong", "phuongphuong"),
        ("viet farm", "viet|~vietfarm, farm|~vietfarm"),
        ("vietfarm", "vietfarm|~viet farm"),
        # synonyms, with the marks that were meant
        ("chè", "chè|~trà"),
        ("che", "che|~trà"),
        ("chẻ", "chẻ"),
        ("miến dong", "miến|~miến rong, dong|~miến rong"),
        ("miến rong", "miến|~miến dong, rong|~dong|~miến dong"),
        ("mieens rong", "miến|~miến dong, rong|~dong|~miến dong"),
        ("miên dong", "miên|~miến rong, dong|~miến rong"),
        ("miền dong", "miền, dong"),
        ("mật ong che", "mật, ong, che"),
        ("maatj ong chef", "mật, ong, chè|~trà"),
        ("HTX", "htx|~hợp tác xã"),
        ("hợp tác xã chè", "hợp|~htx, tác|~htx, xã|~htx, chè|~trà"),
        ("p san", "p|~phường, san"),
        ("phường san", "phường, san"),
        # homographs keep their marks
        ("dừa", "dừa"),
        ("đũa", "đũa"),
        # numbers and codes
        ("500 g", "500g"),
        ("SP-0001", "sp 0001"),
        ("sp0001", "sp0001|~sp 0001"),
        ("SP-T000597", "sp t000597"),
        ("60g/túi", "60g, túi"),
        ("h.t.x", "htx|~hợp tác xã"),
        ("chè (042/2021/GCN-OCOP-LC)", "chè|~trà, 042 2021 gcn ocop lc"),
        ("716/QĐ-UBND", "716 qđ ubnd"),
        ("1/2024", "1, 2024"),
        ("Việt-Farm", "việt|~vietfarm, farm|~vietfarm"),
        ("xyzt", "xyzt"),
        ("", ""),
        ("!!! ***", ""),
    ],
)
def test_words_are_asked_for_in_the_forms_meant(text: str, terms: str) -> None:
    assert shown(asked(text)[0]) == terms


@pytest.mark.parametrize(
    ("text", "nearer"),
    [
        ("mien dnog", "mien, dnog|?dong"),
        ("miến dnóg", "miến, dnóg|?dong"),
        ("xan thang", "xan|~san, thang"),
        ("xan", "xan|?san"),
        ("dùu", "dùu|?dừa"),
        ("dứu", "dứu|?dứa"),
        ("kháu", "kháu"),
        ("khẫu", "khẫu"),
        ("mật ong của San Thàng", "mật, ong, san, thàng"),
        ("ở đâu", "ở, đâu|?dưa"),
        ("cua", "cua|?dua"),
        ("2024 xan", "2024, xan|~san"),
        ("SP-0001 xan", "sp 0001, xan|?san"),
    ],
)
def test_only_then_are_near_words_asked_for_and_fillers_left_out(text: str, nearer: str) -> None:
    assert shown(asked(text)[1]) == nearer


def test_forms_say_what_they_are() -> None:
    assert asked("miendong")[0] == (
        Term((Form(("mien", "dong"), None), Form(("mien", "rong"), ("miến", "rong"), Closeness.MEANT))),
    )
    assert asked("chè")[0] == (Term((Form(("che",), ("chè",)), Form(("tra",), ("trà",), Closeness.MEANT))),)


def test_a_long_text_is_taken_as_typed() -> None:
    terms, nearer = asked("chè " * 3000)

    assert [len(term.forms) for term in terms] == [2] * MOST_MEANT + [1] * (3000 - MOST_MEANT)
    assert len(nearer) == 3000


@given(st.text(max_size=120) | st.text(alphabet="miếndogcheàVtfarSP01-/.* ", max_size=80))
def test_terms_of_anything_are_words(text: str) -> None:
    for terms in asked(text):
        for form in (form for term in terms for form in term.forms):
            assert form.folded
            assert all(WORD.fullmatch(word) for word in (*form.folded, *(form.exact or ())))
    assert all(term.typed.closeness == Closeness.TYPED for term in asked(text)[0])


@given(st.text(max_size=120))
def test_every_word_is_asked_for(text: str) -> None:
    words = [word for term in asked(text)[0] for word in max((form.folded for form in term.forms), key=len)]

    assert len(words) >= len(exact_words(text))
