"""The one door (design 5): who may pass, what is refused, and that a refusal leaves no trace."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import (
    InvalidInput,
    NotAllowed,
    ReasonRequired,
    Stale,
    StepBarred,
    UnknownStep,
    WorkflowError,
)
from ocop_workflow.models import DossierRevision, Event, StageVisit
from ocop_workflow.services.foresight import available_steps, simulate
from ocop_workflow.services.memberships import end_membership
from ocop_workflow.services.steps import Intent, take_steps
from tests.factories.city import City, another_producer
from tests.factories.dossiers import at_appraisal, at_intake, draft, owner, submitted
from tests.ocop_workflow.refusals import everything
from tests.ocop_workflow.services.door import press

pytestmark = pytest.mark.usefixtures("october")


def test_step_moves_the_dossier_and_writes_visit_revision_and_event_together(city: City):
    dossier = draft(city)
    version = dossier.version

    event = press(dossier, "submit", owner(dossier.producer))

    assert (dossier.stage, dossier.version, dossier.last_revision) == ("commune_review", version + 1, 1)
    assert dossier.submitted_on == date(2024, 10, 7)
    visits = StageVisit.objects.filter(dossier=dossier).order_by("number")
    assert [(visit.stage, visit.left_at is None) for visit in visits] == [("draft", False), ("commune_review", True)]
    assert DossierRevision.objects.get(dossier=dossier).number == event.revision == 1
    assert (event.kind, event.step, event.occurred_on) == ("step", "submit", date(2024, 10, 7))


def test_same_intent_sent_twice_has_one_effect_and_the_same_answer(city: City):
    dossier = draft(city)
    seen = dossier.version
    first = press(dossier, "submit", owner(dossier.producer), version=seen)
    before = everything()

    again = press(dossier, "submit", owner(dossier.producer), version=seen)

    assert again == first
    assert everything() == before


def test_step_from_a_stale_tab_is_refused_and_names_who_was_first(city: City):
    dossier = submitted(city)
    seen = dossier.version
    press(dossier, "return_from_commune", city.users["chutich.santhang"], reason="Thiếu giấy")
    before = everything()

    with pytest.raises(Stale) as refusal:
        press(dossier, "return_from_commune", city.users["xa.santhang"], version=seen, intent="other", reason="Thiếu")

    assert refusal.value.params == {
        "who": "Chủ tịch UBND xã San Thàng (minh họa)",
        "step": "Trả lại để bổ sung",
        "time": "08:00",
        "day": "07/10/2024",
    }
    assert everything() == before


def test_key_of_another_act_is_refused(city: City):
    first, second = draft(city), draft(city, product=another_producer(city, account="chuthe1"))
    press(first, "submit", owner(first.producer), intent="shared")
    before = everything()

    with pytest.raises(Stale) as refusal:
        press(second, "submit", owner(first.producer), intent="shared")

    assert refusal.value.code == "key_reused"
    assert everything() == before


@pytest.mark.parametrize(
    ("actor", "key", "reason", "refused"),
    [
        ("chutich.santhang", "no_such_step", "", UnknownStep),
        ("chutich.santhang", "accept", "", UnknownStep),
        ("xa.santhang", "send_to_city", "", NotAllowed),
        ("chutich.dongphong", "send_to_city", "", NotAllowed),
        ("phongkinhte", "send_to_city", "", NotAllowed),
        ("thanhtra", "return_from_commune", "Vì sao", NotAllowed),
        ("quantri", "return_from_commune", "Vì sao", NotAllowed),
        ("chuthe2", "withdraw", "Thôi", NotAllowed),
        ("xa.santhang", "return_from_commune", "  ", ReasonRequired),
        ("chutich.santhang", "send_to_city", "", StepBarred),
    ],
)
def test_refused_act_changes_nothing(city: City, actor: str, key: str, reason: str, refused: type[WorkflowError]):
    dossier = submitted(city)
    before = everything()

    with pytest.raises(refused):
        press(dossier, key, city.users[actor], intent="refused", reason=reason)

    assert everything() == before


def test_step_by_someone_whose_membership_ended_yesterday_is_refused(city: City):
    dossier = submitted(city)
    end_membership(city.members["chutich.santhang"], last_day=date(2024, 10, 6))
    before = everything()

    with pytest.raises(NotAllowed):
        press(dossier, "return_from_commune", city.users["chutich.santhang"], intent="late", reason="Thiếu giấy")

    assert everything() == before


def test_backdated_step_does_not_revive_an_ended_membership(city: City):
    dossier = submitted(city)
    end_membership(city.members["chutich.santhang"], last_day=date(2024, 10, 7))

    with clock.travel(date(2024, 10, 8)), pytest.raises(NotAllowed):
        press(
            dossier, "return_from_commune", city.users["chutich.santhang"],
            reason="Thiếu giấy", occurred_on=date(2024, 10, 7),
        )  # fmt: skip


def test_step_of_tomorrow_is_refused(city: City):
    dossier = submitted(city)

    with pytest.raises(InvalidInput) as refusal:
        press(dossier, "return_from_commune", city.users["xa.santhang"], reason="?", occurred_on=date(2024, 10, 8))

    assert refusal.value.field == "occurred_on"


def test_deactivated_account_takes_no_step(city: City):
    dossier = submitted(city)
    officer = city.users["xa.santhang"]
    officer.is_active = False

    with pytest.raises(NotAllowed):
        press(dossier, "return_from_commune", officer, reason="Thiếu giấy")


def test_barred_step_says_everything_that_is_missing(city: City):
    dossier = draft(city, complete=False)

    with pytest.raises(StepBarred) as refusal:
        press(dossier, "submit", owner(dossier.producer))

    fields = [reason.field for reason in refusal.value.reasons]
    assert fields[:3] == ["product_description", "production", "market"]
    assert {reason.code for reason in refusal.value.reasons[3:]} == {"evidence"}


def test_officer_who_submits_does_so_on_behalf_of_the_producer(city: City):
    dossier = draft(city)

    event = press(dossier, "submit", city.users["xa.santhang"])

    assert (event.office, event.behalf) == ("UBND-03409.officer", dossier.producer.code)


def test_available_steps_use_the_same_guards_and_say_why_a_step_is_barred(city: City):
    dossier = submitted(city)

    steps = {step.step.key: step for step in available_steps(dossier, city.users["chutich.santhang"])}

    assert steps["return_from_commune"].is_open
    assert [reason.code for reason in steps["send_to_city"].reasons] == ["report"]
    assert steps["withdraw"].office is None


def test_simulation_answers_like_the_step_and_changes_nothing(city: City):
    dossier = submitted(city)
    before = everything()

    simulation = simulate(dossier, "return_from_commune", actor=city.users["xa.santhang"], reason="Thử")

    assert (simulation.source, simulation.target) == ("commune_review", "commune_review_returned")
    assert dossier.stage == "commune_review"
    assert everything() == before


def test_act_over_two_dossiers_happens_whole_or_not_at_all(city: City):
    first = submitted(city)
    second = submitted(city, product=another_producer(city, account="chuthe1", commune="03409"))
    officer = city.users["xa.santhang"]
    before = everything()

    with pytest.raises(UnknownStep):
        take_steps(
            [
                Intent(first, "return_from_commune", first.version, "both:1"),
                Intent(second, "accept", second.version, "both:2"),
            ],
            actor=officer,
            reason="Thiếu giấy",
        )

    assert everything() == before


def test_receipt_number_is_given_once(city: City):
    dossier = at_intake(city)
    dossier = at_appraisal(city, product=another_producer(city, account="chuthe1", commune="03409"))

    assert dossier.receipt_number == "1/PĐK-03409-2024"


def test_submission_takes_at_most_15_queries(city: City):
    dossier = draft(city)

    producer = owner(dossier.producer)

    with CaptureQueriesContext(connection) as captured:
        press(dossier, "submit", producer)

    work = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(work) <= 15, "\n".join(work)
    assert Event.objects.filter(step="submit").count() == 1
