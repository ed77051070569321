"""Erasing a person leaves no personal word in any table, and a chain that still verifies (I12)."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.serializers import serialize

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Event, EventNote, LegalRepresentative
from ocop_workflow.queries.timeline import dossier_timeline
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.personal import erase_person
from ocop_workflow.services.producers import set_representative
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

FACTS = {
    "name": "Vàng Thị Minh Họa",
    "position": "Giám đốc kiêm thủ quỹ",
    "gender": "nữ giới",
    "ethnicity": "Giáy-Lự",
    "disability": True,
    "permanent_address": "Bản Nậm Minh Họa",
    "phone": "0900 111 222",
}
WORDS = [value for value in FACTS.values() if isinstance(value, str)]


def everything_written() -> str:
    models = [*apps.get_app_config("ocop_workflow").get_models(), *apps.get_app_config("accounts").get_models()]
    return "\n".join(serialize("json", model._base_manager.all(), ensure_ascii=False) for model in models)


def faults() -> list[object]:
    _report, found = verify()
    return list(found)


def leave(city: City, account: str) -> None:
    """End everything an account acts for, the day before today."""
    user = city.users[account]
    for row in (*user.memberships.all(), *user.producer_memberships.all()):
        row.valid_to = date(2024, 10, 6)
        row.save_as(None)


def test_erase_person_of_a_producer_leaves_no_word_of_the_representative(city: City):
    set_representative(city.producer, FACTS)
    set_representative(city.producer, {"phone": "0900 333 444"})
    assert all(word in everything_written() for word in [*WORDS, "0900 333 444"])

    event = erase_person(city.producer, actor=city.admin, reason="Yêu cầu 05/2024")

    written = everything_written()
    assert not [word for word in [*WORDS, "0900 333 444"] if word in written]
    person = LegalRepresentative.objects.get(producer=city.producer)
    assert person.disability is False
    assert [row.disability for row in person.history.all()] == [False] * 3
    payload = json.loads(event.payload)
    assert (event.kind, event.subject, event.actor) == ("person.erased", "CT-0001", city.admin.pk)
    assert (payload["representative"], payload["history"], payload["words"]) == (True, 2, 2)
    assert event.notes.get(key="reason").text == "Yêu cầu 05/2024"
    assert not EventNote.objects.filter(event__kind="representative.set", key="salt").exclude(salt="").exists()
    assert faults() == []


def test_erase_person_of_an_account_leaves_no_name_beside_the_chain(city: City):
    dossier = dossiers.submitted(city)
    user, name = city.users["chuthe1"], str(city.users["chuthe1"])
    user.email, user.phone = "chuthe1@example.vn", "0900 555 666"
    user.save()
    with clock.travel(date(2024, 10, 8)):
        leave(city, "chuthe1")

        event = erase_person(user.pk, actor=city.admin, reason="Yêu cầu 06/2024")

        written = everything_written()
        assert not [word for word in (name, "chuthe1@example.vn", "0900 555 666") if word in written]
        user.refresh_from_db()
        assert (user.username, user.is_active, user.has_usable_password()) == (f"erased-{user.pk}", False, False)
        assert json.loads(event.payload)["words"] == EventNote.objects.filter(erased_at__isnull=False).count() > 0
        entry = dossier_timeline(dossier, city.users["xa.santhang"])[0]
        assert (entry.who, entry.office) == ("", city.producer.name)
    assert faults() == []


def test_erase_person_twice_is_once(city: City):
    set_representative(city.producer, FACTS)
    erase_person(city.producer, actor=city.admin, reason="Yêu cầu 05/2024")
    events = Event.objects.count()

    assert erase_person(city.producer, actor=city.admin, reason="Yêu cầu 05/2024") is None
    assert Event.objects.count() == events


def test_erase_person_leaves_others_alone(city: City):
    dossiers.submitted(city)
    leave(city, "chuthe2")

    erase_person(city.users["chuthe2"], actor=city.admin, reason="Yêu cầu")

    assert not EventNote.objects.filter(person=city.users["chuthe1"].pk, text="").exists()


@pytest.mark.parametrize("account", ["chuthe1", "xa.santhang", "thanhtra", "truyenthong"])
def test_erase_person_is_for_administrators(city: City, account):
    with refused(NotAllowed):
        erase_person(city.producer, actor=city.users[account], reason="Yêu cầu")


@pytest.mark.parametrize("account", ["chuthe1", "xa.santhang"])
def test_erase_person_waits_until_the_account_acts_for_nobody(city: City, account):
    with refused(code="in_office", field="subject"):
        erase_person(city.users[account], actor=city.admin, reason="Yêu cầu")


def test_erase_person_needs_a_reason_and_an_account(city: City):
    with refused(InvalidInput, field="reason"):
        erase_person(city.producer, actor=city.admin, reason=" ")
    with refused(InvalidInput, field="subject"):
        erase_person(999_999, actor=city.admin, reason="Yêu cầu")
