"""The staff's screens in Chromium: for everybody, on a small phone, and by the keyboard alone.

One site and one city for all of them, with a dossier in each stage that has a screen of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from ocop_workflow.models import CommuneReport, CouncilSession, Decision, Dossier
from ocop_workflow.services.demo_clock import start_clock
from tests.factories import dossiers
from tests.factories.city import OCTOBER, City, standing_city
from tests.ocop_workflow.backoffice.council_world import neighbour
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.commits]
WIDE, NARROW = 1280, 320
MOST_TABS = 150
# What does not fit: the page or its main part would scroll sideways, or something is cut off where nobody can reach it.
OVERFLOWING = """() => {
  const wide = (box) => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
  const cut = (box) => wide(box) && ["hidden", "clip"].includes(getComputedStyle(box).overflowX);
  const main = document.querySelector("main"), whole = [document.documentElement, main, main.parentElement];
  const parts = [...document.querySelectorAll("main .ocop *")].filter(cut);
  return [...whole.filter(wide), ...parts].map((box) => `${box.tagName}.${box.className} needs ${box.scrollWidth} px`);
}"""


@dataclass(frozen=True)
class Staff:
    """The site with its people, each in a browser of their own."""

    site: Site
    city: City
    pages: Mapping[str, Page]

    def open(self, account: str, path: str) -> Page:
        page = self.pages[account]
        page.goto(f"{self.site.url}/quan-tri/{path}")
        return page


@pytest.fixture
def staff(live_site: Site, sign_in: Callable[..., None], new_page: Callable[..., Page]) -> Staff:
    city = standing_city()
    start_clock(OCTOBER)
    accounts = ("xa.santhang", "phongkinhte", "togiupviec", "hoidong1", "thuky", "chutichhoidong", "lanhdao")
    pages = {account: new_page() for account in accounts}
    for account, page in pages.items():
        sign_in(page, city.users[account])
    return Staff(live_site, city, pages)


def before_the_council(city: City) -> tuple[Dossier, Dossier]:
    """Return two dossiers of one open session: ballots still to be filled in, and ballots unsealed."""
    sealed, opened = (dossiers.before_council(city, product=neighbour(city, number)) for number in (3, 4))
    dossiers.session(city, [sealed, opened])
    dossiers.hand_in(city, opened, dossiers.SIXTY_EIGHT_POINT_FOUR, stars=3)
    dossiers.step(opened, "unseal", city.actor("chair"))
    return sealed, opened


def screens(city: City) -> dict[str, tuple[str, str]]:
    """Return each screen by name: who opens it, and where."""
    decision = dossiers.recognition(city, [dossiers.at_decision(city, product=neighbour(city, 5))])
    intake = dossiers.at_intake(city, product=neighbour(city, 1))
    appraisal = dossiers.at_appraisal(city, product=neighbour(city, 2))
    sealed, opened = before_the_council(city)
    session = CouncilSession.objects.get(agenda__dossier=sealed).code
    return {
        "first page": ("phongkinhte", ""),
        "desk": ("phongkinhte", "ocop/"),
        "dossiers": ("phongkinhte", "ocop/ho-so/"),
        "commune report": ("xa.santhang", f"ocop/ho-so/{dossiers.submitted(city).code}/"),
        "intake": ("phongkinhte", f"ocop/ho-so/{intake.code}/"),
        "appraisal": ("togiupviec", f"ocop/ho-so/{appraisal.code}/"),
        "sessions": ("thuky", "ocop/phien-hop/"),
        "session": ("thuky", f"ocop/phien-hop/{session}/"),
        "unsealed": ("chutichhoidong", f"ocop/phien-hop/{session}/ho-so/{opened.code}/"),
        "ballot": ("hoidong1", f"ocop/phieu/{sealed.code}/"),
        "own ballot": ("hoidong1", f"ocop/phieu/{opened.code}/"),
        "decisions": ("lanhdao", "ocop/quyet-dinh/"),
        "decision": ("lanhdao", f"ocop/quyet-dinh/{decision.code}/"),
        "certificates": ("lanhdao", "ocop/giay-chung-nhan/"),
        "new producer": ("xa.santhang", "ocop/chu-the/moi/"),
    }


def test_staff_screens_serve_everybody(staff: Staff, axe: Callable[[Page], list[str]], screenshot: Callable):
    places = screens(staff.city)

    faults = {}
    for name, (account, path) in places.items():
        for width in (NARROW, WIDE):
            staff.pages[account].set_viewport_size({"width": width, "height": 800})
            page = staff.open(account, path)
            screenshot(page, f"staff-{name.replace(' ', '-')}-{width}")
            if found := [*axe(page), *page.evaluate(OVERFLOWING)]:
                faults[name, width] = found
    assert faults == {}
    by_the_keyboard(staff, places)


def by_the_keyboard(staff: Staff, places: Mapping[str, tuple[str, str]]) -> None:
    """Open a dossier from the desk, write a commune report and sign a decision without touching a mouse."""
    desk = staff.open(*places["desk"])
    reach(desk, f".inbox a[href$='{places['intake'][1]}']")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{staff.site.url}/quan-tri/{places['intake'][1]}")

    report = staff.open(*places["commune report"])
    reach(report, "#bao-cao_number")
    report.keyboard.type("45/BC-UBND")
    report.keyboard.press("Enter")
    expect(report.locator("body")).to_contain_text("Đã lưu báo cáo của UBND cấp xã")
    assert CommuneReport.objects.get(dossier__code=places["commune report"][1].split("/")[-2]).number == "45/BC-UBND"

    decision = staff.open(*places["decision"])
    reach(decision, "[name=number]")
    decision.keyboard.type("1520/QĐ-UBND")
    reach(decision, "main button[type=submit]")
    decision.keyboard.press("Enter")
    expect(decision.locator("body")).to_contain_text("1520/QĐ-UBND")
    assert Decision.objects.get().number == "1520/QĐ-UBND"


def reach(page: Page, wanted: str) -> None:
    """Go on by Tab until what is wanted has the focus; fail when the keyboard does not lead there, or not visibly."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            style = page.evaluate(
                "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
                "(getComputedStyle(document.activeElement))"
            )
            assert style[0] != "none" or style[2] != "none", f"{wanted}: the focus cannot be seen"
            return
    raise AssertionError(f"The keyboard does not lead to {wanted}.")
