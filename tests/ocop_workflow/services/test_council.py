"""The council: who scores, and what a result is made of."""

from dataclasses import replace
from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import StepBarred
from ocop_workflow.models import Dossier, Outcome
from ocop_workflow.queries.council import current_reading, entitled, evaluate
from ocop_workflow.services.memberships import grant_membership
from ocop_workflow.services.products import change_product
from ocop_workflow.services.reports import save_appraisal
from tests.factories.city import DECIDED, City, another_producer
from tests.factories.dossiers import (
    appraise,
    at_appraisal,
    at_council,
    concluded,
    hand_in,
    session,
    step,
    unsealed,
)
from tests.ocop_workflow.refusals import refused
from tests.ocop_workflow.services.council_world import codes

pytestmark = pytest.mark.usefixtures("october")


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


def test_member_who_took_a_step_with_the_dossier_elsewhere_does_not_score_it(city: City):
    grant_membership(
        city.bodies["PKT-TPLC"], city.users["hoidong1"], "officer", decision_number="9/QĐ-UBND",
        decision_date=date(2024, 10, 1), valid_from=date(2024, 10, 1),
    )  # fmt: skip
    city.road = replace(city.road, office="hoidong1")
    dossier = at_council(city)

    assert "hoidong1" not in {member.user.username for member in entitled(current_reading(dossier))}


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


def test_level_that_scores_says_what_is_certified_even_after_the_conclusion(city: City, monkeypatch):
    dossier = unsealed(city, totals=(72, 72, 72, 72, 72), stars=4)
    rulebook = dossier.rulebook
    assert rulebook.body("council").level == rulebook.evaluating_level == "city"
    other = replace(rulebook, evaluating_level=next(level.key for level in rulebook.levels if level.key != "city"))
    monkeypatch.setattr(Dossier, "rulebook", property(lambda _: other))

    assert evaluate(dossier.readings.get()).outcome == Outcome.FORWARD
    step(dossier, "conclude", city.users["chutichhoidong"])
    assert evaluate(dossier.readings.get()).outcome == dossier.readings.get().result.outcome == Outcome.FORWARD
