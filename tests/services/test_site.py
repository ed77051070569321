"""The site as a real process: it starts on the test's copy, dies when killed, comes back with what was committed."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page

from accounts.models import User
from tests.services.site import Site, answers

pytestmark = [pytest.mark.commits, pytest.mark.browser]


def test_killed_site_comes_back_at_the_same_address(live_site: Site) -> None:
    address = f"{live_site.url}/quan-tri/login/"
    before = answers(address)

    live_site.kill()
    dead = answers(address)
    live_site.start()

    assert (before, dead, answers(address)) == (True, False, True)


def test_site_and_test_share_one_database(live_site: Site, page: Page, sign_in: Callable[[Page, User], None]) -> None:
    sign_in(page, User.objects.create_superuser(username="quantri", password="ocop-demo"))

    page.goto(f"{live_site.url}/quan-tri/")

    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.url == f"{live_site.url}/quan-tri/"
    assert Session.objects.count() == 1


def test_browser_speaks_vietnamese(page: Page) -> None:
    assert page.evaluate("navigator.language") == "vi-VN"


@pytest.mark.live(workers=2, environ={"OCOP_CLOCK": "2024-10-07"})
def test_site_takes_what_the_mark_says(live_site: Site) -> None:
    answer = live_site.run("shell", "-c", "from django.conf import settings; print(settings.OCOP_CLOCK)")

    assert answer.stdout.splitlines()[-1:] == ["2024-10-07"], answer.stderr
