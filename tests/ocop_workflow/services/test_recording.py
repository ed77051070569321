"""Writing down what happened: a dossier's acts by its law, a key that serves one intent."""

import uuid

import pytest
from django.db import transaction

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Event
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.services.recording import Happening, of_dossier, record
from tests.factories import dossiers
from tests.factories.city import OCTOBER, City
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


def test_of_dossier_names_the_law_the_office_and_the_revision(city: City):
    dossier = dossiers.submitted(city)
    officer = city.users["xa.santhang"]
    (office,) = offices_held(officer, OCTOBER)

    (event,) = record(of_dossier("papers.checked", dossier, officer, office, uuid.uuid4(), {"visit": 2}, revision=1))

    told = (event.kind, event.subject, event.dossier, event.rulebook, event.revision, event.office, event.behalf)
    assert told == ("papers.checked", dossier.code, dossier.code, "2023-148@1", 1, "UBND-03409.officer", "")
    assert event.idempotency_key is None


def test_record_refuses_a_key_that_another_act_carried_meanwhile(city: City):
    happening = Happening("report.saved", "HS-1", uuid.uuid4(), city.users["xa.santhang"], idempotency_key="once")
    record(happening)

    with refused(Stale, code="key_reused"), transaction.atomic():
        record(happening)

    assert Event.objects.filter(idempotency_key="once").count() == 1
