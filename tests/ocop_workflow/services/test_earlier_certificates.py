"""Certificates from before the system."""

from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Certificate
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import EARLIER, last_event

pytestmark = [pytest.mark.django_db]


october = pytest.mark.usefixtures("october")


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
