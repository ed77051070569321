"""The pattern page: for those who work here, never for the public."""

import pytest
from django.test import Client

from ocop_workflow.domain.certificates import STATES
from tests.cms.shelf import read, words
from tests.factories.city import City

ADDRESS = "/quan-tri/ocop/mau/"


def test_staff_see_every_state(city: City):
    desk = Client()
    desk.force_login(city.admin)

    html = read(desk, ADDRESS)

    assert [state for state in STATES if f'class="valid is-{state}"' not in html] == []
    assert words(html).startswith("Thư viện mẫu – OCOP Lai Châu")


@pytest.mark.parametrize("name", [None, "hoidong1"])
def test_others_are_sent_to_sign_in(client: Client, city: City, name: str | None):
    if name:
        city.users[name].groups.clear()
        city.users[name].is_active = False
        city.users[name].save()

    response = client.get(ADDRESS)

    assert (response.status_code, response.url) == (302, f"/quan-tri/login/?next={ADDRESS}")
