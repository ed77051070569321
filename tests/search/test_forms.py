"""Which values a question may have: those of the law that is loaded, whatever laws come."""

from dataclasses import replace

import pytest

from search.catalogue import Catalogue, catalogue_on
from search.forms import SearchForm
from tests.search.conftest import Market


@pytest.fixture
def catalogue(market: Market) -> Catalogue:
    """Of a law that knows sets 6 and 27 and no others."""
    return replace(catalogue_on(), sets={6: "Chế biến từ gạo, ngũ cốc", 27: "Sản phẩm số"})


@pytest.mark.parametrize(("said", "meant"), [(["27"], (27,)), (["06", "27", "6"], (6, 27)), ([], ())])
def test_a_set_the_law_names_may_be_asked_for(catalogue: Catalogue, said: list[str], meant: tuple[int, ...]):
    form = SearchForm({"set": said, "sort": []}, catalogue=catalogue)

    assert (form.errors, form.query().set) == ({}, meant)


@pytest.mark.parametrize("said", ["26", "0", "-6", "6.0", "٦", "x"])
def test_a_set_no_law_names_is_refused_by_name(catalogue: Catalogue, said: str):
    form = SearchForm({"set": ["6", said], "sort": []}, catalogue=catalogue)

    assert form.errors == {"set": [f"Bộ lọc này không có giá trị “{said}”."]}
