"""What guards and effects look at while one step is considered; read from the database once, and only when asked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ocop_workflow.domain.rulebook import Rulebook, Stage, Step
from ocop_workflow.models import (
    Appraisal,
    Ballot,
    Body,
    CommuneReport,
    CouncilSession,
    Decision,
    Dossier,
    Membership,
    Reading,
    StageVisit,
)
from ocop_workflow.queries import council
from ocop_workflow.queries.reports import present_appraisal, present_commune_report
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.recording import Note

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class StepContext:
    """One dossier, one step, one actor, one day."""

    dossier: Dossier
    step: Step
    actor: "User"
    office: OfficeHeld | None
    day: date
    act: uuid.UUID
    reason: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    receiver: Body | None = None

    @property
    def rulebook(self) -> Rulebook:
        return self.dossier.rulebook

    @cached_property
    def stage(self) -> Stage:
        return self.rulebook.stage(self.dossier.stage)

    @cached_property
    def visit(self) -> StageVisit:
        return self.dossier.visits.get(left_at__isnull=True)

    @cached_property
    def files(self) -> list[tuple[str, str, str]]:
        """The papers in the dossier: kind, code and SHA-256, in a fixed order."""
        uses = self.dossier.evidence_uses.filter(active=True).order_by("kind", "pk")
        return list(uses.values_list("kind", "evidence__code", "evidence__sha256"))

    @cached_property
    def commune_report(self) -> CommuneReport | None:
        return present_commune_report(self.dossier)

    @cached_property
    def appraisal(self) -> Appraisal | None:
        return present_appraisal(self.dossier)

    @cached_property
    def reading(self) -> Reading | None:
        return council.present_reading(self.dossier)

    @property
    def running(self) -> Reading | None:
        """The reading that is not concluded yet."""
        return self.reading if self.reading and self.reading.concluded_at is None else None

    @cached_property
    def councils(self) -> set[int]:
        """The body in whose hands the dossier lies and those that took over from it."""
        return council.councils_of(self.visit, self.day)

    @cached_property
    def session(self) -> CouncilSession | None:
        if self.reading and self.reading.session.body_id in self.councils:
            return self.reading.session
        return council.open_session_of(self.dossier, self.councils)

    @cached_property
    def entitled(self) -> list[Membership]:
        return council.entitled(self.reading) if self.reading else []

    @cached_property
    def ballots(self) -> list[Ballot]:
        return council.handed_in(self.reading) if self.reading else []

    @cached_property
    def decision(self) -> Decision | None:
        code = self.payload.get("decision")
        return Decision.objects.select_related("body").filter(code=code).first() if code else None
