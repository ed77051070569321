"""The people behind a producer: personal facts kept apart, and the accounts that act for it."""

from datetime import date

import pytest

from ocop_workflow.domain.chain import salted_digest
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Event, EventNote
from ocop_workflow.services.producers import (
    add_producer_member,
    end_producer_member,
    set_representative,
)
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import last_event

pytestmark = [pytest.mark.django_db]


october = pytest.mark.usefixtures("october")


@october
def test_set_representative_keeps_personal_facts_out_of_the_chain(city: City):
    facts = {"name": "Người đại diện (minh họa)", "gender": "nữ", "ethnicity": "Giáy", "disability": False}

    person = set_representative(city.producer, facts, actor=city.users["phongkinhte"])

    event = last_event()
    salt = EventNote.objects.get(event=event, key="salt").text
    whole = {**facts, "position": "", "permanent_address": "", "phone": ""}
    assert (person.ethnicity, event.kind, event.subject) == ("Giáy", "representative.set", "CT-0001")
    assert f'"digest":"{salted_digest(salt, whole)}"' in event.payload
    words = [event.payload, *EventNote.objects.filter(event=event).values_list("text", flat=True)]
    assert not any("Giáy" in word or "đại diện" in word for word in words)


@october
def test_set_representative_twice_changes_the_one_row(city: City):
    first = set_representative(city.producer, {"name": "A"})
    events = Event.objects.count()

    same = set_representative(city.producer, {"name": "A"})
    assert (same, Event.objects.count()) == (first, events)

    second = set_representative(city.producer, {"name": "B"})
    assert (second.pk, second.name, Event.objects.count()) == (first.pk, "B", events + 1)


@october
def test_producer_member_acts_from_its_first_day_to_its_last(city: City):
    user = city.users["chuthe3"]

    member = add_producer_member(city.producer, user, actor=city.users["xa.santhang"])
    end_producer_member(member, last_day=date(2024, 12, 31), actor=city.users["xa.santhang"])
    again = add_producer_member(city.producer, user, valid_from=date(2025, 1, 1))

    kinds = list(Event.objects.order_by("-seq").values_list("kind", flat=True)[:3])
    assert (member.valid_from, member.valid_to, again.valid_to) == (date(2024, 10, 7), date(2024, 12, 31), None)
    assert kinds == ["producer_member.added", "producer_member.ended", "producer_member.added"]


@october
def test_add_producer_member_refuses_bad_input(city: City):
    inactive = city.users["chuthe3"]
    inactive.is_active = False

    with refused_with(
        InvalidInput, "Chủ thể 1 (minh họa) already acts for “Hợp tác xã miến dong San Thàng (minh họa)”.", field="user"
    ):
        add_producer_member(city.producer, city.users["chuthe1"])
    with refused_with(InvalidInput, "The account of Chủ thể 3 (minh họa) is deactivated.", field="user"):
        add_producer_member(city.producer, inactive)
    with refused_with(InvalidInput, "The last day 06/10/2024 lies before the first day 07/10/2024.", field="valid_to"):
        add_producer_member(city.producer, city.users["chuthe2"], valid_to=date(2024, 10, 6))
    with refused_with(InvalidInput, "The account does not act for the producer on 19/03/2024.", field="last_day"):
        end_producer_member(city.producer.members.get(), last_day=date(2024, 3, 19))
