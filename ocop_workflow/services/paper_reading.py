"""Opening a printed paper in the staff area: only with the right to it, only unharmed, and never unnoticed.

What a certificate says is public at its verification address; who in an office opened which paper is written down all
the same, as for the files of a dossier.
"""

import io
from typing import IO, TYPE_CHECKING

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed
from ocop_workflow.models import Dossier, Paper
from ocop_workflow.queries.decisions import visible_certificates, visible_decisions
from ocop_workflow.queries.rights import offices_held, visible_dossiers
from ocop_workflow.services.accesses import note_opening
from ocop_workflow.services.evidence_reading import read_checked

if TYPE_CHECKING:
    from accounts.models import User

PAPER = "paper"


def open_paper(paper: Paper, *, actor: "User", dossier: Dossier | None = None) -> IO[bytes]:
    """Return the bytes of a printed paper after writing down who opened it, and from which dossier.

    Raises NotAllowed, WorkflowError with code `file_missing` when the file is gone and `file_damaged` when its bytes
    are not those printed.
    """
    _require_sight(paper, actor)
    content = read_checked(paper.sha256, paper.subject)
    note_opening(
        "paper.opened",
        PAPER,
        paper.subject,
        paper.sha256,
        actor=actor,
        office=next(iter(offices_held(actor, clock.today())), None),
        dossier=_code_of(paper, dossier),
        payload={"paper": paper.kind},
    )
    return io.BytesIO(content)


def _code_of(paper: Paper, dossier: Dossier | None) -> str:
    """Return the dossier from which a paper was opened: the one named, or that of the certificate; '' for none."""
    found = dossier or (paper.certificate.dossier if paper.certificate else None)
    return found.code if found else ""


def _require_sight(paper: Paper, actor: "User") -> None:
    decision, certificate, seen = paper.decision, paper.certificate, visible_dossiers(actor)
    is_seen = (
        (decision and visible_decisions(actor).filter(pk=decision.pk).exists())
        or (decision and seen.filter(decision_items__decision=decision).exists())
        or (certificate and visible_certificates(actor).filter(pk=certificate.pk).exists())
        or (certificate and seen.filter(certificate=certificate).exists())
    )
    if not is_seen:
        raise NotAllowed("You may not open this paper.")
