"""News are found while anyone may read them, and no longer."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.models import NewsIndexPage
from cms.tree import ensure_tree
from ocop_workflow.models import Product
from search import sync
from search.models import SearchDocument
from search.queries import search_catalogue, suggest
from search.question import NEWS, SearchQuery
from search.results import Suggestion
from tests.cms.shelf import article
from tests.search.conftest import Market


@pytest.fixture(autouse=True)
def tree(market: Market) -> None:
    ensure_tree()


def titles(text: str, kind: tuple[str, ...] = (NEWS,)) -> list[str]:
    found = search_catalogue(SearchQuery(text, literal=True, kind=kind))
    return ["".join(part for part, _is_match in hit.title_highlight) for hit in found.hits]


def test_an_article_is_found_by_its_title_lead_and_text_without_marks():
    article("Hội chợ mùa đông", body=[("text", "<p>Gian hàng ở <b>quảng trường</b>.</p>")], author_name="Ban biên tập")

    for text in ("hoi cho mua dong", "tóm tắt hội chợ", "quang truong", "ban biên tập"):
        assert titles(text) == ["Hội chợ mùa đông"]
    assert not sync.drift()


def test_an_article_comes_after_products_and_producers_of_the_same_words():
    article("Miến dong San Thàng")

    assert titles("miến dong", kind=())[:2] == ["Miến dong San Thàng", "Miến dong San Thàng"]
    assert [hit.kind for hit in search_catalogue(SearchQuery("miến dong san thàng")).hits][:2] == ["product", "news"]


def test_a_hit_tells_of_the_article_as_it_is_now(client: Client):
    page = article("Hội chợ mùa đông", date(2024, 9, 20))

    (hit,) = search_catalogue(SearchQuery("hội chợ")).hits

    assert (hit.kind, hit.code, hit.url, hit.template) == ("news", str(page.pk), page.url, "search/_news.html")
    assert (hit.facts.name, hit.facts.date) == ("Hội chợ mùa đông", date(2024, 9, 20))
    assert hit.snippet_highlight == (("Tóm tắt: ", False), ("Hội chợ", True), (" mùa đông.", False))


def test_kinds_count_articles_and_suggestions_offer_them():
    page = article("Hội chợ mùa đông")
    article("Hội thảo cuối năm")

    results = search_catalogue(SearchQuery("hội"))

    (kinds,) = [facet for facet in results.facets if facet.key == "kind"]
    assert [(value.value, value.label, value.count) for value in kinds.values] == [
        ("", "Tất cả", 2),
        ("news", "Tin tức", 2),
    ]
    assert kinds.values[1].url == "/tim-kiem/?q=h%E1%BB%99i&loai=tin-tuc"
    assert suggest("hội ch") == (Suggestion("news", "Hội chợ mùa đông", page.url),)


def test_news_without_words_come_newest_first():
    article("Cũ hơn", date(2024, 9, 1))
    article("Mới hơn", date(2024, 10, 1))

    assert titles("") == ["Mới hơn", "Cũ hơn"]


def test_a_draft_is_not_found_until_it_is_published():
    page = article("Hội chợ mùa đông", live=False)
    before = titles("hội chợ")

    page.save_revision().publish()

    assert (before, titles("hội chợ")) == ([], ["Hội chợ mùa đông"])


def test_a_draft_of_a_published_article_is_not_found():
    page = article("Hội chợ mùa đông")
    page.title = "Quốc hội họp"

    revision = page.save_revision()
    before = titles("quốc hội")
    revision.publish()

    assert (before, titles("quốc hội"), titles("mùa đông")) == ([], ["Quốc hội họp"], ["Quốc hội họp"])


@pytest.mark.parametrize("act", ["unpublish", "delete", "restrict", "restrict the index", "delete the index"])
def test_what_not_everyone_may_read_is_gone_at_once(act: str):
    page, index = article("Hội chợ mùa đông"), NewsIndexPage.objects.get()

    {
        "unpublish": lambda: Page.objects.get(pk=page.pk).unpublish(),
        "delete": page.delete,
        "restrict": lambda: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        "restrict the index": lambda: PageViewRestriction.objects.create(page=index, restriction_type="login"),
        "delete the index": lambda: Page.objects.get(pk=index.pk).delete(),
    }[act]()

    assert titles("hội chợ") == []
    assert not SearchDocument.objects.filter(kind=NEWS).exists()
    assert not sync.drift()


def test_a_restriction_taken_away_lets_the_article_be_found_again():
    page = article("Hội chợ mùa đông")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")

    restriction.delete()

    assert titles("hội chợ") == ["Hội chợ mùa đông"]


def test_a_page_put_back_leaves_no_trace():
    with transaction.atomic():
        article("Hội chợ mùa đông")
        transaction.set_rollback(True)

    assert titles("hội chợ") == []
    assert not SearchDocument.objects.filter(kind=NEWS).exists()


def test_a_build_writes_articles_too():
    page = article("Hội chợ mùa đông")
    SearchDocument.objects.all().delete()

    written = sync.build()

    assert written == SearchDocument.objects.count() == 2 + Product.objects.public().count() + 1
    assert SearchDocument.objects.get(kind=NEWS).code == str(page.pk)
