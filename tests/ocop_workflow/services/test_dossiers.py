"""A dossier while it is prepared: who may begin it, what is kept, whom a second pen meets."""

import json
from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import canonical, salted_digest, sha256
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, Stale
from ocop_workflow.domain.rulebook import NoRulebook
from ocop_workflow.models import Dossier, Event
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from tests.factories import dossiers
from tests.factories.city import SAN_THANG, City, another_producer
from tests.factories.merger import TAN_PHONG
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("account", "office", "behalf"),
    [("chuthe1", "CT-0001.producer", ""), ("xa.santhang", "UBND-03409.officer", "CT-0001")],
)
def test_draft_dossier_begins_in_the_first_stage_of_todays_law(city: City, october: None, account, office, behalf):
    dossier = draft_dossier(city.product, actor=city.users[account], round_=city.round)

    assert (dossier.code, dossier.stage, dossier.version, dossier.visits_entered) == ("HS-2024-0001", "draft", 1, 1)
    assert dossier.rulebook_version == city.rulebooks["2023-148"]
    assert (dossier.unit, dossier.set_no, dossier.round, dossier.is_pinned) == (
        city.units[SAN_THANG],
        6,
        city.round,
        False,
    )
    visit = dossier.visits.get()
    assert (visit.number, visit.stage, visit.kind, visit.body, visit.entered_on) == (
        1,
        "draft",
        "draft",
        None,
        clock.today(),
    )
    event = Event.objects.latest("seq")
    assert (event.kind, event.dossier, event.office, event.behalf) == ("dossier.drafted", dossier.code, office, behalf)
    assert (event.act, dossier.history.get().act) == (visit.entered_by_act, visit.entered_by_act)


def test_draft_dossier_numbers_each_year_from_one(city: City):
    with clock.travel(date(2024, 12, 31)):
        first = draft_dossier(city.product, actor=city.users["chuthe1"])
    with clock.travel(date(2025, 1, 1)):
        second = draft_dossier(another_producer(city), actor=city.users["chuthe2"])

    assert (first.code, second.code) == ("HS-2024-0001", "HS-2025-0001")


def test_draft_dossier_after_the_merger_lies_with_the_new_ward_under_the_new_law(merged: City, november: None):
    dossier = draft_dossier(merged.product, actor=merged.users["chuthe1"])

    assert (dossier.unit.key, dossier.rulebook.code) == (TAN_PHONG, "2026-26")


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte", "thanhtra", "quantri"])
def test_draft_dossier_is_refused_to_who_does_not_prepare_the_producers(city: City, october: None, account):
    with refused(NotAllowed):
        draft_dossier(city.product, actor=city.users[account])


def test_draft_dossier_is_refused_to_a_deactivated_account(city: City, october: None):
    city.users["chuthe1"].is_active = False

    with refused(NotAllowed):
        draft_dossier(city.product, actor=city.users["chuthe1"])


@pytest.mark.parametrize("bring", [dossiers.draft, dossiers.submitted])
def test_draft_dossier_is_refused_while_one_is_under_way(city: City, october: None, bring):
    bring(city)

    with refused(code="running"):
        draft_dossier(city.product, actor=city.users["xa.santhang"])


def test_draft_dossier_is_possible_again_once_the_last_is_over(city: City, october: None):
    over = dossiers.certified(city)

    again = draft_dossier(city.product, actor=city.users["chuthe1"], kind="upgrade")

    assert (again.kind, again.product, Dossier.objects.count()) == ("upgrade", over.product, 2)


def test_draft_dossier_is_refused_on_a_day_without_law(city: City):
    with clock.travel(date(2022, 5, 1)), refused(NotAllowed):
        draft_dossier(city.product, actor=city.users["chuthe1"])
    with clock.travel(date(2022, 5, 1)), refused(NoRulebook):
        draft_dossier(city.product, actor=city.users["xa.santhang"])


def test_draft_dossier_knows_three_kinds(city: City, october: None):
    with refused(InvalidInput, field="kind"):
        draft_dossier(city.product, actor=city.users["chuthe1"], kind="again")


def test_save_answers_keeps_the_parts_given_and_only_a_digest_in_the_chain(city: City, october: None):
    dossier = dossiers.draft(city, complete=False)
    saved = save_answers(dossier, {"market": "Chợ"}, actor=city.users["chuthe1"], expected_version=1)

    saved = save_answers(saved, {"plan": " Mở rộng\r\n"}, actor=city.users["xa.santhang"], expected_version=2)

    assert (saved.answers, saved.version) == ({"market": "Chợ", "plan": "Mở rộng"}, 3)
    event = Event.objects.latest("seq")
    payload, note = json.loads(event.payload), event.notes.get(key="answers")
    assert (event.kind, event.office, event.behalf) == ("dossier.edited", "UBND-03409.officer", "CT-0001")
    assert (payload["version"], payload["parts"]) == (3, ["plan"])
    assert payload["notes"]["answers"] == salted_digest(note.salt, note.text)
    assert note.text == sha256(canonical(saved.answers))
    assert not any("Mở rộng" in text for text in (event.payload, note.text))


def test_save_answers_of_what_is_kept_changes_nothing_also_when_sent_late(city: City, october: None):
    dossier = dossiers.draft(city, complete=False)
    saved = save_answers(dossier, {"market": "Chợ"}, actor=city.users["chuthe1"], expected_version=1)
    events = Event.objects.count()

    again = save_answers(dossier, {"market": "Chợ "}, actor=city.users["chuthe1"], expected_version=1)

    assert (again.version, Event.objects.count()) == (saved.version, events)


def test_save_answers_tells_a_second_pen_who_was_first_and_when(city: City, october: None):
    dossier = dossiers.draft(city, complete=False)
    save_answers(dossier, {"market": "Chợ"}, actor=city.users["xa.santhang"], expected_version=1)

    with refused(Stale) as refusal:
        save_answers(dossier, {"market": "Siêu thị"}, actor=city.users["chuthe1"], expected_version=1)

    assert refusal.value.params == {"who": "Cán bộ xã San Thàng (minh họa)", "time": "08:00", "day": "07/10/2024"}


def test_save_answers_is_refused_once_submitted(city: City, october: None):
    dossier = dossiers.submitted(city)

    with refused(code="not_editable"):
        save_answers(dossier, {"market": "Chợ"}, actor=city.users["chuthe1"], expected_version=dossier.version)


def test_save_answers_is_open_again_in_a_returned_dossier(city: City, october: None):
    dossier = dossiers.submitted(city)
    dossiers.step(dossier, "return_from_commune", city.users["xa.santhang"], reason="Thiếu kế hoạch")

    saved = save_answers(dossier, {"plan": "Có"}, actor=city.users["chuthe1"], expected_version=dossier.version)

    assert saved.answers["plan"] == "Có"


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte", "lanhdao"])
def test_save_answers_is_refused_to_who_does_not_prepare(city: City, october: None, account):
    dossier = dossiers.draft(city, complete=False)

    with refused(NotAllowed):
        save_answers(dossier, {"market": "Chợ"}, actor=city.users[account], expected_version=1)


def test_save_answers_refuses_unknown_keys_and_options(city: City, october: None):
    dossier = dossiers.draft(city, complete=False)
    for given, field in [
        ({"stage": "certified"}, "stage"),
        ({"self_assessment": {"1a": {"option": "x"}}}, "self_assessment.1a"),
    ]:
        with refused(InvalidInput, field=field):
            save_answers(dossier, given, actor=city.users["chuthe1"], expected_version=1)
