"""What is understood of what citizens type, before any engine is asked."""

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop_workflow.domain.text import nfc
from search.catalogue import Catalogue, catalogue_on
from search.engines.base import Closeness, Form, Term
from search.question import FACETS, SearchQuery
from search.understanding import Recognised, Understood, understand
from search.words import WORD
from tests.search.conftest import Market

pytestmark = pytest.mark.django_db
WARD_TAN_PHONG = "03408/2025-07-01"


@pytest.fixture
def catalogue(market: Market) -> Catalogue:
    return catalogue_on()


def said(understood: Understood) -> list[tuple[str, str | int, str]]:
    return [(one.facet, one.value, one.words) for one in understood.recognised]


def filters(query: SearchQuery) -> dict[str, tuple]:
    return {facet: query.chosen(facet) for facet in FACETS if query.chosen(facet)}


@pytest.mark.parametrize(
    ("typed", "text", "chosen"),
    [
        ("chè", "chè", {}),
        ("Chè  4 sao", "Chè", {"stars": (4,)}),
        ("che 4*", "che", {"stars": (4,)}),
        ("★★★★ chè", "chè", {"stars": (4,)}),
        ("chè bốn sao hết hạn", "chè", {"stars": (4,), "status": ("expired",)}),
        ("mật ong hết hạn", "mật ong", {"status": ("expired",)}),
        ("gạo đã bị thu hồi", "gạo", {"status": ("revoked",)}),
        ("sản phẩm còn hạn", "", {"kind": ("product",), "status": ("valid", "expiring", "extended")}),
        ("sản phẩm của HTX Suối Ngàn", "HTX Suối Ngàn", {"kind": ("product",)}),
        ("chè có 4 sao", "chè", {"stars": (4,)}),
        ("các sản phẩm 4 sao", "", {"kind": ("product",), "stars": (4,)}),
        ("sp 5*", "", {"kind": ("product",), "stars": (5,)}),
        ("chè 3 sao hoặc 4 sao", "chè", {"stars": (3, 4)}),
        ("từ 3 sao đến 4 sao", "", {"stars": (3, 4)}),
        ("mật ong chưa hết hạn", "mật ong", {"status": ("valid", "expiring", "extended")}),
        ("mật ong hết hạn chưa", "mật ong", {"status": ("all",)}),
        ("chè hết hạn hay bị thu hồi", "chè", {"status": ("expired", "revoked")}),
        ("sản phẩm OCOP 4 sao", "", {"kind": ("product",), "stars": (4,)}),
        ("hợp tác xã San Thàng", "hợp tác xã San Thàng", {}),
        ("chè, 4 sao, hết hạn", "chè", {"stars": (4,), "status": ("expired",)}),
        ("chè của hợp tác xã", "chè", {"organisation": ("hop_tac_xa",)}),
        ("Sản phẩm trà từ thực vật khác", "", {"set": (12,)}),
        ("SP-0001", "SP-0001", {}),
        ("3-4 sao", "", {"stars": (3, 4)}),
        ("716/QĐ-UBND", "716/QĐ-UBND", {}),
        ("chè dưới 4 sao", "chè", {"stars": (3,)}),
        ("chủ thể làm chè", "chè", {"kind": ("producer",)}),
        ("chủ thể có sản phẩm chè", "chè", {"kind": ("producer",)}),
        ("chủ thể 4 sao", "", {"kind": ("product",), "stars": (4,)}),
        ("chủ thể có sản phẩm 4 sao", "", {"kind": ("product",), "stars": (4,)}),
        ("các chủ thể bị thu hồi", "", {"kind": ("product",), "status": ("revoked",)}),
        ("tin tức về chè 4 sao ở San Thàng", "chè 4 sao ở San Thàng", {"kind": ("news",)}),
    ],
)
def test_filters_said_in_words_leave_the_text(
    catalogue: Catalogue, typed: str, text: str, chosen: dict[str, tuple]
) -> None:
    understood = understand(SearchQuery(text=typed), catalogue)

    assert (understood.query.text, filters(understood.query), understood.typed) == (text, chosen, typed)


def test_an_ordinary_question_is_left_as_it_is(catalogue: Catalogue) -> None:
    query = SearchQuery(text="Miến dong San Thàng", stars=(4,), page=3)

    understood = understand(query, catalogue)

    assert understood.query == query
    assert understood.recognised == ()


def test_the_words_that_said_a_filter_are_told(catalogue: Catalogue) -> None:
    understood = understand(SearchQuery(text="chè từ 4 sao ở San Thàng"), catalogue)

    key = catalogue.places.find("03409")
    assert understood.recognised == (
        Recognised("stars", 4, "từ 4 sao"),
        Recognised("stars", 5, "từ 4 sao"),
        Recognised("commune", key, "ở San Thàng"),
    )
    assert understood.query == SearchQuery(text="chè", stars=(4, 5), commune=(key,))


def test_old_and_new_communes_are_told_apart(merged_market: Market) -> None:
    catalogue = catalogue_on()
    ward, before = catalogue.places.find("03408"), catalogue.places.find("03387")

    found = {
        typed: understand(SearchQuery(text=typed), catalogue).query.commune
        for typed in ("chè phường Tân Phong", "chè phường Tân Phong cũ", "chè xã San Thàng", "chè San Thàng")
    }

    assert ward == WARD_TAN_PHONG != before
    assert found == {
        "chè phường Tân Phong": (ward,),
        "chè phường Tân Phong cũ": (before,),
        "chè xã San Thàng": (catalogue.places.find("03409"),),
        "chè San Thàng": (),
    }


def test_a_literal_question_is_taken_word_for_word(catalogue: Catalogue) -> None:
    query = SearchQuery(text="chè 4 sao", literal=True)

    understood = understand(query, catalogue)

    assert understood.query == query
    assert understood.recognised == ()
    assert [term.typed.folded for term in understood.terms] == [("che",), ("4",), ("sao",)]


def test_words_that_only_ask_are_left_out_but_of_a_literal_question(catalogue: Catalogue) -> None:
    query = SearchQuery(text="mua mật ong ở đâu")

    understood = understand(query, catalogue)
    literal = understand(replace(query, literal=True), catalogue)

    assert (understood.query, understood.recognised) == (query, ())
    assert [term.typed.exact for term in understood.terms] == [("mật",), ("ong",)]
    assert [term.typed.exact for term in literal.terms] == [("mua",), ("mật",), ("ong",), ("ở",), ("đâu",)]


@pytest.mark.parametrize(
    ("typed", "text", "terms"),
    [
        ("ở đâu", "ở đâu", 2),
        ("xã San Thàng có gì", "", 0),
        ("có những gì ở San Thàng", "", 0),
        ("4 sao mua ở đâu", "", 0),
    ],
)
def test_words_that_only_ask_are_kept_where_nothing_else_is_asked(
    catalogue: Catalogue, typed: str, text: str, terms: int
) -> None:
    understood = understand(SearchQuery(text=typed), catalogue)

    assert (understood.query.text, len(understood.terms)) == (text, terms)


def test_the_question_as_words_undoes_what_was_recognised_alone(catalogue: Catalogue) -> None:
    query = SearchQuery(text="chè 4 sao hết hạn", stars=(5,), kind=("product",))

    understood = understand(query, catalogue)

    assert filters(understood.query) == {"kind": ("product",), "stars": (5, 4), "status": ("expired",)}
    assert understood.as_words == replace(query, literal=True)


def test_a_filter_chosen_already_is_not_told_again(catalogue: Catalogue) -> None:
    understood = understand(SearchQuery(text="chè 4 sao", stars=(4,)), catalogue)

    assert (said(understood), understood.query.stars, understood.query.text) == ([], (4,), "chè")
    assert understood.as_words.stars == (4,)


def test_keys_slips_and_synonyms_are_understood_by_what_documents_hold(catalogue: Catalogue) -> None:
    assert understand(SearchQuery(text="mieens"), catalogue).terms == (Term((Form(("mien",), ("miến",)),)),)
    assert understand(SearchQuery(text="tuar thangf"), catalogue).terms[0].typed == Form(("tua",), ("tủa",))
    assert understand(SearchQuery(text="miendong"), catalogue).terms[0].typed == Form(("mien", "dong"), None)
    assert understand(SearchQuery(text="trà"), catalogue).terms == (
        Term((Form(("tra",), ("trà",)), Form(("che",), ("chè",), Closeness.MEANT))),
    )
    nearer = understand(SearchQuery(text="miến dnog"), catalogue).nearer
    assert nearer[1].forms[-1] == Form(("dong",), None, Closeness.NEAR)


def test_understanding_asks_the_database_nothing(catalogue: Catalogue, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        understand(SearchQuery(text="mieens dong 4 sao ở San Thàng của hợp tác xã"), catalogue)


# What nobody should type, and somebody does.

BAD = (
    "",
    " ",
    "***",
    "!?.,;:—…",
    "🍵🍯",
    "chè 🍵",
    'mien* AND (title:x~2) OR "a"^3 && !b || +c -d /e/ [1 TO 2] {3} \\',
    "<script>alert(1)</script>",
    "'; DROP TABLE search_searchdocument; --",
    "' OR 1=1 --",
    "%_%",
    "mien\0dong",
    "\u202emiến\u202c",
    "\ud800",
    "чай 茶 شاي ชา trà",
    "miến",
    "ＭＩＥＮ ｄｏｎｇ",
    "İstanbul ǅ ŉ",
    "4*" * 50,
    "a" * 5000,
    "chè " * 1250,
    "4 sao " * 800,
    "-" * 5000,
    "a-1/" * 1250,
    "ở xã " * 1000,
    "-1",
    "1e9",
    "NaN null undefined",
)


@pytest.mark.parametrize("typed", BAD)
def test_bad_input_is_understood_as_its_words_and_nothing_else(catalogue: Catalogue, typed: str) -> None:
    understood = understand(SearchQuery(text=typed, literal=True), catalogue)

    assert understood.query == SearchQuery(text=typed, literal=True)
    assert understood.recognised == ()
    for form in (form for term in understood.nearer for form in term.forms):
        assert all(WORD.fullmatch(word) for word in (*form.folded, *(form.exact or ())))


@pytest.mark.parametrize("typed", [typed for typed in BAD if "4" not in typed])
def test_bad_input_says_no_filter(catalogue: Catalogue, typed: str) -> None:
    understood = understand(SearchQuery(text=typed), catalogue)

    assert understood.recognised == ()
    assert understood.query == SearchQuery(text=typed)


def test_composed_and_decomposed_questions_are_one(catalogue: Catalogue) -> None:
    typed = "miến dong hết hạn ở San Thàng"
    decomposed = understand(SearchQuery(text=normalize("NFD", typed)), catalogue)

    assert decomposed.terms == understand(SearchQuery(text=typed), catalogue).terms
    assert decomposed.query == understand(SearchQuery(text=typed), catalogue).query


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120) | st.text(alphabet="chè4saoởxãSanThàng*★hếtạn-/01 ", max_size=60))
def test_understanding_again_changes_nothing(catalogue: Catalogue, text: str) -> None:
    once = understand(SearchQuery(text=text), catalogue)
    again = understand(once.query, catalogue)

    assert again.recognised or (again.terms, again.nearer) == (once.terms, once.nearer)
    assert len(once.query.text) <= len(nfc(text))
    assert once.as_words == SearchQuery(text=text, literal=True)
