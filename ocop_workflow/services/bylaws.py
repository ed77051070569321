"""The by-law a council works by."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.models import Body, ByLaw, one_act
from ocop_workflow.services import body_rules
from ocop_workflow.services.administration import checked, require_administrator, require_period
from ocop_workflow.services.body_acts import decided_by, end_validity, note_act

if TYPE_CHECKING:
    from accounts.models import User


BYLAW_RULES = (
    "quorum_numerator", "quorum_denominator", "chair_votes", "chair_or_deputy_present", "min_ballots", "max_spread",
    "rounding_places", "separate_duties",
)  # fmt: skip


def adopt_bylaw(
    body: Body,
    *,
    decision_number: str,
    decision_date: date,
    valid_from: date,
    valid_to: date | None = None,
    quorum: Fraction = Fraction(2, 3),
    actor: "User | None" = None,
    **rules: int | bool | None,
) -> ByLaw:
    """Adopt the by-law a council works by from a day on; the one before ends the day before.

    `rules` are the fields of ByLaw (chair_votes, min_ballots, max_spread, rounding_places …), its defaults otherwise.
    Raises InvalidInput for a body that is no council, a quorum that is no share, days outside of the council's time or
    before the decision, and a period that overlaps a later by-law.
    """
    require_administrator(actor)
    bylaw = ByLaw(
        body=body,
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=valid_from,
        valid_to=valid_to or body.valid_to,
        quorum_numerator=quorum.numerator,
        quorum_denominator=quorum.denominator,
        **rules,
    )
    require_period(valid_from, valid_to)
    with transaction.atomic(), one_act() as act:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        previous = body_rules.require_bylaw(checked(bylaw))
        if previous:
            end_validity(previous, body_rules.day_before(valid_from), actor, "bylaw.adopted")
        bylaw.save_as(actor, reason="bylaw.adopted")
        payload = {
            **decided_by(bylaw),
            "bylaw": bylaw.pk,
            "replaces": previous.decision_number if previous else "",
            "rules": {name: getattr(bylaw, name) for name in BYLAW_RULES},
        }
        note_act("bylaw.adopted", body, actor, act, payload, on=decision_date)
    return bylaw
