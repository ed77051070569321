"""The main job in a real browser, by the demo accounts: from a draft dossier to a certificate a citizen verifies.

The demo of October 2024 is loaded, everybody signs in with name and password, every act is a button pressed.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from ocop_workflow.models import Certificate, Dossier, Paper
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.files import path_of
from tests.factories.ballots import full_ballot
from tests.services.copies import Copy, own_copy
from tests.services.demo import FIRST_DAY, Played
from tests.services.site import Site

pytestmark = [pytest.mark.commits, pytest.mark.browser]
TODAY, PASSWORD = FIRST_DAY.isoformat(), "ocop-demo"
TOTALS = {f"hoidong{number}": total for number, total in enumerate((68, 68, 69, 68, 69), start=1)}
STAFF = "/quan-tri/ocop"


@pytest.fixture
def committed(demo: Callable[[date], Played], tmp_path: Path, django_db_blocker: Any) -> Iterator[Copy]:
    """The demonstration of that day with its files."""
    played = demo(FIRST_DAY)
    shutil.copytree(played.files, tmp_path, dirs_exist_ok=True)
    with django_db_blocker.unblock(), own_copy(played.database) as copy:
        yield copy


class Town:
    """The people of the demo, each in a browser of their own."""

    def __init__(self, site: Site, new_page: Callable[..., Page], shoot: Callable[..., Path], code: str) -> None:
        self.site, self.new_page, self.shoot, self.code = site, new_page, shoot, code
        self.pages: dict[str, Page] = {}

    def as_(self, name: str) -> Page:
        """Return the page of an account, signed in with its password the first time."""
        if name not in self.pages:
            page = self.new_page(height=900)
            page.goto(f"{self.site.url}/quan-tri/login/")
            page.locator("input[name=username]").fill(name)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("button[type=submit]").click()
            page.wait_for_url("**/quan-tri/")
            self.pages[name] = page
        return self.pages[name]

    def dossier(self, name: str) -> Page:
        return self.open(name, f"/ho-so/{self.code}/")

    def open(self, name: str, path: str) -> Page:
        page = self.as_(name)
        page.goto(f"{self.site.url}{STAFF}{path}")
        return page

    def press(self, name: str, step: str) -> None:
        """Take a step with the dossier by its button."""
        page = self.dossier(name)
        page.get_by_role("button", name=step, exact=True).click()
        expect(page.locator("body")).to_contain_text("đã sang giai đoạn")


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name}']").fill(value)


@pytest.mark.live(workers=1, worker=True, environ={"OCOP_DEMO": "1"})
@pytest.mark.timeout(600)
def test_road_from_draft_to_verified_certificate(live_site: Site, new_page, screenshot) -> None:
    dossier = Dossier.objects.get(stage="draft", producer__members__user__username="chuthe1")
    town = Town(live_site, new_page, screenshot, dossier.code)

    submit_and_report(town)
    receive_and_appraise(town)
    session = hold_session(town)
    score_and_conclude(town, session)
    decide(town)
    certificate = Certificate.objects.get(dossier=dossier)
    paper = printed(live_site, certificate)

    found_by_a_citizen(town, certificate, paper)
    published_by_a_person(town, certificate)
    assert [fault.what for fault in verify()[1]] == []
    assert live_site.run("verify_audit").returncode == 0


def submit_and_report(town: Town) -> None:
    page = town.open("xa.santhang", "/")
    town.shoot(page, "road-01-desk-commune")
    page = town.dossier("xa.santhang")
    town.shoot(page, "road-02-draft")
    town.press("xa.santhang", "Nộp hồ sơ")
    page = town.dossier("xa.santhang")
    for field in page.locator("textarea[name^=finding_]").all():
        field.fill("Nguyên liệu trồng tại xã, có hợp đồng với 42 hộ.")
    fill(page, number="45/BC-UBND", reported_on=TODAY, meeting_on=TODAY, attendees="Chủ tịch UBND; công chức kinh tế")
    town.shoot(page, "road-03-commune-report")
    page.locator("form[action$='/bao-cao/'] button[type=submit]").click()
    expect(page.locator("body")).to_contain_text("Đã lưu")
    town.press("chutich.santhang", "Gửi hồ sơ và báo cáo lên thành phố")


def receive_and_appraise(town: Town) -> None:
    page = town.dossier("phongkinhte")
    for verdict in page.locator("select[name^=verdict_]").all():
        verdict.select_option("sufficient")
    town.shoot(page, "road-04-check")
    page.locator("button[form=kiem-giay]").click()
    town.press("phongkinhte", "Tiếp nhận, chuyển Tổ giúp việc")
    page = town.dossier("togiupviec")
    fill(page, number="12/BC-TGV", reported_on=TODAY, surveyed_on=TODAY, samples="5", findings="Cơ sở sạch, đủ hồ sơ.")
    page.locator("select[name=recommendation]").select_option("council")
    town.shoot(page, "road-05-appraisal")
    page.locator("form[action$='/tham-dinh/'] button[type=submit]").click()
    town.press("togiupviec", "Trình Hội đồng")


def hold_session(town: Town) -> str:
    page = town.open("thuky", "/phien-hop/moi/")
    fill(page, held_on=TODAY, place="Hội trường UBND thành phố")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/phien-hop/PH-\d+/$"))
    session = page.url.rstrip("/").rsplit("/", 1)[1]
    page.locator("label", has_text=town.code).locator("input").check()
    page.locator("form[action$='/chuong-trinh/'] button[type=submit]").click()
    for member in ("Chủ tịch Hội đồng", *(f"Ủy viên Hội đồng {number}" for number in range(1, 6))):
        row = page.locator("fieldset.member").filter(has=page.locator("legend", has_text=re.compile(f"^{member} \\(")))
        row.locator("input[type=checkbox]").check()
    page.locator("form[action$='/co-mat/'] button[type=submit]").click()
    town.shoot(page, "road-06-session-called")
    page = town.open("chutichhoidong", f"/phien-hop/{session}/")
    page.locator("form[action$='/mo/'] button[type=submit]").click()
    expect(page.locator("body")).to_contain_text("313/QĐ-UBND")
    return session


def score_and_conclude(town: Town, session: str) -> None:
    card = Dossier.objects.get(code=town.code).rulebook.scorecard(6)
    for member, total in TOTALS.items():
        page = town.open(member, f"/phieu/{town.code}/")
        for criterion, option in full_ballot(card, total).items():
            page.locator(f"input[name='chon:{criterion}'][value='{option}']").check()
        expect(page.locator("#tong")).to_have_text(str(total))
        if member == "hoidong1":
            town.shoot(page, "road-07-ballot", full=False)
        page.locator(".bar button[type=submit]").last.click()
        expect(page.locator("body")).to_contain_text("Đã nộp")
    page = town.open("chutichhoidong", f"/phien-hop/{session}/ho-so/{town.code}/")
    expect(page.locator("body")).not_to_contain_text("68,40")
    page.get_by_role("button", name="Mở phiếu", exact=True).click()
    page = town.open("chutichhoidong", f"/phien-hop/{session}/ho-so/{town.code}/")
    expect(page.locator("body")).to_contain_text("68,40")
    town.shoot(page, "road-08-unsealed")
    page.get_by_role("button", name="Kết luận", exact=True).click()
    page = town.open("chutichhoidong", f"/phien-hop/{session}/ho-so/{town.code}/")
    expect(page.locator("body")).to_contain_text("3 sao")
    town.shoot(page, "road-09-result")


def decide(town: Town) -> None:
    town.press("phongkinhte", "Trình công nhận")
    page = town.open("phongkinhte", "/quyet-dinh/moi/")
    page.locator("label", has_text=town.code).locator("input").check()
    fill(page, subject="Công nhận sản phẩm OCOP đạt hạng 3 sao đợt 2 năm 2024")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/quyet-dinh/QD-\d+/$"))
    page = town.open("lanhdao", page.url.split(STAFF)[1])
    fill(page, number="1520/QĐ-UBND", decided_on=TODAY)
    town.shoot(page, "road-10-decision")
    page.locator("form[action$='/ky/'] button[type=submit]").click()
    expect(page.locator("body")).to_contain_text("1520/QĐ-UBND")
    town.shoot(page, "road-11-signed")


def printed(site: Site, certificate: Certificate) -> bytes:
    """Wait for the worker to print the certificate, and return it."""
    until = time.monotonic() + 90
    while not (paper := Paper.objects.filter(kind="certificate", subject=certificate.number).first()):
        assert time.monotonic() < until, "the certificate was not printed"
        time.sleep(0.5)
    return (site.data_dir / "private" / path_of(paper.sha256)).read_bytes()


def address_on(paper: bytes) -> str:
    """Return the address printed beside the certificate's QR code, which says the same."""
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper))
    return re.search(r"https?://\S+/xac-thuc/[\w-]+/", words.replace("\r\n", "")).group()


def found_by_a_citizen(town: Town, certificate: Certificate, paper: bytes) -> None:
    address = f"{town.site.url}/xac-thuc/{certificate.token}/"
    assert address_on(paper).endswith(f"/xac-thuc/{certificate.token}/")
    for name, width, script in (("wide", 1280, True), ("phone", 320, False)):
        page = town.new_page(width=width, javascript=script)
        page.goto(town.site.url)
        page.locator("input[name=q]").first.fill("mien dong")
        page.locator("form[role=search] button[type=submit]").first.click()
        town.shoot(page, f"road-12-search-{name}")
        page.get_by_role("link", name=certificate.product_name).first.click()
        expect(page.locator("h1")).to_have_text(certificate.product_name)
        expect(page.locator("main")).to_contain_text(re.compile("còn hiệu lực", re.IGNORECASE))
        town.shoot(page, f"road-13-product-{name}")
        page.goto(address)
        expect(page.locator("main")).to_contain_text(re.compile("còn hiệu lực", re.IGNORECASE))
        expect(page.locator("main")).to_contain_text("07/10/2027")
        town.shoot(page, f"road-14-verified-{name}")
    answer = page.goto(f"{address[:-2]}{'a' if address[-2] != 'a' else 'b'}/")
    assert answer is not None
    assert answer.status == 404


def published_by_a_person(town: Town, certificate: Certificate) -> None:
    code = certificate.product.code
    page = town.new_page()
    page.goto(f"{town.site.url}/san-pham/{code}/")
    assert page.url.endswith(f"/san-pham/{code}/")
    draft = certificate.product.showcase
    editor = town.as_("duyettin")
    editor.goto(f"{town.site.url}/quan-tri/pages/{draft.pk}/edit/")
    with editor.expect_navigation():
        editor.locator("button[name=action-publish]").first.dispatch_event("click")
    page.goto(f"{town.site.url}/san-pham/{code}/")
    expect(page).to_have_url(re.compile(rf"/san-pham/{draft.slug}/$"))
    town.shoot(page, "road-15-published")
