"""The council's session: quorum, spread, agreement, conclusion (design 4 and 6; the by-law's settings)."""

import json
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed, Stale, StepBarred, WorkflowError
from ocop_workflow.models import BodyKind, Dossier, Event, Outcome, Role, UnitType
from ocop_workflow.queries.council import current_reading, entitled, evaluate, present_reading
from ocop_workflow.services.agenda import set_agenda
from ocop_workflow.services.agreements import record_agreement
from ocop_workflow.services.attendance import record_attendance
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.conflicts import declare_conflict
from ocop_workflow.services.memberships import grant_membership
from ocop_workflow.services.products import change_product
from ocop_workflow.services.reports import save_appraisal
from ocop_workflow.services.rulebooks import load_rulebook
from ocop_workflow.services.sessions import close_session, convene_session, open_session
from ocop_workflow.services.units import establish_unit
from tests.factories.ballots import full_ballot
from tests.factories.city import DECIDED, City, add_body, another_producer, new_bylaw, new_user
from tests.factories.dossiers import (
    appraise,
    at_appraisal,
    at_council,
    before_council,
    concluded,
    draft,
    hand_in,
    owner,
    session,
    step,
    unsealed,
)
from tests.factories.scorecards import RULEBOOKS
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")


def codes(barred: StepBarred) -> set[str]:
    return {reason.code for reason in barred.reasons}


def test_conclusion_without_quorum_is_refused(city: City):
    dossier = at_council(city, present=4)
    hand_in(city, dossier, (68, 68, 69, 68))

    with refused(StepBarred) as caught:
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert codes(caught.value) == {"quorum", "ballots"}
    assert caught.value.reasons[0].params == {"present": 5, "appointed": 8, "bylaw": "313/QĐ-UBND", "share": "2/3"}


def test_unsealing_waits_for_every_present_member(city: City):
    dossier = at_council(city, present=6)
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    with refused(StepBarred) as caught:
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert caught.value.reasons[0].params == {"members": "Ủy viên Hội đồng 6 (minh họa)"}


def test_member_with_a_conflict_is_not_waited_for(city: City):
    dossier = at_council(city, present=6)
    declare_conflict(
        dossier, actor=city.users["hoidong6"], membership=city.members["hoidong6"], reason="Góp vốn vào hợp tác xã"
    )
    hand_in(city, dossier, (68, 68, 69, 68, 69))

    step(dossier, "unseal", city.users["chutichhoidong"])

    assert dossier.readings.get().unsealed_at is not None


def test_conclusion_with_the_spread_too_wide_is_refused_until_a_new_reading(city: City):
    dossier = unsealed(city, totals=(60, 68, 69, 68, 71))

    with refused(StepBarred) as caught:
        step(dossier, "conclude", city.users["chutichhoidong"])
    step(dossier, "new_reading", city.users["chutichhoidong"], reason="Chênh 11 điểm")
    hand_in(city, dossier, (66, 66, 67, 66, 67))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert "spread" in codes(caught.value)
    assert dossier.readings.get(number=2).result.stars == 3


def test_members_who_differ_on_a_minimum_wait_for_the_agreed_option(city: City):
    dossier = at_council(city)
    card = dossier.rulebook.scorecard(6)
    choices = full_ballot(card, 68)
    differing = {**choices, "8a": "8a.2"} if choices["8a"] != "8a.2" else {**choices, "8a": "8a.3"}
    for member, filled in zip(city.scorers, [differing, choices, choices, choices, choices], strict=False):
        hand_in_ballot(dossier, BallotInput(filled), actor=member)
    step(dossier, "unseal", city.users["chutichhoidong"])

    with refused(StepBarred) as caught:
        step(dossier, "conclude", city.users["chutichhoidong"])
    record_agreement(dossier, actor=city.users["chutichhoidong"], options={"8a": "8a.3"}, note="Có bản công bố")
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert [(reason.code, reason.field) for reason in caught.value.reasons] == [("unsettled", "8a")]
    assert dossier.readings.get().result.stars == 3


@pytest.mark.parametrize(
    ("who", "options", "error"),
    [
        ("thuky", {"8a": "8a.3"}, NotAllowed),
        ("hoidong1", {"8a": "8a.3"}, NotAllowed),
        ("chutichhoidong", {"8a": "8a.3"}, InvalidInput),
    ],
)
def test_agreement_is_the_chairs_and_only_where_members_differ(city: City, who: str, options: dict, error: type):
    dossier = unsealed(city)

    with refused(error):
        record_agreement(dossier, actor=city.users[who], options=options)


def test_agreement_before_unsealing_is_refused(city: City):
    dossier = at_council(city)

    with refused(WorkflowError, code="session"):
        record_agreement(dossier, actor=city.users["chutichhoidong"], options={"8a": "8a.3"})


@pytest.mark.parametrize(
    ("totals", "stars", "band", "final", "outcome"),
    [
        ((49, 50, 50, 50, 50), 3, 2, None, Outcome.NOT_RECOGNISED),
        ((50, 50, 50, 50, 50), 3, 3, 3, Outcome.CERTIFY),
        ((69, 70, 70, 70, 70), 3, 3, 3, Outcome.CERTIFY),
        ((72, 72, 72, 72, 72), 3, 4, 3, Outcome.FORWARD),
        ((72, 72, 72, 72, 72), 4, 4, 4, Outcome.FORWARD),
        ((60, 60, 60, 60, 60), 0, 3, None, Outcome.NOT_RECOGNISED),
    ],
)
def test_result_follows_points_minimums_and_the_law(city: City, totals, stars, band, final, outcome):
    dossier = concluded(city, totals=totals, stars=stars)

    result = dossier.readings.get().result
    assert (result.band, result.stars, result.outcome) == (band, final, outcome)


def test_scoring_on_a_withheld_scorecard_never_reaches_the_council(city: City):
    tea = another_producer(city, account="chuthe1", commune="03409")
    change_product(tea, {"set_no": 11})
    dossier = at_appraisal(city, product=tea)
    appraise(city, dossier)

    with refused(StepBarred) as caught:
        step(dossier, "send_to_council", city.users["togiupviec"])

    assert codes(caught.value) == {"withheld"}


def test_session_opens_on_its_day_by_the_chair_with_the_by_law_of_that_day(city: City):
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=date(2024, 10, 15))

    with refused(WorkflowError, code="session"):
        open_session(called, actor=city.users["chutichhoidong"])
    with clock.travel(date(2024, 10, 15)), refused(NotAllowed):
        open_session(called, actor=city.users["thuky"])
    with clock.travel(date(2024, 10, 15)):
        opened = open_session(called, actor=city.users["chutichhoidong"])

    assert opened.bylaw == city.bylaw
    assert dossier.readings.count() == 0


def test_by_law_adopted_later_does_not_reach_an_open_session(city: City):
    dossier = at_council(city)
    with clock.travel(date(2024, 10, 8)):
        adopt_bylaw(
            city.council, decision_number="400/QĐ-UBND", decision_date=date(2024, 10, 8), valid_from=date(2024, 10, 8),
            quorum=Fraction(1), min_ballots=8,
        )  # fmt: skip
        hand_in(city, dossier, (68, 68, 69, 68, 69))
        step(dossier, "unseal", city.users["chutichhoidong"])

    assert dossier.readings.get().session.bylaw == city.bylaw


def test_session_closes_only_when_every_product_is_concluded(city: City):
    dossier = at_council(city)
    running = dossier.readings.get().session

    with refused(WorkflowError, code="open_dossiers"):
        close_session(running, actor=city.users["chutichhoidong"])


def test_attendance_of_a_stranger_is_refused(city: City):
    dossier = before_council(city)
    called = session(city, [dossier])

    with refused(InvalidInput, field="present"):
        record_attendance(called, {city.members["lanhdao"].pk: True}, actor=city.users["thuky"])


@pytest.mark.parametrize("who", ["hoidong1", "phongkinhte", "lanhdao", "quantri", "chuthe1"])
def test_only_secretary_or_chair_convene(city: City, who: str):
    with refused(NotAllowed):
        convene_session(city.council, actor=city.users[who], held_on=date(2024, 10, 15))


def test_member_who_took_a_step_with_the_dossier_elsewhere_does_not_score_it(city: City):
    grant_membership(
        city.bodies["PKT-TPLC"], city.users["hoidong1"], "officer", decision_number="9/QĐ-UBND",
        decision_date=date(2024, 10, 1), valid_from=date(2024, 10, 1),
    )  # fmt: skip
    city.road = replace(city.road, office="hoidong1")
    dossier = at_council(city)

    assert "hoidong1" not in {member.user.username for member in entitled(current_reading(dossier))}


def another_council(city: City) -> None:
    """Add a council of another city: `chutich2` presides, `thuky2` keeps the papers."""
    city.units["106"] = establish_unit(
        code="106", name="Thành phố khác", unit_type=UnitType.CITY, valid_from=DECIDED, parent=city.province
    )
    city.users |= {name: new_user(name) for name in ("chutich2", "thuky2")}
    members = [("chutich2", Role.CHAIR), ("thuky2", Role.SECRETARY)]
    add_body(city, "HD-106", (BodyKind.COUNCIL, "Hội đồng khác", "106", "9/QĐ-UBND", members), DECIDED)
    new_bylaw(city.bodies["HD-106"], "10/QĐ-UBND", DECIDED)


@pytest.mark.parametrize("brought", [draft, concluded])
def test_dossier_that_does_not_stand_before_the_council_is_not_put_on_its_agenda(city: City, brought):
    dossier = brought(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())

    with refused(InvalidInput, field="dossiers") as caught:
        set_agenda(called, [dossier], actor=city.users["thuky"])

    assert caught.value.params == {"dossier": dossier.code}


def test_council_of_another_unit_cannot_take_a_dossier_over(city: City):
    dossier = at_council(city)
    another_council(city)
    called = convene_session(city.bodies["HD-106"], actor=city.users["thuky2"], held_on=clock.today())

    with refused(InvalidInput, field="dossiers"):
        set_agenda(called, [dossier], actor=city.users["thuky2"])

    assert current_reading(dossier).session.body == city.council


def test_each_reading_opened_is_told_with_the_one_it_replaces(city: City):
    dossier = at_council(city)
    second = session(city, [dossier])

    told = Event.objects.filter(kind="reading.opened", dossier=dossier.code).order_by("seq")
    first, again = (json.loads(payload) for payload in told.values_list("payload", flat=True))
    assert (first["reading"], first["replaced"], first["revision"]) == (1, None, dossier.last_revision)
    assert (again["reading"], again["replaced"], again["session"]) == (2, 1, second.code)
    assert first["visit"] == again["visit"] == dossier.visits.get(left_at=None).number


def test_dossier_that_left_the_council_gets_no_reading_when_the_session_opens(city: City, tmp_path: Path):
    law_with(tmp_path, RETURN)
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())
    set_agenda(called, [dossier], actor=city.users["thuky"])
    step(dossier, "return_from_council", city.users["chutichhoidong"])

    open_session(called, actor=city.users["chutichhoidong"])

    assert dossier.readings.count() == 0


def test_dossiers_are_locked_before_the_session_and_only_what_changed_is_saved(city: City):
    dossier = at_council(city)

    with CaptureQueriesContext(connection) as asked:
        session(city, [dossier])

    updates = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "ocop_workflow_reading"')]
    assert [sql.partition(" SET ")[2].partition(" =")[0] for sql in updates] == ['"replaced_at"']
    assert all(sql.count(" = ") == 2 for sql in updates)
    locks = [query["sql"] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    tables = [sql.partition(' FROM "ocop_workflow_')[2].partition('"')[0] for sql in locks]
    if connection.features.has_select_for_update:
        assert tables[1:] == ["dossier", "councilsession"] * 3


def test_acts_of_a_session_happen_on_the_day_they_are_done(city: City):
    dossier = before_council(city)
    called = convene_session(city.council, actor=city.users["thuky"], held_on=date(2024, 10, 21))
    set_agenda(called, [dossier], actor=city.users["thuky"])
    record_attendance(called, {city.members["hoidong1"].pk: True}, actor=city.users["thuky"])

    days = Event.objects.filter(subject=called.code).values_list("kind", "occurred_on")
    assert dict(days) == dict.fromkeys(["session.convened", "session.agenda", "session.attendance"], date(2024, 10, 7))


def test_member_who_wrote_the_appraisal_does_not_score(city: City):
    grant_membership(
        city.bodies["TGV-TPLC-2024"], city.users["hoidong1"], "member", decision_number="9/QĐ-UBND",
        decision_date=DECIDED, valid_from=DECIDED,
    )  # fmt: skip
    dossier = at_appraisal(city)
    save_appraisal(
        dossier, actor=city.users["hoidong1"], number="12/BC-TGV", reported_on=clock.today(),
        surveyed_on=clock.today(), samples=5, findings="Đạt", recommendation="council",
    )  # fmt: skip
    step(dossier, "send_to_council", city.actor("team"))
    session(city, [dossier])

    scoring = {member.user.username for member in entitled(current_reading(dossier))}
    assert scoring == {"hoidong2", "hoidong3", "hoidong4", "hoidong5"}


def test_member_who_handed_in_is_not_marked_absent(city: City):
    dossier = at_council(city)
    hand_in(city, dossier, (68,))
    running = current_reading(dossier).session

    with refused(InvalidInput, field="present") as caught:
        record_attendance(running, {city.members["hoidong1"].pk: False}, actor=city.users["thuky"])
    record_attendance(running, {city.members["hoidong2"].pk: False}, actor=city.users["thuky"])

    assert caught.value.params == {"member": str(city.users["hoidong1"])}


def test_nobody_comes_or_goes_between_unsealing_and_conclusion(city: City):
    dossier = unsealed(city)
    running = current_reading(dossier).session
    late = {city.members["hoidong6"].pk: True}

    with refused(WorkflowError, code="unsealed"):
        record_attendance(running, late, actor=city.users["thuky"])
    step(dossier, "conclude", city.users["chutichhoidong"])
    record_attendance(running, late, actor=city.users["thuky"])

    assert running.attendance.get(membership=city.members["hoidong6"]).present


def test_key_of_a_conflict_does_not_serve_for_another_dossier(city: City):
    dossiers = [before_council(city), before_council(city, product=another_producer(city, commune="03409"))]
    declared = {"actor": city.users["hoidong2"], "membership": city.members["hoidong2"], "reason": "Góp vốn"}
    first = declare_conflict(dossiers[0], **declared, idempotency_key="once")

    with refused(Stale, code="key_reused"):
        declare_conflict(dossiers[1], **declared, idempotency_key="once")

    assert declare_conflict(dossiers[0], **declared, idempotency_key="once") == first


BACK = """
[[step]]
key = "back_to_council"
from = "result"
to = "council"
by = ["office.officer"]
label = { vi = "Trả Hội đồng", en = "Back to the council" }
"""
RETURN = """
[[step]]
key = "return_from_council"
from = "council"
to = "appraisal_returned"
by = ["council.chair"]
label = { vi = "Trả lại", en = "Return" }
tone = "back"
"""


def law_with(tmp_path: Path, steps: str, *more: tuple[str, str]) -> None:
    """Load the law of the city's road with further steps, and with texts of its rulebook replaced."""
    shutil.copytree(RULEBOOKS, tmp_path / "laws")
    process = tmp_path / "laws" / "2023-148" / "process.toml"
    process.write_text(process.read_text() + steps)
    for old, new in more:
        assert old in process.read_text()
        process.write_text(process.read_text().replace(old, new))
    load_rulebook(process.parent)


def barred(dossier: Dossier, key: str, city: City) -> set[str]:
    with refused(StepBarred) as caught:
        step(dossier, key, city.users["chutichhoidong"])
    return codes(caught.value)


def test_ballots_on_an_earlier_revision_do_not_count_when_the_dossier_comes_back(city: City, tmp_path: Path):
    law_with(tmp_path, RETURN)
    dossier = at_council(city)
    hand_in(city, dossier, (68, 68, 69, 68, 69))
    step(dossier, "return_from_council", city.users["chutichhoidong"])
    step(dossier, "resubmit_to_appraisal", owner(dossier.producer))
    appraise(city, dossier)
    step(dossier, "send_to_council", city.actor("team"))

    assert barred(dossier, "unseal", city) == {"session"}
    running = current_reading(dossier).session
    set_agenda(running, [dossier], actor=city.users["thuky"])
    assert barred(dossier, "unseal", city) == {"ballots"}
    hand_in(city, dossier, (60, 60, 60, 60, 60))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    reading = present_reading(dossier)
    assert (reading.number, reading.revision, reading.result.points) == (2, 2, 60)


def test_conclusion_of_an_earlier_stay_is_replaced_when_the_dossier_comes_back(city: City, tmp_path: Path):
    law_with(tmp_path, BACK)
    dossier = concluded(city)
    earlier = current_reading(dossier).session
    step(dossier, "back_to_council", city.actor("office"))

    assert present_reading(dossier) is None
    assert barred(dossier, "conclude", city) == {"sealed"}
    close_session(earlier, actor=city.users["chutichhoidong"])
    session(city, [dossier])
    hand_in(city, dossier, (55, 55, 55, 55, 55))
    step(dossier, "unseal", city.users["chutichhoidong"])
    step(dossier, "conclude", city.users["chutichhoidong"])

    assert [reading.result.points for reading in dossier.readings.order_by("number")] == [
        dossier.readings.get(number=1).result.points, 55,
    ]  # fmt: skip


def test_level_that_scores_says_what_is_certified_even_after_the_conclusion(city: City, monkeypatch):
    dossier = unsealed(city, totals=(72, 72, 72, 72, 72), stars=4)
    rulebook = dossier.rulebook
    assert rulebook.body("council").level == rulebook.evaluating_level == "city"
    other = replace(rulebook, evaluating_level=next(level.key for level in rulebook.levels if level.key != "city"))
    monkeypatch.setattr(Dossier, "rulebook", property(lambda _: other))

    assert evaluate(dossier.readings.get()).outcome == Outcome.FORWARD
    step(dossier, "conclude", city.users["chutichhoidong"])
    assert evaluate(dossier.readings.get()).outcome == dossier.readings.get().result.outcome == Outcome.FORWARD


def test_attendance_is_told_with_who_came_and_who_did_not(city: City):
    called = convene_session(city.council, actor=city.users["thuky"], held_on=clock.today())
    came, stayed_away = city.members["hoidong1"].pk, city.members["hoidong2"].pk

    record_attendance(called, {stayed_away: False, came: True}, actor=city.users["thuky"])

    told = json.loads(Event.objects.get(kind="session.attendance").payload)
    assert (told["present"], told["absent"]) == ([came], [stayed_away])


def test_who_handed_in_for_an_earlier_reading_was_there_as_well(city: City):
    dossier = unsealed(city)
    step(dossier, "new_reading", city.users["chutichhoidong"], reason="Chấm lại")

    with refused(InvalidInput, field="present"):
        record_attendance(session_of(dossier), {city.members["hoidong1"].pk: False}, actor=city.users["thuky"])


def session_of(dossier):
    return current_reading(dossier).session
