"""Opening a private file: only with the right to it, only unharmed, and never unnoticed."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.models import Access, Dossier, Evidence
from ocop_workflow.queries.rights import OfficeHeld, offices_held, producer_office, visible_dossiers, visible_evidence
from ocop_workflow.services.accesses import note_opening
from ocop_workflow.services.file_content import PDF, draw_page, small_picture
from ocop_workflow.services.files import open_stored, private_storage

if TYPE_CHECKING:
    from accounts.models import User

WIDTHS = (240, 480, 800, 1200, 1600)
FILE, PAGE = "file", "page"


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page of a paper as a picture."""

    content: bytes
    content_type: str
    page: int
    pages: int


def open_evidence(evidence: Evidence, *, actor: "User", dossier: Dossier | None = None) -> IO[bytes]:
    """Return the bytes of a paper after writing down who opened it, for which dossier.

    Without `dossier` it is the newest one the paper is in that the actor may see. Raises NotAllowed, WorkflowError
    with code `file_missing` when the file is gone and `file_damaged` when its bytes are not those uploaded.
    """
    require_sight(evidence, actor)
    content = read_whole(evidence)
    _note_access(evidence, FILE, actor, _dossier_of(evidence, actor, dossier))
    return io.BytesIO(content)


def evidence_page(
    evidence: Evidence, page: int, *, actor: "User", width: int = 1200, dossier: Dossier | None = None
) -> PageImage:
    """Return a page, counted from 1, as a WebP picture of the next of `WIDTHS` that is not narrower than `width`.

    Drawn once and kept. A person's reading of one paper is written down once a day, with its first page: the chain
    tells who read what when, and stays readable. Refusals as for opening, and `no_preview` for a page not drawn.
    """
    require_sight(evidence, actor)
    if not 1 <= page <= evidence.pages:
        raise WorkflowError(
            "The paper has %(pages)s pages; there is no page %(page)s.",
            {"pages": evidence.pages, "page": page},
            code="no_page",
        )
    content = _page_content(evidence, page, next((one for one in WIDTHS if one >= width), WIDTHS[-1]))
    if not _read_today(evidence, actor):
        _note_first_reading(evidence, actor, dossier)
    return PageImage(content, "image/webp", page, evidence.pages)


def require_sight(evidence: Evidence, actor: "User") -> None:
    """Refuse who has no right to see a paper today."""
    if not visible_evidence(actor).filter(pk=evidence.pk).exists():
        raise NotAllowed("You may not open this paper.")


def read_whole(evidence: Evidence) -> bytes:
    """Return the bytes of a paper, checked against its SHA-256."""
    return read_checked(evidence.sha256, evidence.title)


def read_checked(sha256: str, title: str) -> bytes:
    """Return the bytes kept under a SHA-256, checked against it; refusals are `file_missing` and `file_damaged`."""
    try:
        with open_stored(sha256) as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise WorkflowError(
            "The file of “%(title)s” is missing from the store. Tell the administrator.",
            {"title": title},
            code="file_missing",
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WorkflowError(
            "The file of “%(title)s” is not the one uploaded. Tell the administrator.",
            {"title": title},
            code="file_damaged",
        )
    return content


def _page_content(evidence: Evidence, page: int, width: int) -> bytes:
    storage, path = private_storage(), page_path(evidence.sha256, page, width)
    if storage.exists(path):
        with storage.open(path) as kept:
            return kept.read()
    content = read_whole(evidence)
    drawn = draw_page(content, page, width) if evidence.content_type == PDF else small_picture(content, width)
    storage.save(path, ContentFile(drawn))
    return drawn


def page_path(sha256: str, page: int, width: int) -> str:
    """Return where the picture of a page lies; these can be thrown away and are drawn again."""
    return f"pages/{sha256[:2]}/{sha256}/{page}-{width}.webp"


def _read_today(evidence: Evidence, actor: "User") -> bool:
    since = clock.at(clock.today(), 0)
    return Access.objects.filter(user=actor.pk, subject=evidence.code, kind=PAGE, opened_at__gte=since).exists()


def _note_first_reading(evidence: Evidence, actor: "User", dossier: Dossier | None) -> None:
    with transaction.atomic():
        Evidence.objects.select_for_update(of=("self",), no_key=True).get(pk=evidence.pk)
        if not _read_today(evidence, actor):
            _note_access(evidence, PAGE, actor, _dossier_of(evidence, actor, dossier))


def _dossier_of(evidence: Evidence, actor: "User", dossier: Dossier | None) -> Dossier | None:
    seen = visible_dossiers(actor).filter(evidence_uses__evidence=evidence)
    if dossier is not None:
        seen = seen.filter(pk=dossier.pk)
    return seen.order_by("-pk").first()


def _note_access(evidence: Evidence, kind: str, actor: "User", dossier: Dossier | None) -> None:
    note_opening(
        "file.opened",
        kind,
        evidence.code,
        evidence.sha256,
        actor=actor,
        office=_reading_office(evidence, actor),
        dossier=dossier.code if dossier else "",
        payload={"as": kind},
    )


def _reading_office(evidence: Evidence, actor: "User") -> OfficeHeld | None:
    today = clock.today()
    producer = evidence.producer
    own = producer_office(actor, producer.pk, producer.code, today)
    return own or next(iter(offices_held(actor, today)), None)
