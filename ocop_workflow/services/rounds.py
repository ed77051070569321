"""Evaluation rounds: what the plan of a unit's year lays down."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import AdministrativeUnit, BodyKind, Round, one_act
from ocop_workflow.queries.rights import OfficeHeld, offices_held
from ocop_workflow.services.administration import checked
from ocop_workflow.services.recording import Happening, record

if TYPE_CHECKING:
    from accounts.models import User


def plan_round(
    unit: AdministrativeUnit,
    year: int,
    number: int,
    *,
    plan: str = "",
    intake_until: date | None = None,
    finish_by: date | None = None,
    actor: "User | None" = None,
) -> Round:
    """Plan an evaluation round (đợt đánh giá) of a unit and return it, with its code.

    Its standing office, an administrator or the installation itself may. Raises InvalidInput for a round planned
    before and for an end before the end of intake; NotAllowed otherwise.
    """
    office = _require_planner(unit, actor)
    if intake_until and finish_by and finish_by < intake_until:
        raise InvalidInput("A round ends after its intake.", field="finish_by")
    round_ = Round(
        code=f"{unit.code}-{year}-{number}",
        name=f"Đợt {number} năm {year}",
        unit=unit,
        year=year,
        number=number,
        plan=clean_line(plan),
        intake_until=intake_until,
        finish_by=finish_by,
    )
    with transaction.atomic(), one_act() as act:
        if Round.objects.filter(code=round_.code).exists():
            raise InvalidInput(
                "Round %(number)s of %(year)s is already planned.", {"number": number, "year": year}, field="number"
            )
        checked(round_).save_as(actor, reason="round.planned")
        record(
            Happening(
                kind="round.planned",
                subject=round_.code,
                act=act,
                actor=actor,
                office=office,
                payload={"unit": unit.key, "intake_until": intake_until, "finish_by": finish_by},
            )
        )
    return round_


def _require_planner(unit: AdministrativeUnit, actor: "User | None") -> OfficeHeld | None:
    if actor is None or (actor.is_active and actor.is_superuser):
        return None
    for held in offices_held(actor, clock.today()):
        if held.body_kind == BodyKind.STANDING_OFFICE and held.unit_id == unit.pk:
            return held
    raise NotAllowed("Only the standing office of “%(unit)s” plans its rounds.", {"unit": unit.full_name})
