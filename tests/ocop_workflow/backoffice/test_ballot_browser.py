"""The ballot in a real browser: live total, draft saved by itself, keys, and all of it without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ocop_workflow.models import Ballot
from ocop_workflow.services.demo_clock import start_clock
from tests.factories.city import OCTOBER, standing_city
from tests.factories.dossiers import at_council
from tests.ocop_workflow.backoffice.council_world import full_form
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.commits]


@pytest.fixture
def ballot(live_site: Site, sign_in: Callable[..., None]) -> Callable[[Page], Page]:
    """Open the ballot of a product before an open session, as a member who has not begun it."""
    city = standing_city()
    start_clock(OCTOBER)
    dossier = at_council(city)

    def opened(page: Page) -> Page:
        sign_in(page, city.users["hoidong1"])
        page.goto(f"{live_site.url}/quan-tri/ocop/phieu/{dossier.code}/")
        return page

    opened.dossier = dossier
    return opened


def test_total_follows_each_choice_and_the_draft_saves_itself(ballot, page: Page, axe, screenshot):
    ballot(page)

    page.locator("[name='chon:1a']").nth(2).check()
    page.keyboard.press("n")
    page.keyboard.press("3")

    expect(page.locator("#tong")).to_have_text("5")
    expect(page.locator("#da-luu")).to_contain_text("08:0")
    assert Ballot.objects.get().draft["choices"] == {"1a": "1a.2", "1b": "1b.2"}
    page.locator("[name='chon:5a']").first.check()
    assert "is-todo" not in page.locator("#tc-5b").get_attribute("class")
    page.set_viewport_size({"width": 1024, "height": 768})
    screenshot(page, "phieu-1024")
    assert axe(page) == []


def test_open_criteria_take_the_focus_and_lead_to_their_places(ballot, page: Page):
    ballot(page)

    page.locator("[name='chon:1a']").nth(2).check()
    page.get_by_role("button", name="Ký và nộp phiếu").click()

    expect(page.locator("#loi")).to_be_focused()
    expect(page.locator("[name='chon:1a']").nth(2)).to_be_checked()
    page.locator("#loi a").first.click()
    assert page.url.endswith("#tc-1b")


def test_ballot_is_filled_in_and_handed_in_without_a_script(ballot, new_page):
    page = ballot(new_page(javascript=False, width=320))
    for name, option in full_form(ballot.dossier).items():
        if option:
            page.locator(f"[name='{name}'][value='{option}']").check()

    page.get_by_role("button", name="Lưu nháp và tính điểm").click()
    expect(page.locator("#tong")).to_have_text("68")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Ký và nộp phiếu").click()

    expect(page.locator(".total")).to_contain_text("68")
    assert Ballot.objects.get().total == 68
