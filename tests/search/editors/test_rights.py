"""Every address of the search in the staff area, and what each account finds there; one missing in the table fails."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse

from config.demo.people import PEOPLE
from search.editors.misses import note_miss
from search.editors.models import AskedQuery, Pin
from search.synonyms.models import Synonym
from tests.ocop_workflow.backoffice.dossier_world import end_office
from tests.ocop_workflow.backoffice.test_rights import GROUPS, OUTSIDE, accounts, clients
from tests.search.conftest import Market
from tests.search.editors.test_screens import DAY, sent, signed_in

EDITORS = ("truyenthong", "duyettin", "quantri")
OTHERS = sorted({*PEOPLE, ""} - set(EDITORS))
LISTS = ("search_editors:misses", "search_editors:pins", "search_synonyms:synonyms")
FORMS = ("search_editors:new_pin", "search_editors:pin", "search_synonyms:new", "search_synonyms:synonym")
GROUP = {"phrases": "khẩu cắt\nbánh thử", "in_use": "on"}
HOSTILE = '<img src=x onerror="alert(1)"> quà'


@pytest.fixture
def kept(market: Market) -> Market:
    """The market with a pin, a group of synonyms and a question that found nothing."""
    editor = signed_in(market, "truyenthong")
    editor.post(reverse("search_editors:new_pin"), sent(market))
    editor.post(reverse("search_synonyms:new"), GROUP)
    note_miss("mắc khén", DAY)
    return market


def addresses() -> dict[str, str]:
    """Return each address; those of one thing lead to the pin and to the group that are kept."""
    numbers = {
        "search_editors:pin": Pin.objects.earliest("pk").pk,
        "search_synonyms:synonym": Synonym.objects.latest("pk").pk,
    }
    return {name: reverse(name, args=[numbers[name]] if name in numbers else None) for name in (*LISTS, *FORMS)}


def everything() -> list[list[tuple]]:
    tables = (Pin, Pin.history.model, Synonym, Synonym.history.model, AskedQuery)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def filled(market: Market) -> dict[str, str]:
    """Return fields enough for either form."""
    return sent(market, phrase="quà biếu") | GROUP | {"phrases": "quà cáp\nđồ biếu"}


def test_the_table_names_every_address():
    spaces = ("search_editors", "search_synonyms")
    found = {
        f"{space}:{name}"
        for space in spaces
        for name in get_resolver().namespace_dict[space][1].reverse_dict
        if isinstance(name, str)
    }

    assert found == {*LISTS, *FORMS}


def test_each_address_is_open_to_those_who_look_after_the_search_alone(kept: Market):
    outside = accounts(OUTSIDE)

    def expected(account: str, path: str) -> tuple[int, str | None]:
        if account in EDITORS:
            return 200, None
        return 302, f"/quan-tri/login/?next={path}" if account in outside else "/quan-tri/"

    wrong = {
        (name, account): (answer.status_code, answer.get("Location"))
        for account, client in clients(kept.city, accounts(GROUPS)).items()
        for name, path in addresses().items()
        if ((answer := client.get(path)).status_code, answer.get("Location")) != expected(account, path)
    }
    assert wrong == {}


def test_forms_do_nothing_for_others(kept: Market):
    before, fields = everything(), filled(kept)

    answers = {
        (name, account): client.post(path, fields).status_code
        for account, client in clients(kept.city, OTHERS).items()
        for name, path in addresses().items()
        if name in FORMS
    }

    assert set(answers.values()) == {302}
    assert everything() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_lists_are_read_only(kept: Market, method: str):
    before, editor = everything(), signed_in(kept, "truyenthong")

    assert {getattr(editor, method)(addresses()[name]).status_code for name in LISTS} == {405}
    assert everything() == before


@pytest.mark.parametrize("forged", [{}, {"csrfmiddlewaretoken": "x" * 64}])
def test_forms_of_another_site_are_refused(kept: Market, forged: dict[str, str]):
    before, editor = everything(), Client(enforce_csrf_checks=True)
    editor.force_login(kept.city.users["truyenthong"])

    answers = {name: editor.post(addresses()[name], filled(kept) | forged).status_code for name in FORMS}

    assert answers == dict.fromkeys(FORMS, 403)
    assert everything() == before


def test_a_right_that_ends_is_gone_with_the_next_request(kept: Market):
    editor = signed_in(kept, "truyenthong")
    end_office(kept.city, "truyenthong")
    before = everything()

    assert {editor.get(path).status_code for path in addresses().values()} == {302}
    assert {editor.post(addresses()[name], filled(kept)).status_code for name in FORMS} == {302}
    assert everything() == before


def test_what_is_typed_is_shown_and_never_run(kept: Market):
    editor = signed_in(kept, "truyenthong")
    answer = editor.post(addresses()["search_editors:new_pin"], sent(kept, phrase=HOSTILE))
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    editor.post(addresses()["search_synonyms:new"], {"phrases": f"{HOSTILE}\nđồ biếu", "in_use": "on"})
    note_miss(HOSTILE, DAY)

    pages = [editor.get(reverse(name)).content.decode() for name in LISTS]
    pages += [editor.get(f"{reverse('search_editors:new_pin')}?q={HOSTILE}").content.decode()]
    pages += [
        editor.post(reverse(name), {"phrase": HOSTILE, "phrases": HOSTILE}).content.decode() for name in FORMS[::2]
    ]

    assert HOSTILE in said[0]
    assert [page for page in pages if HOSTILE not in unescape(page)] == []
    assert [page for page in pages if "<img src=x" in page] == []
