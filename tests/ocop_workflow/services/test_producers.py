"""Producers: entered and changed by who keeps the registry of their commune."""

from datetime import date

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Event, Producer
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.memberships import end_membership
from ocop_workflow.services.producers import (
    add_producer_member,
    change_producer,
    end_producer_member,
    register_producer,
    set_representative,
)
from ocop_workflow.services.products import change_product, register_product
from tests.factories.city import City
from tests.factories.merger import TAN_PHONG
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import EARLIER, NEW, NOT_YOURS, last_event

pytestmark = [pytest.mark.django_db]


october = pytest.mark.usefixtures("october")


@october
def test_register_producer_enters_it_under_its_commune(city: City, heard):
    producer = register_producer(
        commune=city.commune, actor=city.users["xa.santhang"], phone="0213 1", introduction="Dòng 1\nDòng 2", **NEW
    )

    event = last_event()
    assert (producer.code, producer.commune, producer.introduction) == ("CT-0002", city.commune, "Dòng 1\nDòng 2")
    assert (event.kind, event.subject, event.office) == ("producer.registered", "CT-0002", "UBND-03409.officer")
    assert heard == [("CT-0002", event.seq - 1)]
    assert producer.history.get().history_user_id == city.users["xa.santhang"].pk


@october
@pytest.mark.parametrize(
    ("account", "office"),
    [
        ("xa.santhang", "UBND-03409.officer"),
        ("chutich.santhang", "UBND-03409.chair"),
        ("phongkinhte", "PKT-TPLC.officer"),
        ("truongphongkinhte", "PKT-TPLC.head"),
        ("quantri", ""),
    ],
)
def test_registry_of_a_commune_is_kept_by_its_offices(city: City, account, office):
    change_producer(city.producer, {"address": "Bản mới"}, actor=city.users[account])

    assert last_event().office == office


@october
@pytest.mark.parametrize("account", ["xa.dongphong", "togiupviec", "hoidong1", "lanhdao", "thanhtra", "chuthe1"])
def test_registry_of_a_commune_is_closed_to_all_others(city: City, account):
    actor, producer = city.users[account], city.producer
    earlier = {"number": "1", "stars": 3, "issuer": "UBND", "decision_number": "1", "decision_date": date(2021, 1, 1)}
    acts = [
        lambda: register_producer(commune=city.commune, actor=actor, **NEW),
        lambda: change_producer(producer, {"name": "X"}, actor=actor),
        lambda: set_representative(producer, {"name": "X"}, actor=actor),
        lambda: add_producer_member(producer, city.users["chuthe2"], actor=actor),
        lambda: end_producer_member(producer.members.get(), last_day=date(2024, 12, 31), actor=actor),
        lambda: register_product(producer, name="X", set_no=6, actor=actor),
        lambda: change_product(city.product, {"name": "X"}, actor=actor),
        lambda: register_earlier_certificate(city.product, actor=actor, **earlier),
    ]

    for act in acts:
        with refused_with(NotAllowed, NOT_YOURS):
            act()


@october
def test_registry_is_closed_to_an_officer_whose_membership_ended(city: City):
    end_membership(city.members["xa.santhang"], last_day=date(2024, 10, 6))

    with refused_with(NotAllowed, NOT_YOURS):
        change_producer(city.producer, {"name": "X"}, actor=city.users["xa.santhang"])


def test_registry_goes_over_to_the_ward_and_the_province(merged: City, november: None):
    for account in ("phuong.tanphong", "vanphong.tinh"):
        change_producer(merged.producer, {"phone": account}, actor=merged.users[account])

    message = "You hold no office that keeps the registry of “Phường Tân Phong”."
    for account in ("xa.santhang", "phongkinhte", "phuong.doanket"):
        with refused_with(NotAllowed, message):
            change_producer(merged.producer, {"phone": "1"}, actor=merged.users[account])


@october
@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"name": " "}, "This field cannot be blank.", "name"),
        ({"name": "x" * 201}, "Ensure this value has at most 200 characters (it has 201).", "name"),
        ({"organisation_type": "ong_chu"}, "Value 'ong_chu' is not a valid choice.", "organisation_type"),
        ({"email": "không"}, "Enter a valid email address.", "email"),
        (
            {"name": "HỢP TÁC XÃ  miến dong San Thàng (minh hoạ)"},
            "“Hợp tác xã miến dong San Thàng (minh họa)” is already registered as CT-0001.",
            "name",
        ),
        ({"code": "CT-9"}, "“code” is not set here.", "code"),
        (
            {"registration_number": "6200012345"},
            "The number 6200012345 belongs to “Hợp tác xã miến dong San Thàng (minh họa)” (CT-0001).",
            "registration_number",
        ),
    ],
)
def test_register_producer_refuses_bad_input(city: City, english: None, changes, message, field):
    change_producer(city.producer, {"registration_number": "6200012345"})

    with refused_with(InvalidInput, message, field=field):
        register_producer(**{**NEW, "commune": city.commune, **changes})


@october
def test_register_producer_refuses_what_is_no_commune(city: City):
    with refused_with(InvalidInput, "“Thành phố Lai Châu” is no commune of today.", field="commune"):
        register_producer(commune=city.unit, **NEW)


def test_register_producer_refuses_a_commune_that_ended(merged: City, november: None):
    with refused_with(InvalidInput, "“Xã San Thàng” is no commune of today.", field="commune"):
        register_producer(commune=merged.commune, **NEW)


@october
def test_change_producer_keeps_what_was_and_names_the_fields(city: City, heard):
    before = city.producer.address

    change_producer(city.producer, {"address": "Bản Nà Cang", "name": city.producer.name})

    event = last_event()
    assert city.producer.address == "Bản Nà Cang"
    assert [row.address for row in city.producer.history.order_by("pk")] == [before, "Bản Nà Cang"]
    assert (event.kind, event.subject) == ("producer.changed", "CT-0001")
    assert '"fields":["address"]' in event.payload
    assert heard == [("CT-0001", event.seq - 1)]


@october
def test_change_producer_writes_nothing_when_nothing_differs(city: City, heard):
    events = Event.objects.count()

    change_producer(city.producer, {"address": f" {city.producer.address}"})

    assert (Event.objects.count(), city.producer.history.count(), heard) == (events, 1, [])


@october
def test_change_producer_to_another_commune_needs_the_right_over_both(city: City):
    other = {"commune": city.units["03408"]}

    with refused_with(NotAllowed, "You hold no office that keeps the registry of “Phường Đông Phong”."):
        change_producer(city.producer, other, actor=city.users["xa.santhang"])
    change_producer(city.producer, other, actor=city.users["phongkinhte"])

    assert city.producer.commune == city.units["03408"]


def test_producer_of_a_merged_commune_is_changed_where_it_is(merged: City, november: None):
    change_producer(merged.producer, {"phone": "0213 2"})
    assert merged.producer.commune == merged.commune

    change_producer(merged.producer, {"commune": merged.units[TAN_PHONG]})
    assert merged.producer.commune.full_name == "Phường Tân Phong"


@october
def test_public_producers_are_those_that_ever_held_a_certificate(city: City):
    assert list(Producer.objects.public()) == []

    register_earlier_certificate(city.product, **{**EARLIER, "decision_date": date(2018, 1, 1)})

    assert list(Producer.objects.public()) == [city.producer]
