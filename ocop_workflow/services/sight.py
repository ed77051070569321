"""Who else sees a dossier during a stay: the bodies that may take a step there without having it in hand."""

from datetime import date

from ocop_workflow.domain.process import Office
from ocop_workflow.domain.rulebook import Rulebook, Stage
from ocop_workflow.models import BodyKind, Dossier, StageVisit, VisitBody
from ocop_workflow.queries.responsible import bodies_of
from ocop_workflow.queries.rights import PRODUCER


def note_other_bodies(visit: StageVisit, dossier: Dossier, day: date) -> None:
    """Keep the bodies named by the steps of a stay's stage, beside the one in whose hands it lies."""
    rulebook = dossier.rulebook
    stage = rulebook.stage(visit.stage)
    found: dict[int, bool] = {}
    for office, works in _others(rulebook, stage).items():
        for body in bodies_of(dossier, [office], day):
            found[body.pk] = found.get(body.pk, False) or works
    found.pop(visit.body_id or 0, None)
    if found:
        VisitBody.objects.bulk_create(VisitBody(visit=visit, body_id=pk, works=works) for pk, works in found.items())


def _others(rulebook: Rulebook, stage: Stage) -> dict[Office, bool]:
    """Return one office of each other body with whether it does more there than end the road.

    The commune is left out where it sees the dossier anyhow: it has its whole area in sight, and on its desk what lies
    in nobody's hands.
    """
    working: dict[str, bool] = {}
    for step in rulebook.steps_from(stage.key):
        for office in step.by:
            if office.body not in (PRODUCER, stage.body):
                working[office.body] = working.get(office.body, False) or step.tone != "end"
    in_hand = stage.body not in (None, PRODUCER)
    return {
        Office(key, ""): works
        for key, works in working.items()
        if rulebook.body(key).kind != BodyKind.COMMUNE_COMMITTEE or (in_hand and works)
    }
