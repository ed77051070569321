"""One intent, one effect: a key sent with something else is refused, and begins nothing."""

import pytest

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import OrganisationType
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.dossiers import draft_dossier
from ocop_workflow.services.producers import register_producer
from ocop_workflow.services.products import register_product
from ocop_workflow.services.sessions import convene_session
from ocop_workflow.services.signing import sign_decision
from tests.factories.city import OCTOBER, City, another_producer
from tests.factories.dossiers import at_decision, recognition
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


def producer(city: City, name: str):
    return register_producer(
        name=name,
        organisation_type=OrganisationType.COOPERATIVE,
        commune=city.commune,
        address="Bản 1",
        actor=city.users["xa.santhang"],
        idempotency_key="once",
    )


def product(city: City, name: str):
    return register_product(city.producer, name=name, set_no=6, actor=city.users["xa.santhang"], idempotency_key="once")


@pytest.mark.parametrize("register", [producer, product])
def test_registry_enters_one_thing_and_refuses_another_under_the_same_key(city: City, register):
    first = register(city, "Một (minh họa)")

    with refused(Stale, code="key_reused"):
        register(city, "Hai (minh họa)")

    assert register(city, "Một (minh họa)") == first


def test_dossier_of_another_product_is_another_intent(city: City):
    officer, other = city.users["xa.santhang"], another_producer(city, commune="03409")
    first = draft_dossier(city.product, actor=officer, idempotency_key="once")

    with refused(Stale, code="key_reused"):
        draft_dossier(other, actor=officer, idempotency_key="once")

    assert draft_dossier(city.product, actor=officer, idempotency_key="once") == first


def test_session_of_another_day_is_another_intent(city: City):
    secretary = city.users["thuky"]
    first = convene_session(city.council, actor=secretary, held_on=OCTOBER, idempotency_key="once")

    with refused(Stale, code="key_reused"):
        convene_session(city.council, actor=secretary, held_on=OCTOBER, place="Phòng 2", idempotency_key="once")

    assert convene_session(city.council, actor=secretary, held_on=OCTOBER, idempotency_key="once") == first


def test_decision_over_other_products_is_another_intent(city: City):
    one, two = at_decision(city), at_decision(city, product=another_producer(city, commune="03409"))
    given = {"actor": city.actor("office"), "subject": "Công nhận", "idempotency_key": "once"}
    first = draft_decision(city.authority, [one], **given)

    with refused(Stale, code="key_reused"):
        draft_decision(city.authority, [one, two], **given)

    assert draft_decision(city.authority, [one], **given) == first


def test_signature_under_another_decision_is_another_intent(city: City):
    one, two = at_decision(city), at_decision(city, product=another_producer(city, commune="03409"))
    first, second = recognition(city, [one]), recognition(city, [two])
    signing = {"actor": city.actor("approver"), "decided_on": OCTOBER, "idempotency_key": "once"}
    events = sign_decision(first, number="1/QĐ-UBND", **signing)

    with refused(Stale, code="key_reused"):
        sign_decision(second, number="2/QĐ-UBND", **signing)

    assert sign_decision(first, number="1/QĐ-UBND", **signing) == events
