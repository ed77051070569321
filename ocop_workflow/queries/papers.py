"""The papers of a dossier: what it must hold, what it holds, and what was printed of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ocop_workflow.domain.rulebook import EvidenceKind
from ocop_workflow.models import Dossier, Evidence, EvidenceCheck, Paper


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One kind of paper: whether the set needs it, what is attached, what the officer last found."""

    kind: EvidenceKind
    needed: bool
    files: tuple[Evidence, ...]
    check: EvidenceCheck | None

    @property
    def is_missing(self) -> bool:
        return self.needed and not self.files


def dossier_papers(dossier: Dossier) -> Sequence[PaperRow]:
    """Return every kind of paper the product set offers, those needed first, in the order of the rulebook."""
    files: dict[str, list[Evidence]] = {}
    for use in dossier.evidence_uses.filter(active=True).select_related("evidence").order_by("pk"):
        files.setdefault(use.kind, []).append(use.evidence)
    checks = {check.kind: check for check in dossier.checks.order_by("visit__number")}
    rows = [
        PaperRow(kind, kind.needed_for(dossier.set_no), tuple(files.get(kind.key, ())), checks.get(kind.key))
        for kind in dossier.rulebook.evidence_for(dossier.set_no)
    ]
    return sorted(rows, key=lambda row: not (row.needed or row.files))


def printed_papers(dossier: Dossier) -> QuerySet[Paper]:
    """Return the papers printed of a dossier's decision and certificate."""
    of_decision = Q(decision__items__dossier=dossier)
    return Paper.objects.filter(of_decision | Q(certificate__dossier=dossier)).distinct().order_by("pk")
