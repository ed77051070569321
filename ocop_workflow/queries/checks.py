"""What officers found about the papers of a dossier."""

from dataclasses import dataclass

from ocop_workflow.domain.rulebook import Label
from ocop_workflow.models import Dossier, StageVisit, Verdict


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A paper found missing or to be supplemented, and what the officer noted."""

    kind: str
    label: Label
    verdict: str
    note: str


def open_points(dossier: Dossier) -> tuple[OpenPoint, ...]:
    """Return the papers that are not sufficient, in the order of the rulebook: the list a return is founded on.

    While the dossier is with officers they are those of its present stay; once returned, those of the last stay.
    """
    visit = _visit(dossier)
    found = {check.kind: check for check in visit.checks.all()} if visit else {}
    offered = dossier.rulebook.evidence_for(dossier.set_no)
    return tuple(
        OpenPoint(kind.key, kind.label, found[kind.key].verdict, found[kind.key].note)
        for kind in offered
        if kind.key in found and found[kind.key].verdict != Verdict.SUFFICIENT
    )


def _visit(dossier: Dossier) -> StageVisit | None:
    if dossier.is_editable:
        return dossier.visits.filter(left_at__isnull=False).order_by("-number").first()
    return dossier.visits.filter(left_at__isnull=True).first()
