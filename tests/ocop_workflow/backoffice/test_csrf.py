"""Forms in included templates carry the token: a browser's post is taken, a forged one is not."""

import re

import pytest
from django.test import Client

from tests.factories.city import City
from tests.factories.dossiers import submitted

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


@pytest.fixture
def browser(city: City) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.users["xa.santhang"])
    return client


def test_every_form_of_a_dossier_carries_the_token(city: City, browser: Client):
    dossier = submitted(city)

    page = browser.get(f"/quan-tri/ocop/ho-so/{dossier.code}/").content.decode()

    forms = re.findall(r'<form[^>]*method="post"[^>]*action="/quan-tri/ocop/[^"]*".*?</form>', page, re.DOTALL)
    assert forms
    assert [form for form in forms if 'name="csrfmiddlewaretoken" value="' not in form] == []


def test_post_with_the_token_is_taken_and_without_it_refused(city: City, browser: Client):
    dossier = submitted(city)
    page = browser.get(f"/quan-tri/ocop/ho-so/{dossier.code}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    address = f"/quan-tri/ocop/ho-so/{dossier.code}/buoc/return_from_commune/"
    data = {"version": dossier.version, "reason": "Thiếu giấy", "intent": "one"}

    forged = browser.post(address, data)
    taken = browser.post(address, {**data, "csrfmiddlewaretoken": token})

    dossier.refresh_from_db()
    assert (forged.status_code, taken.status_code, dossier.stage) == (403, 302, "commune_review_returned")
