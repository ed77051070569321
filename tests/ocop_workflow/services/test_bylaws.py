"""By-laws of councils."""

from datetime import date
from fractions import Fraction

import pytest

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import ByLaw
from ocop_workflow.services.bylaws import adopt_bylaw
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import last_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


DECIDED, FIRST = date(2024, 9, 30), date(2024, 10, 1)


DECISION = {"decision_number": "900/QĐ-UBND", "decision_date": DECIDED, "valid_from": FIRST}


def test_adopt_bylaw_ends_the_one_before(city: City):
    new = adopt_bylaw(city.council, quorum=Fraction(3, 4), min_ballots=7, max_spread=None, **DECISION)

    city.bylaw.refresh_from_db()
    event = last_event()
    assert (city.bylaw.valid_to, new.valid_from, new.quorum) == (DECIDED, FIRST, Fraction(3, 4))
    assert (new.min_ballots, new.spread_limit, new.chair_votes, new.rounding_places) == (7, None, True, 2)
    assert (event.kind, event.subject, event.occurred_on) == ("bylaw.adopted", "HD-TPLC-2024", DECIDED)


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"quorum": Fraction(4, 3)}, "The quorum is a share of the members, as 2/3.", "quorum"),
        ({"quorum": Fraction(0)}, "The quorum is a share of the members, as 2/3.", "quorum"),
        ({"min_ballots": 0}, "At least one ballot is needed.", "min_ballots"),
        ({"rounding_places": 5}, "Ensure this value is less than or equal to 4.", "rounding_places"),
        ({"decision_number": ""}, "This field cannot be blank.", "decision_number"),
        ({"decision_date": date(2024, 10, 2)}, "A decision of 02/10/2024 has no effect before that day.", "valid_from"),
        (
            {"valid_from": date(2024, 3, 15), "decision_date": date(2024, 3, 15)},
            "The by-law 313/QĐ-UBND is in force from 15/03/2024; the periods overlap.",
            "valid_from",
        ),
    ],
)
def test_adopt_bylaw_refuses_bad_input(city: City, english: None, changes, message, field):
    with refused_with(InvalidInput, message, field=field):
        adopt_bylaw(city.council, **{**DECISION, **changes})


def test_adopt_bylaw_refuses_a_body_that_is_no_council(city: City):
    with refused_with(InvalidInput, "Only a council has a by-law.", field="body"):
        adopt_bylaw(city.bodies["PKT-TPLC"], **DECISION)

    assert ByLaw.objects.count() == 1
