from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ocop_workflow.domain import clock
from tests.factories.city import OCTOBER
from tests.search.conftest import build_market
from tests.services.copies import Copy
from tests.services.site import Site

ADDRESSES = (
    "/tim-kiem/?q=mien+dong&tinh-trang=all",
    "/tim-kiem/?q=mat+onng",
    "/tim-kiem/?q=!!!&sao=abc",
    "/tim-kiem/?q=mien&trang=7",
)


@pytest.mark.browser
@pytest.mark.commits
@pytest.mark.parametrize("width", [320, 1280])
def test_search_works_without_script_for_everybody(
    committed: Copy,
    live_site: Site,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    screenshot: Callable[..., object],
    width: int,
):
    with clock.travel(OCTOBER):
        build_market()
    page = new_page(width=width)
    for number, address in enumerate(ADDRESSES):
        page.goto(live_site.url + address)
        screenshot(page, f"search-{number}-{width}")
        assert axe(page) == []

    page = new_page(javascript=False, width=width)
    page.goto(f"{live_site.url}/tim-kiem/")
    page.get_by_role("searchbox").fill("mien dong")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Sản phẩm 4").click()

    expect(page.get_by_role("article")).to_have_count(4)
    assert page.locator("mark").first.inner_text() == "Mien dong"
