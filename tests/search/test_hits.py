"""What of a hit is marked: what was typed however it is marked, what else is meant as that is written."""

import pytest

from ocop_workflow.services.products import register_product
from search.catalogue import catalogue_on
from search.engines.base import Closeness, Form, Term
from search.highlight import Parts
from search.hits import shown_hits
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.search.conftest import Market, certify

STORY = "Trả lời: trà sạch, Tra tay; che nắng, chẻ tre, CHÈ tươi."


@pytest.fixture
def drink(market: Market) -> str:
    """Return the code of a product in whose story words stand that differ in marks alone."""
    product = register_product(market.producers["maker"], name="Nước uống", set_no=11, story=STORY)
    certify(product)
    return product.code


def marked(parts: Parts) -> list[str]:
    return [piece for piece, is_match in parts if is_match]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("che", ["trà", "Tra", "che", "chẻ", "CHÈ"]),
        ("chè", ["trà", "Tra", "che", "chẻ", "CHÈ"]),
        ("tra", ["Trả", "trà", "Tra", "che", "CHÈ"]),
        ("tra che", ["Trả", "trà", "Tra", "che", "chẻ", "CHÈ"]),
    ],
)
def test_what_a_word_means_besides_is_marked_as_it_is_written(drink: str, text: str, pieces: list[str]):
    (hit,) = [hit for hit in search_catalogue(SearchQuery(text)).hits if hit.code == drink]

    assert marked(hit.snippet_highlight) == pieces


@pytest.mark.parametrize(
    ("form", "pieces"),
    [
        (Form(("tra",), ("trà",), Closeness.MEANT), ["trà", "Tra"]),
        (Form(("tra",), ("tra",), Closeness.MEANT), ["Trả", "trà", "Tra"]),
        (Form(("tra",), None, Closeness.MEANT), ["Trả", "trà", "Tra"]),
        (Form(("tra",), ("trà",), Closeness.NEAR), ["Trả", "trà", "Tra"]),
        (Form(("tra", "sach"), ("trà", "sạch"), Closeness.MEANT), ["trà sạch", "Tra"]),
        (Form(("tra", "tay"), ("trà", "tay"), Closeness.MEANT), ["trà", "Tra tay"]),
    ],
)
def test_only_certain_marks_of_another_meaning_tell_words_apart(drink: str, form: Form, pieces: list[str]):
    terms = (Term((Form(("nuoc",), ("nước",)), form)),)

    (hit,) = shown_hits([("product", drink)], SearchQuery(), terms, catalogue_on())

    assert (marked(hit.title_highlight), marked(hit.snippet_highlight)) == (["Nước"], pieces)
