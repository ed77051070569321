"""The producer's vault: papers uploaded once, put into dossiers, taken out again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import IO, TYPE_CHECKING, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_file_name, clean_line, fitting
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Dossier, Evidence, EvidenceUse, Producer, one_act
from ocop_workflow.queries.rights import PRODUCER, OfficeHeld
from ocop_workflow.queries.rulebooks import newest_rulebooks
from ocop_workflow.services.authority import lock_dossier, preparing_office, require_preparer
from ocop_workflow.services.dossiers import behalf_of
from ocop_workflow.services.file_content import SUFFIXES, FileRefused, examine
from ocop_workflow.services.files import store
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, of_dossier, record

if TYPE_CHECKING:
    from accounts.models import User

LIMITS = {"kind": 60, "title": 200, "number": 60, "issuer": 160}


class Upload(Protocol):
    """What a form hands over: a name and bytes."""

    name: str | None

    def read(self, size: int = ..., /) -> bytes: ...


def upload_evidence(
    producer: Producer,
    *,
    kind: str,
    title: str,
    upload: Upload | IO[bytes],
    actor: "User",
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
) -> Evidence:
    """Put a paper into a producer's vault and return it.

    Its bytes decide what it is: a PDF of up to 500 pages or a JPEG, PNG or WebP picture of up to 40 million points,
    whole, unprotected and no larger than OCOP_EVIDENCE_MAX_BYTES. The same bytes uploaded again for the same kind
    give the paper that is there. Raises NotAllowed, InvalidInput; nothing is kept of what is refused.
    """
    preparing_office(producer, actor)
    words = _words(kind, title, number, issuer)
    _require_days(issued_on, expires_on)
    content = _read(upload)
    found = examine(content)
    with transaction.atomic(), one_act() as act:
        current = Producer.objects.select_for_update(of=("self",), no_key=True).get(pk=producer.pk)
        office = preparing_office(current, actor)
        sha256 = store(content)
        known = current.evidence.filter(kind=kind, sha256=sha256).first()
        if known:
            return known
        evidence = Evidence(
            code=next_code("TL"),
            producer=current,
            **words,
            issued_on=issued_on,
            expires_on=expires_on,
            sha256=sha256,
            size=len(content),
            content_type=found.content_type,
            original_name=clean_file_name(upload.name or "", SUFFIXES[found.content_type]),
            pages=found.pages,
            uploaded_by=actor,
            uploaded_at=clock.now(),
            illustrative=current.illustrative,
        )
        evidence.save_as(actor, reason="evidence.uploaded")
        record(
            Happening(
                kind="evidence.uploaded",
                subject=evidence.code,
                act=act,
                actor=actor,
                office=office,
                behalf="" if office.role == PRODUCER else current.code,
                payload={
                    "producer": current.code,
                    "kind": kind,
                    "size": evidence.size,
                    "type": evidence.content_type,
                    "pages": evidence.pages,
                },
                notes=[fingerprint("file", sha256)],
            )
        )
    return evidence


def _words(kind: str, title: str, number: str, issuer: str) -> dict[str, str]:
    if not any(kind == known.key for rulebook in newest_rulebooks() for known in rulebook.evidence):
        raise InvalidInput("There is no paper of the kind “%(kind)s”.", {"kind": kind}, field="kind")
    words = {"kind": kind, "title": clean_line(title), "number": clean_line(number), "issuer": clean_line(issuer)}
    if not words["title"]:
        raise InvalidInput("Give the paper a title.", field="title")
    return {field: fitting(text, LIMITS[field], field) for field, text in words.items()}


def _require_days(issued_on: date | None, expires_on: date | None) -> None:
    if issued_on and issued_on > clock.today():
        raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{issued_on:%d/%m/%Y}"}, field="issued_on")
    if issued_on and expires_on and expires_on < issued_on:
        raise InvalidInput("A paper cannot expire before it was issued.", field="expires_on")


def _read(upload: Upload | IO[bytes]) -> bytes:
    limit = settings.OCOP_EVIDENCE_MAX_BYTES
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise FileRefused(
            "The file is larger than %(limit)s MB. Take the picture smaller, or scan with fewer points.",
            {"limit": limit // (1024 * 1024)},
        )
    return content


def attach_evidence(dossier: Dossier, evidence: Evidence, *, actor: "User", kind: str | None = None) -> EvidenceUse:
    """Put a paper of the producer's vault into a dossier, as a kind its product set offers; twice is once.

    Raises WorkflowError (`not_editable`) after submission, NotAllowed, InvalidInput for another producer's paper or a
    kind the set does not offer. The dossier's version stays: its files and its text are filled in side by side.
    """
    kind = kind or evidence.kind
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_preparer(current, actor)
        if evidence.producer_id != current.producer_id:
            raise NotAllowed("This paper belongs to another producer.")
        if not any(kind == offered.key for offered in current.rulebook.evidence_for(current.set_no)):
            raise InvalidInput(
                "Product set %(set)s has no paper of the kind “%(kind)s”.",
                {"set": current.set_no, "kind": kind},
                field="kind",
            )
        use = current.evidence_uses.filter(evidence=evidence, kind=kind).first()
        if use and use.active:
            return use
        use = use or EvidenceUse(dossier=current, evidence=evidence, kind=kind)
        use.active = True
        use.save_as(actor, reason="evidence.attached")
        record(_used("evidence.attached", current, evidence, {"kind": kind}, actor, office, act))
    return use


def detach_evidence(dossier: Dossier, evidence: Evidence, *, actor: "User", kind: str | None = None) -> None:
    """Take a paper out of a dossier, from one kind or from all; the vault keeps it. Refusals as for attaching."""
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_preparer(current, actor)
        uses = current.evidence_uses.filter(evidence=evidence, active=True).order_by("pk")
        taken = [use for use in uses if kind in (None, use.kind)]
        for use in taken:
            use.active = False
            use.save_as(actor, reason="evidence.detached")
        if taken:
            kinds = {"kinds": [use.kind for use in taken]}
            record(_used("evidence.detached", current, evidence, kinds, actor, office, act))


def _used(
    kind: str,
    dossier: Dossier,
    evidence: Evidence,
    payload: Mapping[str, object],
    actor: "User",
    office: OfficeHeld,
    act: UUID,
) -> Happening:
    behalf = behalf_of(dossier, office)
    told = of_dossier(kind, dossier, actor, office, act, payload, behalf=behalf)
    return replace(told, subject=evidence.code)
