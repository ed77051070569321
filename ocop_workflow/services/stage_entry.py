"""Coming into a stage: in whose hands the dossier lies there, since when and until when."""

from ocop_workflow.domain import clock
from ocop_workflow.domain.calendar import due_day, known_holidays
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Body, StageVisit
from ocop_workflow.queries.responsible import responsible_body
from ocop_workflow.queries.rights import PRODUCER
from ocop_workflow.services.context import StepContext
from ocop_workflow.services.sight import note_other_bodies


def receiving_body(context: StepContext, target: str) -> Body | None:
    """Return the body that gets the dossier in hand with a stage; refuse a stage whose body does not exist."""
    rulebook = context.rulebook
    stage = rulebook.stage(target)
    body = responsible_body(context.dossier, stage, context.day)
    if body is None and stage.body not in (None, PRODUCER):
        raise WorkflowError(
            "“%(body)s”, which takes over in the stage “%(stage)s”, does not exist on %(day)s.",
            {
                "body": rulebook.body(str(stage.body)).label.vi,
                "stage": stage.names.staff.vi,
                "day": f"{context.day:%d/%m/%Y}",
            },
            code="no_body",
        )
    return body


def enter_stage(context: StepContext, target: str, body: Body | None) -> None:
    """End the present stay and begin the next, in the hands of that body."""
    dossier, stage, moment = context.dossier, context.rulebook.stage(target), clock.now()
    dossier.visits.filter(left_at__isnull=True).update(left_at=moment)
    dossier.stage = target
    dossier.visits_entered += 1
    visit = StageVisit.objects.create(
        dossier=dossier,
        number=dossier.visits_entered,
        stage=target,
        kind=stage.kind,
        body=body,
        entered_at=moment,
        entered_on=context.day,
        due_on=due_day(context.day, stage.deadline, known_holidays()) if stage.deadline else None,
        entered_by_act=context.act,
    )
    note_other_bodies(visit, dossier, context.day)
