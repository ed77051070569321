"""Who may do what with a dossier apart from its steps."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.domain.reporting import working_offices
from ocop_workflow.models import Body, BodyKind, Dossier, Producer, UnitSuccession
from ocop_workflow.queries.rights import (
    Authority,
    OfficeHeld,
    offices_held,
    predecessors,
    producer_office,
)

if TYPE_CHECKING:
    from accounts.models import User


def lock_dossier(dossier: Dossier) -> Dossier:
    """Lock a dossier's row for the rest of the transaction and return it fresh."""
    return (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__parent__parent", "producer", "product")
        .get(pk=dossier.pk)
    )


def lock_dossiers(ids: Iterable[int]) -> dict[int, Dossier]:
    """Lock dossiers' rows in the order of their codes, as every act does, and return them fresh by their ids."""
    rows = (
        Dossier.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__parent__parent", "producer", "product")
        .filter(pk__in=list(ids))
        .order_by("code")
    )
    return {row.pk: row for row in rows}


def require_stage_office(dossier: Dossier, actor: "User", stages: Collection[str]) -> OfficeHeld:
    """Return the office by which the actor does the work of the dossier's stage; it must be one of these stages.

    Which offices those are says the rulebook (`domain.reporting.working_offices`). Raises WorkflowError
    (`wrong_stage`), NotAllowed.
    """
    stage, today = dossier.stage_data, clock.today()
    if stage.key not in stages:
        raise WorkflowError(
            "The dossier is in the stage “%(stage)s”; this is not done there.",
            {"stage": stage.names.staff.vi},
            code="wrong_stage",
        )
    authority = Authority(actor, dossier, today)
    offices = working_offices(dossier.rulebook, stage)
    held = next(filter(None, (authority.by_office(office, dossier.rulebook) for office in offices)), None)
    if held is None:
        raise NotAllowed("You hold no office today in the body that has this dossier in hand.")
    return held


def require_body_office(body: Body, actor: "User", *, roles: tuple[str, ...], day: date | None = None) -> OfficeHeld:
    """Return the office the actor holds in a body in one of these roles, on a day and today."""
    business_day = day or clock.today()
    held = {when: _office_in(body, actor, roles, when) for when in (business_day, clock.today())}
    return held[business_day]


def _office_in(body: Body, actor: "User", roles: tuple[str, ...], day: date) -> OfficeHeld:
    held = [office for office in offices_held(actor, day) if office.body_id == body.pk and office.role in roles]
    if not held:
        raise NotAllowed(
            "You hold no office in “%(body)s” on %(day)s that may do this.",
            {"body": body.name, "day": f"{day:%d/%m/%Y}"},
        )
    return held[0]


def require_preparer(dossier: Dossier, actor: "User") -> OfficeHeld:
    """Check that the actor may prepare this dossier and that it still can be changed; return the office held."""
    if not dossier.is_editable:
        raise WorkflowError(
            "The dossier was submitted and is not changed any more; ask for it to be returned.", code="not_editable"
        )
    return preparing_office(dossier.producer, actor)


def preparing_office(producer: Producer, actor: "User") -> OfficeHeld:
    """Return the office by which the actor prepares papers of a producer today: its own account, or its commune."""
    today = clock.today()
    own = producer_office(actor, producer.pk, producer.code, today)
    if own is not None:
        return own
    for held in offices_held(actor, today):
        units = {held.unit_id} if held.unit_id and held.body_kind == BodyKind.COMMUNE_COMMITTEE else set()
        if producer.commune_id in predecessors(units, UnitSuccession, today):
            return held
    raise NotAllowed("You may not prepare dossiers of this producer.")
