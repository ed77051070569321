from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.services.products import register_product
from search.models import SearchDocument
from search.queries import search_catalogue, suggest
from search.question import SearchQuery
from search.results import Suggestion
from tests.factories.city import DONG_PHONG, SAN_THANG
from tests.factories.merger import TAN_PHONG
from tests.search.conftest import Market, certify

OLD_SAN_THANG, OLD_DONG_PHONG = f"{SAN_THANG}/2013-12-27", f"{DONG_PHONG}/2013-12-27"


def found(market: Market, text: str = "", **asked: object) -> list[str]:
    return market.names(hit.code for hit in search_catalogue(SearchQuery(text, **asked)).hits)


def counts(facet: str, text: str = "", **asked: object) -> list[tuple[object, int]]:
    results = search_catalogue(SearchQuery(text, **asked))
    return [(value.value, value.count) for one in results.facets if one.key == facet for value in one.values]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("miến dong", ["noodles", "plain", "east", "honey", "starch", "maker"]),
        ("MIẾN   DONG!", ["noodles", "plain", "east", "honey", "starch", "maker"]),
        ("mie\u0302\u0301n dong", ["noodles", "plain", "east", "honey", "starch", "maker"]),
        ("dong miến", ["noodles", "honey", "starch", "plain", "east", "maker"]),
        ("mien dong", ["plain", "noodles", "east", "honey", "maker", "starch"]),
        ("mién dông", ["plain", "noodles", "east", "honey", "maker", "starch"]),
        ("miền đông", ["east", "plain", "noodles", "maker", "honey", "starch"]),
        ("dong rieng", ["noodles"]),
        ("gia khau", ["tea"]),
        ("san thang", ["noodles", "honey", "plain", "starch"]),
        ("htx suoi ngan", ["starch", "honey", "plain", "noodles"]),
        ("500g", ["plain"]),
        ("xoài", []),
    ],
)
def test_search_finds_with_without_and_with_wrong_marks(market: Market, text: str, names: list[str]):
    assert found(market, text) == names


@pytest.mark.parametrize("text", ["nếp hòa bình", "nếp hoà bình", "nep hoa binh", "nếp hoa\u0300 bình"])
def test_search_knows_both_placements_of_a_tone(market: Market, text: str):
    results = search_catalogue(SearchQuery(text, status=("all",)))

    assert results.hits[0].title_highlight == (("Gạo ", False), ("nếp hoà bình", True))


@pytest.mark.parametrize("what", ["code", "certificate", "decision"])
def test_search_finds_codes_and_numbers_of_papers(market: Market, what: str):
    product = market.products["honey"]
    certificate = product.certificates.get()
    text = {"code": product.code, "certificate": certificate.number, "decision": certificate.decision_number}[what]

    assert found(market, text) == ["honey"]


def test_search_without_words_lists_all_in_force_the_newest_first(market: Market):
    assert found(market) == ["honey", "plain", "noodles", "east", "tea", "maker", "starch"]


def test_hit_shows_what_matched_as_it_is_written(market: Market):
    results = search_catalogue(SearchQuery("mien dong"))

    hit = next(hit for hit in results.hits if hit.code == market.products["honey"].code)
    assert hit.title_highlight == (("Mật ong hoa", False),)
    assert hit.snippet_highlight == (("Ăn cùng ", False), ("miến dong", True), (".", False))
    assert (hit.facts.status, hit.facts.stars, hit.facts.certificate.counts_until) == ("valid", 3, date(2027, 1, 15))


def test_default_leaves_out_what_is_no_longer_in_force_and_says_how_many(market: Market):
    default = search_catalogue(SearchQuery("mien dong"))
    everything = search_catalogue(SearchQuery("mien dong", status=("all",)))

    assert (default.count, default.hidden_count) == (6, 1)
    assert (everything.count, everything.hidden_count) == (7, 0)
    assert default.show_all_url == "/tim-kiem/?q=mien+dong&tinh-trang=all"


def test_valid_comes_before_expired(market: Market):
    names = found(market, "miến dong", status=("all",), kind=("product",))

    assert names == ["noodles", "old", "plain", "east", "honey"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"kind": ("producer",)}, ["maker", "starch"]),
        ({"set": (6,)}, ["plain", "noodles"]),
        ({"group": ("thuc-pham",), "set": (4, 11)}, ["honey", "east", "tea"]),
        ({"stars": (4, 5)}, ["noodles", "east"]),
        ({"stars": (5,), "set": (6,)}, []),
        ({"commune": (OLD_DONG_PHONG,), "kind": ("product",)}, ["east", "tea"]),
        ({"status": ("expired",)}, ["old"]),
        ({"status": ("revoked", "expired")}, ["rice", "old"]),
        ({"status": ("expiring",)}, ["tea"]),
        ({"sort": "stars", "kind": ("product",)}, ["east", "noodles", "honey", "plain", "tea"]),
        ({"sort": "newest", "kind": ("product",)}, ["honey", "plain", "noodles", "east", "tea"]),
        ({"page_size": 2, "page": 2}, ["noodles", "east"]),
        ({"page": 2}, []),
        ({"page": 10**30}, []),
    ],
)
def test_filters_narrow_and_their_values_widen(market: Market, asked: dict[str, object], names: list[str]):
    assert found(market, **asked) == names


def test_filter_of_a_producer_gives_its_products(market: Market):
    code = market.producers["maker"].code

    assert found(market, kind=("product",), producer=code) == ["east", "tea"]


@pytest.mark.parametrize(
    ("facet", "values"),
    [
        ("kind", [("", 7), ("product", 5), ("producer", 2)]),
        ("group", [("thuc-pham", 5)]),
        ("set", [(11, 2), (6, 2), (4, 1)]),
        ("stars", [(5, 1), (4, 1), (3, 3)]),
        ("commune", [(OLD_SAN_THANG, 4), (OLD_DONG_PHONG, 3)]),
        ("status", [("valid", 4), ("expiring", 1), ("expired", 1), ("revoked", 1)]),
    ],
)
def test_facets_count_what_each_value_leads_to(market: Market, facet: str, values: list[tuple[object, int]]):
    assert counts(facet) == values


def test_a_facet_leaves_its_own_filter_out_of_its_counts(market: Market):
    asked = {"stars": (4,), "set": (6,)}

    assert counts("stars", **asked) == [(4, 1), (3, 1)]
    assert counts("set", **asked) == [(6, 1)]


@pytest.mark.parametrize("asked", [{}, {"set": (6,)}, {"stars": (3,), "status": ("all",)}, {"text": "mien dong"}])
def test_no_facet_value_leads_nowhere(market: Market, asked: dict[str, object]):
    results = search_catalogue(SearchQuery(**asked))

    choices = [value for facet in results.facets for value in facet.values if not value.selected]
    assert len(choices) >= 6
    assert [search_catalogue(value.asks).count >= value.count > 0 for value in choices] == [True] * len(choices)


def test_chips_name_the_filters_in_use_and_lead_to_the_question_without(market: Market):
    results = search_catalogue(SearchQuery("mien", stars=(4,), commune=(OLD_SAN_THANG,), status=("all",)))

    assert [(chip.label, chip.remove_url) for chip in results.chips] == [
        ("4 sao", f"/tim-kiem/?q=mien&xa={OLD_SAN_THANG}&tinh-trang=all"),
        ("Xã San Thàng", "/tim-kiem/?q=mien&sao=4&tinh-trang=all"),
        ("Mọi tình trạng", f"/tim-kiem/?q=mien&sao=4&xa={OLD_SAN_THANG}"),
    ]


def test_after_a_merger_communes_are_found_by_old_and_new_names(merged_market: Market):
    results = search_catalogue(SearchQuery())

    (facet,) = [facet for facet in results.facets if facet.key == "commune"]
    assert [(value.value, value.label, value.count) for value in facet.values] == [
        (TAN_PHONG, "Phường Tân Phong", 6),
        (OLD_SAN_THANG, "Xã San Thàng (cũ)", 4),
        (OLD_DONG_PHONG, "Phường Đông Phong (cũ)", 2),
    ]
    assert found(merged_market, "tan phong") == found(merged_market, commune=(TAN_PHONG,))
    assert found(merged_market, commune=(OLD_DONG_PHONG,)) == ["east", "maker"]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("mat onng", "Mật ong"), ("chè tuả thnag", "Chè Tủa Thàng"), ("mat ong", ""), ("zzzz yyyy", "")],
)
def test_a_near_spelling_is_offered_when_little_is_found(market: Market, text: str, suggestion: str):
    assert search_catalogue(SearchQuery(text)).suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mi", ["noodles", "east", "plain"]),
        ("miế", ["noodles", "plain", "east"]),
        ("mien d", ["plain", "noodles", "east"]),
        ("htx su", ["starch"]),
        ("m", []),
        ("", []),
        ("%", []),
        ("mi%", ["noodles", "east", "plain"]),
        ("mi_", ["noodles", "east", "plain"]),
    ],
)
def test_suggestions_begin_after_two_letters(market: Market, text: str, names: list[str]):
    offered = [(one.type, one.label) for one in suggest(text)]

    things = market.products | market.producers
    assert sorted(offered) == sorted(
        ("producer" if name in market.producers else "product", things[name].name) for name in names
    )


def test_suggestions_lead_to_the_thing(market: Market):
    honey = market.products["honey"]

    assert suggest("mật ong") == (
        Suggestion("product", "Mật ong hoa", f"/san-pham/{honey.code}/", honey.producer.name),
    )


def test_what_the_register_no_longer_calls_valid_is_not_shown(market: Market):
    """I7: even where a document was written wrongly."""
    SearchDocument.objects.filter(code=market.products["rice"].code).update(revoked_on=None)

    assert "rice" not in found(market)
    assert suggest("gạo nếp") == ()
    assert search_catalogue(SearchQuery("gạo nếp", kind=("product",))).count == 0


def test_what_a_certificate_is_worth_changes_with_the_day_alone(market: Market):
    with clock.travel(date(2024, 12, 1)):
        before = found(market, "tủa thàng")
    with clock.travel(date(2024, 12, 2)):
        after = found(market, "tủa thàng")

    assert (before, after) == (["tea", "maker"], ["maker"])


def test_the_number_of_queries_does_not_grow_with_the_hits(market: Market):
    search_catalogue(SearchQuery("miến"))
    with CaptureQueriesContext(connection) as few:
        search_catalogue(SearchQuery("miến"))
    for number in range(6):
        product = register_product(market.producers["starch"], name=f"Miến số {number}", set_no=6)
        certify(product)
    search_catalogue(SearchQuery("miến"))  # reads the new words
    with CaptureQueriesContext(connection) as many:
        results = search_catalogue(SearchQuery("miến"))

    assert results.count == 12
    assert len(many) == len(few) <= 18
