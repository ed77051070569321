"""What the search field offers, in Chromium: by keyboard and by finger."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.search.conftest import Market
from tests.search.test_browser import field
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.commits]


@pytest.mark.parametrize("start", ["/", "/tim-kiem/"])
def test_suggestions_are_a_combobox_for_the_keyboard(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], start: str
):
    page = new_page()
    page.goto(site_of_module.url + start)
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("mi", delay=30)
    options = page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options).to_have_count(3)
    expect(page.locator(".find [role=status]")).to_have_text("3 gợi ý, chọn bằng phím mũi tên")

    box.press("ArrowDown")
    first = options.first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", first)
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert axe(page) == []
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("mi", "false")
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = options.first.get_attribute("href")
    box.press("ArrowUp")
    box.press("Enter")

    expect(page).to_have_url(site_of_module.url + chosen)


def test_enter_without_a_choice_asks_the_question(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(site_of_module.url)
    field(page).press_sequentially("mien", delay=30)
    expect(page.get_by_role("option")).to_have_count(3)
    field(page).press("Enter")

    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien")


def test_suggestions_work_by_touch_and_leave_with_the_focus(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page]
):
    page = new_page(width=320, has_touch=True)
    page.goto(site_of_module.url)
    field(page).tap()
    field(page).press_sequentially("mat", delay=30)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    assert option.bounding_box()["height"] >= 44
    page.locator("h1").tap()
    expect(page.locator(".suggest")).to_be_hidden()
    field(page).fill("mat o")
    page.get_by_role("option").first.tap()

    expect(page).to_have_url(site_of_module.url + stocked.products["honey"].get_absolute_url())
