"""What is not public is nowhere in the search: marks are planted where it must not read, and looked for everywhere."""

import io
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.tree import ensure_tree
from ocop_workflow.services.dossiers import save_answers
from ocop_workflow.services.evidence import attach_evidence, upload_evidence
from ocop_workflow.services.producers import change_producer
from search.queries import search_catalogue, suggest
from search.question import SearchQuery
from tests.cms.shelf import article
from tests.factories.dossiers import draft, owner, required
from tests.factories.files import picture
from tests.search.conftest import RESTRICTED, Market, certify

FOLDED = "zqxkin"
# What once was public may leave its words among those known for spelling, until all are written anew.
TAKEN_BACK = "Wvqzấy"
MARKS = (RESTRICTED, FOLDED, TAKEN_BACK, "wvqzay")
TABLES = {"search_searchdocument": MARKS, "search_searchchange": MARKS, "search_searchword": MARKS[:2]}


@pytest.fixture
def planted(market: Market) -> Market:
    """The market, in which the mark also stands in papers, answers, accounts and pages nobody may read.

    Representatives, and a producer without a certified product, bear it already.
    """
    ensure_tree()
    certify(market.city.product)
    change_producer(market.producers["starch"], {"email": f"{FOLDED}@example.vn", "registration_number": RESTRICTED})
    _plant_in_dossier(market)
    _plant_in_pages()
    return market


def _plant_in_dossier(market: Market) -> None:
    product = market.city.product
    actor = owner(product.producer)
    actor.display_name = RESTRICTED
    actor.save()
    dossier = draft(market.city, complete=False)
    save_answers(dossier, {"market": RESTRICTED}, actor=actor, expected_version=dossier.version)
    upload = io.BytesIO(picture("PNG", (9, 9)))
    upload.name = f"{FOLDED}.png"
    paper = upload_evidence(
        product.producer, kind=next(iter(required(dossier))), title=RESTRICTED, upload=upload, actor=actor
    )
    attach_evidence(dossier, paper, actor=actor)


def _plant_in_pages() -> None:
    article(f"{RESTRICTED} nháp", live=False)
    article(f"{TAKEN_BACK} đã gỡ").unpublish()
    PageViewRestriction.objects.create(page=article(f"{TAKEN_BACK} nội bộ"), restriction_type="login")
    changing = article("Tin đã đăng")
    changing.title = RESTRICTED
    changing.save_revision()


def test_no_table_of_the_search_holds_a_mark(planted: Market):
    with connection.cursor() as cursor:
        for table, marks in TABLES.items():
            cursor.execute(f"SELECT * FROM {table}")
            assert told(str(cursor.fetchall()), marks) == []


@pytest.mark.parametrize("mark", MARKS)
def test_no_answer_suggestion_or_count_tells_of_a_mark(planted: Market, mark: str):
    results = search_catalogue(SearchQuery(mark, status=("all",)))

    assert (results.count, results.hidden_count, results.hits, results.suggestion) == (0, 0, (), "")
    assert [value.count for facet in results.facets for value in facet.values if value.count] == []
    assert suggest(mark) == ()


@pytest.mark.parametrize(
    "address", ["products?status=all&page_size=100&", "producers?", "suggest?", "products?cursor=&status=all&"]
)
def test_no_address_of_the_api_tells_of_a_mark(client: Client, planted: Market, address: str):
    for mark in ("", *MARKS):
        said = client.get(f"/api/v1/{address}q={quote(mark)}").content.decode()
        assert told(said.replace(quote(mark), "") if mark else said) == []


def told(text: str, marks: Sequence[str] = MARKS) -> list[str]:
    """Return the marks that stand in a text."""
    return [mark for mark in marks if mark.lower() in text.lower()]
