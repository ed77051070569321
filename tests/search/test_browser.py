"""The search in Chromium: with scripts and without, by keyboard and finger, on a small phone, within its weight.

Requests to another host, script errors and breaches of the content policy fail every one of these by themselves.
"""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.cms.test_in_a_browser import kilobytes
from tests.search.conftest import Market
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.commits]

BUDGET = 195
WIDTHS = (320, 768, 1280)
ADDRESSES = {
    "results": "/tim-kiem/?q=mien+dong&tinh-trang=all",
    "understood": "/tim-kiem/?q=mien+4+sao",
    "zero": "/tim-kiem/?q=zzzqqq+mien&sao=5",
    "unfinished": "/tim-kiem/?q=san+th",
    "refused": "/tim-kiem/?q=!!!&sao=abc",
    "past": "/tim-kiem/?q=mien&trang=7",
}


def field(page: Page):
    return page.locator("input[type=search]")


def names(page: Page) -> list[str]:
    return page.locator(".hit h3").all_inner_texts()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_and_are_accessible(
    stocked: Market,
    site_of_module: Site,
    new_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    screenshot: Callable[..., object],
    width: int,
):
    page, faults = new_page(width=width), {}
    for name, address in ADDRESSES.items():
        page.goto(site_of_module.url + address)
        if name == "results" and page.locator(".filters > summary").is_visible():
            page.locator(".filters > summary").click()
        too_wide = page.evaluate("document.documentElement.scrollWidth") > width
        faults[name] = axe(page) + (["scrolls sideways"] if too_wide else [])
        screenshot(page, f"search-{name}-{width}")

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_search_works_without_scripts(stocked: Market, site_of_module: Site, new_page: Callable[..., Page], width: int):
    page = new_page(javascript=False, width=width)
    page.goto(site_of_module.url)
    page.get_by_role("searchbox").fill("mien dong")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Sản phẩm 4").click()
    page.get_by_role("link", name="Hạng sao", exact=True).click()
    if page.locator(".filters > summary").is_visible():
        page.locator(".filters > summary").click()
    page.get_by_role("link", name="4 sao 1").click()

    expect(page.get_by_role("article")).to_have_count(1)
    assert page.locator("mark").first.inner_text() == "Miến dong"
    assert page.url == f"{site_of_module.url}/tim-kiem/?q=mien+dong&loai=san-pham&sao=4&xep=sao"


def test_results_follow_the_typing(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/?sao=4")
    steps = page.evaluate("history.length")
    field(page).press_sequentially("mien dong", delay=30)

    expect(page.locator("#so-ket-qua")).to_have_text("1 kết quả")
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong&sao=4")
    expect(page).to_have_title("Kết quả cho “mien dong” – OCOP Lai Châu")
    assert page.locator("h1").inner_text() == "Kết quả cho “mien dong”"
    assert names(page) == ["Miến dong San Thàng"]
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("history.length") == steps


def test_back_button_leads_to_the_same_results(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/")
    field(page).press_sequentially("mien dong", delay=30)
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong")
    field(page).press("Escape")
    found = names(page)
    page.locator(".hit h3 a").first.click()
    expect(page.locator("h1")).to_have_text(found[0])

    page.go_back()

    expect(page.locator("header.head")).to_be_visible()
    assert field(page).input_value() == "mien dong"
    assert names(page) == found


def test_an_answer_that_comes_late_is_dropped(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/")
    held = []
    page.route(re.compile(r"/tim-kiem/\?q=mat$"), lambda route: held.append(route))  # noqa: PLW0108 -- not a builtin
    field(page).press_sequentially("mat")
    page.wait_for_timeout(600)
    field(page).press_sequentially(" ong")
    expect(page.locator("#so-ket-qua")).to_have_text("2 kết quả")
    assert len(held) == 1

    with suppress(Error):  # who asked has given up already
        held[0].continue_()
    page.wait_for_timeout(600)

    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mat+ong")
    assert names(page)[0] == "Mật ong hoa"


def open_filters(page: Page) -> None:
    summary = page.locator(".filters > summary")
    if summary.is_visible():
        summary.click()


@pytest.mark.parametrize("width", [320, 1280])
def test_facets_replace_the_results_and_keep_the_focus(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int
):
    page = new_page(width=width)
    page.goto(f"{site_of_module.url}/tim-kiem/?q=mien+dong&loai=san-pham")
    page.evaluate("window.isStill = true")
    open_filters(page)
    page.locator("#nhom-organisation > summary").click()
    page.get_by_role("link", name="4 sao 1").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong&loai=san-pham&sao=4")
    expect(page.locator("#so-ket-qua")).to_have_text("1 kết quả")
    expect(page.get_by_role("link", name="4 sao 1")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="4 sao 1")).to_be_focused()
    expect(page.locator("#nhom-organisation")).to_have_attribute("open", "")
    assert axe(page) == []

    field(page).press("End")
    field(page).press_sequentially(" san")
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong+san&loai=san-pham&sao=4")
    field(page).press("Tab")
    page.locator(".chip--on").first.click()
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong+san&sao=4")
    expect(page.locator(".chip--on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".chip--on")).to_have_count(0)
    expect(page.locator("#so-luong")).to_be_focused()
    assert page.evaluate("window.isStill") is True


def test_results_that_follow_the_typing_leave_the_focus_among_them(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page]
):
    page = new_page(width=1280)
    page.goto(f"{site_of_module.url}/tim-kiem/?q=mien")
    field(page).press("End")
    field(page).press_sequentially(" dong")
    page.locator("#so-luong").focus()

    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong")
    expect(page.locator("#so-luong")).to_be_focused()


def test_back_takes_a_filter_back(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/?q=mi%E1%BA%BFn+4+sao")
    before = names(page)
    page.locator(".chip--on").click()
    expect(field(page)).to_have_value("miến")
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mi%E1%BA%BFn")

    page.go_back()

    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mi%E1%BA%BFn+4+sao")
    expect(page.locator(".chip--on")).to_have_count(1)
    assert (field(page).input_value(), names(page)) == ("miến 4 sao", before)


def test_what_cannot_be_shown_in_place_is_asked_for_as_a_page(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page]
):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/?q=mien+dong")
    page.route(
        re.compile("sao=4"),
        lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_(),
    )
    page.get_by_role("link", name="4 sao 1").click()

    expect(page.locator("h1")).to_have_text("Kết quả cho “mien dong”")
    expect(page).to_have_url(f"{site_of_module.url}/tim-kiem/?q=mien+dong&sao=4")


FAILURES = {
    "offline": lambda route: route.abort(),
    "error": lambda route: route.fulfill(status=500, body="<h1>500</h1>"),
    "too often": lambda route: route.fulfill(status=429, body="<h1>429</h1>"),
    "silence": lambda _route: None,
}


@pytest.mark.parametrize("failure", FAILURES)
def test_who_types_learns_that_no_answer_came(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], failure: str
):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/?q=mien+dong")
    before, status = names(page), page.locator("#so-ket-qua")
    assert page.evaluate("htmx.config.timeout") == 8000
    page.evaluate("htmx.config.timeout = 500")
    page.route(re.compile(r"/tim-kiem/\?q=mien(%20|\+)dong(%20|\+)san$"), FAILURES[failure])
    field(page).press("End")
    field(page).press_sequentially(" san")

    expect(status).to_have_text(
        "Chưa nhận được trả lời; phần dưới đây là kết quả tìm trước đó. Kiểm tra kết nối rồi thử lại."
    )
    assert status.bounding_box()["height"] > 20
    assert (names(page), page.locator("h1").inner_text()) == (before, "Kết quả cho “mien dong”")
    assert axe(page) == []

    field(page).press_sequentially(" thang")
    expect(status).to_have_text("4 kết quả")
    assert (status.get_attribute("class"), len(names(page))) == ("sr", 4)


def test_nonsense_is_said_in_place(stocked: Market, site_of_module: Site, new_page: Callable[..., Page]):
    page = new_page()
    page.goto(f"{site_of_module.url}/tim-kiem/")
    field(page).press_sequentially("!!!")

    expect(page.locator("#ket-qua")).to_contain_text("Nhập ít nhất một chữ cái hoặc chữ số.")
    expect(page.locator("#so-ket-qua")).to_have_text("Chưa tìm được với điều kiện này")


def test_first_view_stays_within_its_budget(
    stocked: Market, site_of_module: Site, new_page: Callable[..., Page], figure: Callable[[str, object], None]
):
    address = f"{site_of_module.url}/tim-kiem/?q=mien+dong&tinh-trang=all"
    new_page().goto(address, wait_until="networkidle")

    weight = kilobytes(new_page(width=390), address)

    figure("search: KB on first view", round(weight, 1))
    assert weight <= BUDGET
