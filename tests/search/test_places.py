"""Where things lie, as citizens call it."""

from datetime import date

import pytest

from search.models import SearchDocument
from search.places import Places, places_on
from tests.search.conftest import Market

pytestmark = pytest.mark.django_db


def key(places: Places, name: str) -> str:
    return next(key for key, unit in places.units.items() if unit.name == name)


def test_a_commune_lies_in_its_city_and_province(market: Market, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        places = places_on(date(2024, 10, 7))

    assert places.names(key(places, "San Thàng")) == ("Xã San Thàng",)
    assert places.wider_names(key(places, "San Thàng")) == ("Thành phố Lai Châu", "Tỉnh Lai Châu")
    assert places.wider_names("none") == ()


def test_a_former_commune_lies_also_where_its_heirs_lie(merged_market: Market) -> None:
    places = places_on(date(2025, 7, 5))

    assert places.names(key(places, "San Thàng")) == ("Xã San Thàng", "Phường Tân Phong")
    assert places.wider_names(key(places, "San Thàng")) == ("Thành phố Lai Châu", "Tỉnh Lai Châu")
    assert places.wider_names("03408/2025-07-01") == ("Tỉnh Lai Châu",)


def test_documents_say_in_which_city_and_province_they_are_made(market: Market) -> None:
    for thing in (market.products["noodles"], market.producers["starch"]):
        document = SearchDocument.objects.get(code=thing.code)

        assert document.maker_exact.endswith(" xã san thàng thành phố lai châu tỉnh lai châu ")
        assert document.place == "Xã San Thàng"
