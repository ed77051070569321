import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from ocop_workflow.queries.register_lists import ListedCertificate, ListedMaker, ListedProducer, ListedProduct


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rendered(template, **context):
    given = Context(context)
    given.request = RequestFactory().get("/tim-kiem/", {"q": "mien dong"})
    return re.sub(r"\s+", " ", get_template(template).template.render(given)).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def product_hit(status="valid", commune_now=""):
    certificate = ListedCertificate(
        number="0001/2024",
        stars=4,
        decision_number="1/QĐ-UBND",
        token="t",
        valid_from=date(2023, 12, 12),
        valid_to=date(2026, 12, 11),
        extended_to=date(2027, 3, 11),
        status=status,
    )
    facts = ListedProduct(
        code="SP-0001",
        name="Miến dong Bình Lư",
        producer=ListedMaker("CT-0001", "HTX Suối Ngàn"),
        set_no=6,
        group="",
        commune_name="Xã Bình Lư",
        commune_now=commune_now,
        illustrative=True,
        certificate=certificate,
    )
    return SimpleNamespace(
        kind="product",
        template="search/_product.html",
        url="/san-pham/mien-dong/",
        title_highlight=(("Miến dong", True), (" Bình Lư", False)),
        snippet_highlight=(("Sợi ", False), ("miến", True), (" dai", False)),
        facts=facts,
    )


def results(**fields):
    whole = {
        "hits": (product_hit(),),
        "count": 1,
        "page": 1,
        "pages": 1,
        "facets": (),
        "chips": (),
        "suggestion": None,
        "engine": "embedded",
        "hidden_count": 0,
        "show_all_url": "",
        "first_url": "",
    }
    return SimpleNamespace(**whole | fields)


def test_result_marks_what_matched():
    html = rendered("search/_product.html", hit=product_hit())

    assert re.findall(r"<mark>(.*?)</mark>", html) == ["Miến dong", "miến"]
    assert words(html) == (
        "Miến dong Bình Lư 4 stars Valid until 12/11/2026 HTX Suối Ngàn Illustrative data · Xã Bình Lư Sợi miến dai"
    )


@pytest.mark.parametrize("status", ["suspended", "expired", "revoked", "superseded"])
def test_result_that_no_longer_counts_promises_no_date(status):
    assert "until" not in words(rendered("search/_product.html", hit=product_hit(status)))


def test_result_under_a_provisional_extension_counts_until_its_end():
    assert "until 03/11/2027" in words(rendered("search/_product.html", hit=product_hit("extended")))


def test_result_of_a_merged_commune_says_what_it_is_today():
    said = words(rendered("search/_product.html", hit=product_hit(commune_now="Phường Tân Phong")))

    assert "HTX Suối Ngàn Illustrative data · Xã Bình Lư (today: Phường Tân Phong) Sợi" in said


def test_producer_found_is_text_without_a_picture():
    hit = product_hit()
    hit.facts = ListedProducer(
        "CT-0001", "HTX Suối Ngàn", "Cooperative", "Xã Bình Lư", illustrative=False, product_count=2
    )
    html = rendered("search/_producer.html", hit=hit)

    assert ("<img" in html, "stars" in html) == (False, False)
    assert words(html) == "Miến dong Bình Lư Cooperative · Xã Bình Lư Sợi miến dai"


def test_results_page_names_what_the_default_filter_leaves_out():
    said = words(rendered("search/results.html", query=SimpleNamespace(text=""), results=results(hidden_count=3)))

    assert "3 more products are not in force today" in said


def test_results_page_without_hits_offers_the_other_spelling():
    query = SimpleNamespace(text="miêng rong")

    spelling = SimpleNamespace(label="miến dong", url="/tim-kiem/?q=mien+dong", count=3)
    ways = SimpleNamespace(spelling=spelling, wider=(), newest=(), products=16, producers=13)

    html = rendered("search/results.html", query=query, results=results(hits=(), count=0), ways=ways)

    assert "Nothing matches “miêng rong” Did you mean miến dong ?" in words(html)
    assert 'href="/tim-kiem/?q=mien+dong"' in html


def test_results_page_shows_kinds_as_tabs_and_other_facets_as_filters():
    value = SimpleNamespace(value="x", label="Products", count=6, selected=True, url="?loai=san-pham")
    facets = (
        SimpleNamespace(key="kind", label="Kind", values=(value,)),
        SimpleNamespace(key="stars", label="Stars", values=(value,)),
    )

    context = {"results": results(facets=facets), "filters": [facets[1]]}

    html = rendered("search/results.html", query=SimpleNamespace(text=""), **context)

    assert html.count('class="tabs"') == 1
    assert html.count('class="facet"') == 1
