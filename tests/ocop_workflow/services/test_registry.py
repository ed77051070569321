from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import salted_digest
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Certificate, Event, EventNote, Producer
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
from ocop_workflow.signals import certificate_issued, producer_changed, product_changed
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.factories.merger import TAN_PHONG
from tests.ocop_workflow.refusals import refused_with

pytestmark = [pytest.mark.django_db]
october = pytest.mark.usefixtures("october")

NEW = {"name": "Hợp tác xã Nà Cang", "organisation_type": "hop_tac_xa", "address": "Bản Nà Cang"}
NOT_YOURS = "You hold no office that keeps the registry of “Xã San Thàng”."


def last_event() -> Event:
    return Event.objects.order_by("-seq").first()


@pytest.fixture
def heard():
    """What was told while an act was written: the signal and how many events stood then."""
    calls = []
    listeners = {
        "producer": (producer_changed, lambda producer, **_: calls.append((producer.code, Event.objects.count()))),
        "product": (product_changed, lambda product, **_: calls.append((product.code, Event.objects.count()))),
        "certificate": (
            certificate_issued,
            lambda certificate, **_: calls.append((certificate.number, Event.objects.count())),
        ),
    }
    for signal, listener in listeners.values():
        signal.connect(listener)
    yield calls
    for signal, listener in listeners.values():
        signal.disconnect(listener)


# ------------------------------------------------------------------------------------------------ producers


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


# ------------------------------------------------------------------------------------------------ personal facts


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


# ------------------------------------------------------------------------------------------------ accounts


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


# ------------------------------------------------------------------------------------------------ products


@october
def test_register_product_enters_it_under_its_producer(city: City, heard):
    product = register_product(
        city.producer, name="Miến  khô", set_no=6, price_from=60_000, price_to=65_000, actor=city.users["phongkinhte"]
    )

    event = last_event()
    assert (product.code, product.name, product.price_to) == ("SP-0002", "Miến khô", 65_000)
    assert (event.kind, event.subject, event.office) == ("product.registered", "SP-0002", "PKT-TPLC.officer")
    assert heard == [("SP-0002", event.seq - 1)]


@october
@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"name": ""}, "This field cannot be blank.", "name"),
        ({"set_no": 27}, "Ensure this value is less than or equal to 26.", "set_no"),
        ({"set_no": 0}, "Ensure this value is greater than or equal to 1.", "set_no"),
        (
            {"name": "MIẾN DONG San Thàng (minh hoạ)"},
            "“Miến dong San Thàng (minh họa)” is already registered as SP-0001.",
            "name",
        ),
        ({"price_from": 2, "price_to": 1}, "The highest price lies below the lowest.", "price_to"),
        ({"code": "SP-9"}, "“code” is not set here.", "code"),
    ],
)
def test_register_product_refuses_bad_input(city: City, english: None, changes, message, field):
    with refused_with(InvalidInput, message, field=field):
        register_product(city.producer, **{"name": "Miến khô", "set_no": 6, **changes})


@october
def test_products_of_two_producers_may_share_a_name(city: City):
    other = another_producer(city).producer

    product = register_product(other, name=city.product.name, set_no=6)

    assert (product.code, product.name) == ("SP-0003", city.product.name)


@october
def test_change_product_keeps_what_was_and_names_the_fields(city: City, heard):
    change_product(city.product, {"story": "Chuyện", "price_from": 50_000}, actor=city.users["xa.santhang"])

    event = last_event()
    assert (city.product.story, city.product.history.count()) == ("Chuyện", 2)
    assert (event.kind, event.subject) == ("product.changed", "SP-0001")
    assert '"fields":["story","price_from"]' in event.payload
    assert heard == [("SP-0001", event.seq - 1)]


@october
def test_change_product_keeps_the_set_once_a_dossier_names_it(city: City):
    change_product(city.product, {"set_no": 7})
    dossiers.draft(city, complete=False)

    with refused_with(InvalidInput, "The set of a product with a dossier or a certificate stays.", field="set_no"):
        change_product(city.product, {"set_no": 8})


# ------------------------------------------------------------------------------------------------ certificates

EARLIER = {
    "number": "07/2021/GCN-OCOP",
    "stars": 3,
    "issuer": "UBND tỉnh Lai Châu",
    "decision_number": "1715/QĐ-UBND",
    "decision_date": date(2021, 12, 20),
}


@october
def test_register_earlier_certificate_counts_36_months(city: City, heard):
    certificate = register_earlier_certificate(
        city.product, legal_basis="Quyết định 1048/QĐ-TTg", actor=city.users["phongkinhte"], **EARLIER
    )

    event = last_event()
    assert (certificate.valid_from, certificate.valid_to) == (date(2021, 12, 20), date(2024, 12, 20))
    assert (certificate.product_name, certificate.dossier) == ("Miến dong San Thàng (minh họa)", None)
    assert certificate.state_on(clock.today()) == "expiring"
    assert (event.kind, event.subject) == ("certificate.registered", "07/2021/GCN-OCOP")
    assert (event.office, event.occurred_on) == ("PKT-TPLC.officer", date(2024, 10, 7))
    assert heard == [("07/2021/GCN-OCOP", event.seq - 1)]


@october
def test_register_earlier_certificate_knows_the_last_day_of_february(city: City):
    certificate = register_earlier_certificate(city.product, **{**EARLIER, "decision_date": date(2020, 2, 29)})

    assert (certificate.valid_to, certificate.state_on(clock.today())) == (date(2023, 2, 28), "expired")


@october
def test_register_earlier_certificate_takes_one_already_revoked(city: City):
    certificate = register_earlier_certificate(
        city.product,
        revoked_on=date(2023, 5, 4),
        revocation_ground="Ngừng sản xuất",
        revocation_decision="55/QĐ-UBND",
        valid_to=date(2025, 6, 30),
        producer_name="Hợp tác xã cũ",
        **EARLIER,
    )

    assert (certificate.valid_to, certificate.producer_name) == (date(2025, 6, 30), "Hợp tác xã cũ")
    assert [certificate.state_on(day) for day in (date(2023, 5, 3), date(2023, 5, 4))] == ["valid", "revoked"]
    assert '"revocation":"55/QĐ-UBND","revoked_on":"2023-05-04"' in last_event().payload


@october
def test_register_earlier_certificate_lets_the_next_follow_the_revoked_one(city: City):
    revoked = {"revoked_on": date(2023, 5, 4), "revocation_ground": "x", "revocation_decision": "55"}
    register_earlier_certificate(city.product, **{**EARLIER, **revoked})

    register_earlier_certificate(city.product, **{**EARLIER, "number": "2", "decision_date": date(2023, 5, 4)})

    assert list(Certificate.objects.order_by("pk").values_list("number", flat=True)) == ["07/2021/GCN-OCOP", "2"]


@october
@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"number": ""}, "This field cannot be blank.", "number"),
        ({"number": "OLD"}, "The certificate OLD is already registered.", "number"),
        ({"stars": 2}, "A certificate has 3 to 5 stars.", "stars"),
        ({"decision_number": ""}, "This field cannot be blank.", "decision_number"),
        ({"decision_date": date(2024, 10, 8)}, "The day 08/10/2024 lies in the future.", "decision_date"),
        ({"valid_to": date(2021, 12, 20)}, "The last day 20/12/2021 lies before the first day 20/12/2021.", "valid_to"),
        (
            {"revoked_on": date(2023, 1, 1)},
            "A revocation has a day, a ground and the number of its decision.",
            "revoked_on",
        ),
        ({"revocation_ground": "x"}, "A revocation has a day, a ground and the number of its decision.", "revoked_on"),
        (
            {"revoked_on": date(2021, 12, 19), "revocation_ground": "x", "revocation_decision": "1"},
            "A certificate is revoked while its term runs.",
            "revoked_on",
        ),
        (
            {"revoked_on": date(2024, 10, 8), "revocation_ground": "x", "revocation_decision": "1"},
            "The day 08/10/2024 lies in the future.",
            "revoked_on",
        ),
        (
            {"decision_date": date(2020, 6, 1)},
            "The product has the certificate OLD for a part of that time.",
            "valid_to",
        ),
        (
            {"decision_date": date(2018, 12, 2)},
            "The product has the certificate OLD for a part of that time.",
            "valid_to",
        ),
    ],
)
def test_register_earlier_certificate_refuses_bad_input(city: City, english: None, changes, message, field):
    old = {**EARLIER, "number": "OLD", "decision_date": date(2018, 12, 19), "valid_to": date(2021, 12, 19)}
    register_earlier_certificate(city.product, **old)

    with refused_with(InvalidInput, message, field=field):
        register_earlier_certificate(city.product, **{**EARLIER, **changes})


@october
def test_public_producers_are_those_that_ever_held_a_certificate(city: City):
    assert list(Producer.objects.public()) == []

    register_earlier_certificate(city.product, **{**EARLIER, "decision_date": date(2018, 1, 1)})

    assert list(Producer.objects.public()) == [city.producer]
