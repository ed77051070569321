"""A dossier while it is prepared: begun for a product, filled in piece by piece."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ocop_workflow.domain import clock
from ocop_workflow.domain.answers import merged_answers
from ocop_workflow.domain.errors import InvalidInput, Stale, WorkflowError
from ocop_workflow.models import (
    Dossier,
    DossierKind,
    Event,
    Product,
    Round,
    StageVisit,
    one_act,
    rulebook_name,
    rulebook_of,
    unit_on,
)
from ocop_workflow.queries.events import actor_name, last_step_words
from ocop_workflow.queries.rights import PRODUCER, OfficeHeld
from ocop_workflow.queries.rulebooks import version_for
from ocop_workflow.services.authority import lock_dossier, preparing_office, require_preparer
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.intents import done_before, given
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, Note, of_dossier, record
from ocop_workflow.services.sight import note_other_bodies

if TYPE_CHECKING:
    from accounts.models import User

OVER = ("certified", "closed")


def draft_dossier(
    product: Product,
    *,
    actor: "User",
    kind: str = DossierKind.FIRST,
    round_: Round | None = None,
    idempotency_key: str = "",
) -> Dossier:
    """Begin a dossier of a product, in the first stage of today's law, and return it; one intent begins one.

    The law stays provisional until the first submission; the commune is the producer's as it stands today. Raises
    NotAllowed for who may not prepare the producer's dossiers, WorkflowError (`running`) while another dossier of the
    product is under way (one forwarded to the higher level is), NoRulebook on a day without law.
    """
    if kind not in DossierKind.values:
        raise InvalidInput("There is no dossier of the kind “%(kind)s”.", {"kind": kind}, field="kind")
    today = clock.today()
    with transaction.atomic(), one_act() as act:
        current = _lock_product(product)
        office = preparing_office(current.producer, actor)
        facts = given(product=current.code, kind=kind, round=round_.code if round_ else "")
        if event := done_before(actor, idempotency_key, "dossier.drafted", facts=facts):
            return Dossier.objects.get(code=event.subject)
        _require_none_running(current)
        version = version_for(today)
        dossier = Dossier(
            code=next_code(f"HS-{today.year}"),
            kind=kind,
            producer=current.producer,
            product=current,
            set_no=current.set_no,
            unit=unit_on(current.producer.commune, today),
            round=round_,
            rulebook_version_id=version,
            stage=rulebook_of(version).initial.key,
            visits_entered=1,
            illustrative=current.illustrative,
        )
        dossier.save_as(actor, reason="dossier.drafted")
        _enter_first_stage(dossier, act)
        record(_drafted(dossier, actor, office, act, facts, idempotency_key))
    return dossier


def _lock_product(product: Product) -> Product:
    rows = Product.objects.select_for_update(of=("self",), no_key=True).select_related("producer__commune")
    return rows.get(pk=product.pk)


def _require_none_running(product: Product) -> None:
    open_visit = StageVisit.objects.filter(dossier=OuterRef("pk"), left_at__isnull=True).exclude(kind__in=OVER)
    running = product.dossiers.filter(Exists(open_visit)).order_by("pk").first()
    if running:
        raise WorkflowError(
            "The dossier %(dossier)s of this product is still under way.", {"dossier": running.code}, code="running"
        )


def _enter_first_stage(dossier: Dossier, act: UUID) -> None:
    visit = StageVisit.objects.create(
        dossier=dossier,
        number=1,
        stage=dossier.stage,
        kind=dossier.stage_data.kind,
        entered_at=clock.now(),
        entered_on=clock.today(),
        entered_by_act=act,
    )
    note_other_bodies(visit, dossier, clock.today())


def _drafted(
    dossier: Dossier, actor: "User", office: OfficeHeld, act: UUID, facts: Note, idempotency_key: str
) -> Happening:
    _, checksum = rulebook_name(dossier.rulebook_version_id)
    told = {
        "kind": dossier.kind,
        "product": dossier.product.code,
        "producer": dossier.producer.code,
        "set": dossier.set_no,
        "unit": dossier.unit.key,
        "round": dossier.round.code if dossier.round else "",
        "to": dossier.stage,
        "version": dossier.version,
        "rulebook": checksum,
    }
    return of_dossier(
        "dossier.drafted",
        dossier,
        actor,
        office,
        act,
        told,
        behalf=behalf_of(dossier, office),
        idempotency_key=idempotency_key,
        notes=[facts],
    )


def behalf_of(dossier: Dossier, office: OfficeHeld) -> str:
    """Return for whom a dossier is prepared: the producer, when an officer's hand does it."""
    return "" if office.role == PRODUCER else dossier.producer.code


def save_answers(dossier: Dossier, answers: Mapping[str, object], *, actor: "User", expected_version: int) -> Dossier:
    """Keep what was written in a dossier and return it with its new version.

    The parts given replace their own, the others stay (see `domain.answers`); saving what is kept already changes
    nothing, so a save may be sent again. Raises WorkflowError (`not_editable`) after submission, NotAllowed, Stale
    naming who changed the dossier since `expected_version`, InvalidInput.
    """
    with transaction.atomic(), one_act() as act:
        current = lock_dossier(dossier)
        office = require_preparer(current, actor)
        card = current.rulebook.scorecards.get(current.set_no)
        merged = merged_answers(current.answers, answers, card)
        if merged == current.answers:
            return current
        if current.version != expected_version:
            raise changed_meanwhile(current)
        parts = sorted(key for key in merged if merged[key] != current.answers.get(key))
        current.answers = merged
        current.version += 1
        current.save_as(actor, reason="dossier.edited")
        happening = of_dossier(
            "dossier.edited",
            current,
            actor,
            office,
            act,
            {"version": current.version, "parts": parts},
            behalf=behalf_of(current, office),
            notes=[fingerprint("answers", merged)],
        )
        record(happening)
    return current


def changed_meanwhile(dossier: Dossier) -> Stale:
    """Return the refusal that says who changed a dossier last, and when."""
    moved = Event.objects.filter(dossier=dossier.code, kind__in=("step", "dossier.edited")).order_by("-seq").first()
    return Stale(*last_step_words(dossier)) if moved is None or moved.kind == "step" else _changed_by(moved)


def require_seen(dossier: Dossier, kind: str, seen: int | None) -> None:
    """Refuse, naming who was first, what was filled in before the dossier's last event of a kind.

    `seen` is the newest event its page showed; None asks nothing. Raises Stale.
    """
    last = Event.objects.filter(dossier=dossier.code, kind=kind).order_by("-seq").first()
    if seen is not None and last is not None and last.seq > seen:
        raise _changed_by(last)


def _changed_by(event: Event) -> Stale:
    moment = timezone.localtime(event.recorded_at)
    return Stale(
        "%(who)s changed the dossier at %(time)s on %(day)s. What you typed is kept below.",
        {"who": actor_name(event), "time": f"{moment:%H:%M}", "day": f"{moment:%d/%m/%Y}"},
    )
