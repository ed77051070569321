"""The test world itself: what every other test of the workflow stands on."""

from datetime import date
from decimal import Decimal

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier, Event, Reading
from tests.factories import dossiers
from tests.factories.ballots import full_ballot
from tests.factories.city import OCTOBER, City, standing_city
from tests.factories.scorecards import SHIPPED, shipped
from tests.services.copies import Copy

ROAD = [
    (dossiers.draft, "draft"),
    (dossiers.submitted, "commune_review"),
    (dossiers.at_intake, "intake"),
    (dossiers.at_appraisal, "appraisal"),
    (dossiers.before_council, "council"),
    (dossiers.at_council, "council"),
    (dossiers.unsealed, "council"),
    (dossiers.concluded, "result"),
    (dossiers.at_decision, "decision"),
    (dossiers.certified, "certified"),
]


@pytest.mark.parametrize(("bring", "stage"), ROAD)
def test_world_brings_a_dossier_down_the_city_road(city: City, october: None, bring, stage):
    dossier = bring(city)

    assert (dossier.stage, dossier.rulebook.code) == (stage, "2023-148")


@pytest.mark.parametrize(("bring", "stage"), [ROAD[0], (dossiers.submitted, "commune_intake"), *ROAD[2:]])
def test_world_brings_a_dossier_down_the_province_road(merged: City, november: None, bring, stage):
    dossier = bring(merged)

    assert (dossier.stage, dossier.rulebook.code) == (stage, "2026-26")


def test_world_certifies_68_point_4_with_three_stars(city: City, october: None):
    dossier = dossiers.certified(city)

    certificate, result = dossier.certificate, Reading.objects.get(dossier=dossier).result
    assert (result.points, result.spread, result.ballots) == (Decimal("68.40"), 1, 5)
    assert (certificate.stars, certificate.valid_from, certificate.valid_to) == (
        3,
        date(2024, 10, 7),
        date(2027, 10, 7),
    )


@pytest.mark.parametrize("round_", [1, 2])
def test_world_is_the_same_for_every_test(city: City, round_):
    assert (Dossier.objects.count(), Event.objects.count(), city.product.code) == (0, 56, "SP-0001")


@pytest.mark.commits
@pytest.mark.parametrize("round_", [1, 2])
def test_world_can_be_committed(committed: Copy, round_):
    city = standing_city()

    with clock.travel(OCTOBER):
        dossier = dossiers.submitted(city)

    assert (Dossier.objects.get(), Event.objects.filter(dossier=dossier.code).count()) == (dossier, 9)


@pytest.mark.parametrize("total", [50, 61, 68, 69, 70, 72, 95])
@pytest.mark.parametrize(("rulebook", "set_no"), SHIPPED)
def test_full_ballot_comes_to_its_total(rulebook, set_no, total):
    card = shipped(rulebook, set_no)

    choices = full_ballot(card, total)

    assert sum(card.node(option).points for option in choices.values()) == total
