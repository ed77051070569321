"""What can be chosen leads where it says."""

import pytest

from cms.tree import ensure_tree
from ocop_workflow.services.products import register_product
from search.queries import search_catalogue
from search.question import PRICES, SearchQuery, price_range
from tests.cms.shelf import article
from tests.factories.city import DONG_PHONG, SAN_THANG
from tests.factories.merger import TAN_PHONG
from tests.search.conftest import Market, certify, new_producer

PRICED = {"Rượu ngô": 45_000, "Rượu nếp": 50_000, "Rượu men lá": 199_999, "Rượu sim": 1_200_000}


@pytest.fixture
def priced(market: Market) -> Market:
    """The market with four liquors of a household, each at its price."""
    household = new_producer(market.city, "Hộ Tả Lèng", DONG_PHONG)
    household.organisation_type = "ho_kinh_doanh"
    household.save_as(None, reason="Đổi loại hình")
    for name, price in PRICED.items():
        certify(register_product(household, name=name, set_no=14, price_from=price, price_to=price + 100_000))
    return market


def values(facet: str, **asked: object) -> list[tuple[object, str, int]]:
    results = search_catalogue(SearchQuery(**asked))
    found = [one for one in results.facets if one.key == facet]
    return [(value.value, value.label, value.count) for one in found for value in one.values]


@pytest.mark.parametrize(
    ("price", "key"),
    [(None, ""), (0, "0"), (49_999, "0"), (50_000, "50"), (99_999, "50"), (199_999, "100"), (10**9, "500")],
)
def test_a_price_falls_in_the_range_it_reaches(price: int | None, key: str):
    assert price_range(price) == key
    assert list(PRICES) == ["0", "50", "100", "200", "500"]


def test_prices_are_counted_from_the_lowest_and_things_without_one_left_out(priced: Market):
    assert values("price") == [
        ("0", "Dưới 50.000 đ", 1),
        ("50", "Từ 50.000 đến dưới 100.000 đ", 1),
        ("100", "Từ 100.000 đến dưới 200.000 đ", 1),
        ("500", "Từ 500.000 đ", 1),
    ]


def test_prices_and_kinds_of_producers_narrow(priced: Market):
    cheap = search_catalogue(SearchQuery(price=("0", "50")))
    households = search_catalogue(SearchQuery(organisation=("ho_kinh_doanh",)))

    assert sorted(hit.facts.name for hit in cheap.hits) == ["Rượu ngô", "Rượu nếp"]
    assert sorted(hit.facts.name for hit in households.hits) == ["Hộ Tả Lèng", *sorted(PRICED)]
    assert [(chip.label, chip.remove_url) for chip in cheap.chips] == [
        ("Dưới 50.000 đ", "/tim-kiem/?gia=50"),
        ("Từ 50.000 đến dưới 100.000 đ", "/tim-kiem/?gia=0"),
    ]


def test_kinds_of_producers_are_named_and_counted_with_their_products(priced: Market):
    assert values("organisation") == [
        ("hop_tac_xa", "Hợp tác xã", 7),
        ("ho_kinh_doanh", "Hộ kinh doanh", 5),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "miến dong"},
        {"text": "rượu", "literal": True},
        {"organisation": ("ho_kinh_doanh",), "price": ("0", "500")},
        {"kind": ("product",), "status": ("all",)},
        {"stars": (3,), "commune": (f"{SAN_THANG}/2013-12-27",)},
    ],
)
def test_every_value_shown_leads_to_as_many_as_it_says(priced: Market, asked: dict[str, object]):
    query = SearchQuery(**asked)
    results = search_catalogue(query)

    choices = [
        (facet.key, value)
        for facet in results.facets
        for value in facet.values
        if not value.selected and (facet.key == "kind" or not query.chosen(facet.key))
    ]
    said = [(facet, value.value, value.count) for facet, value in choices]
    led = [(facet, value.value, search_catalogue(value.asks).count) for facet, value in choices]
    assert said == led
    assert len(said) >= 6
    assert min(count for _facet, _value, count in said) >= 1


def test_old_and_new_communes_lead_to_as_many_as_they_say(merged_market: Market):
    results = search_catalogue(SearchQuery())

    (facet,) = [facet for facet in results.facets if facet.key == "commune"]
    assert [search_catalogue(value.asks).count for value in facet.values] == [value.count for value in facet.values]
    assert facet.values[0].value == TAN_PHONG


def test_what_has_no_commune_stands_under_none(market: Market):
    ensure_tree()
    article("Miến dong lên kệ")

    assert values("kind", text="miến dong")[-1] == ("news", "Tin tức", 1)
    assert "" not in [value for value, _label, _count in values("commune", text="miến dong")]
