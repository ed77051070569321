"""Erasing a person: the words go, the chain that bound them stays whole (I12)."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.errors import InvalidInput, WorkflowError
from ocop_workflow.models import (
    Attendance,
    Conflict,
    Event,
    EventNote,
    LegalRepresentative,
    Membership,
    Producer,
    ProducerMember,
    one_act,
)
from ocop_workflow.services.administration import require_administrator
from ocop_workflow.services.producers import PERSONAL_FACTS
from ocop_workflow.services.recording import Happening, Note, record

if TYPE_CHECKING:
    from accounts.models import User

NOTHING: dict[str, object] = {name: False if name == "disability" else "" for name in PERSONAL_FACTS}


def erase_person(subject: "int | User | Producer", *, actor: "User | None", reason: str) -> Event | None:
    """Erase the personal words kept of an account, or of a producer's legal representative.

    Of an account (given itself or by its id): its printed names and what was noted about it beside the chain, with
    their salts, and name, e-mail and phone of the account, which is closed. Of a producer: the representative's
    facts, their history, and the salts of their digests. Events, ballots, papers already printed and the name of who
    signed a decision stay, by the law on archives. Returns the event `person.erased`; None when nothing was left to
    erase. Administrators only, with the reason (as the number of the request); WorkflowError (`in_office`) while the
    account still acts for somebody.
    """
    require_administrator(actor)
    words = clean_line(reason)
    if not words:
        raise InvalidInput("Give the reason, as the number of the request.", field="reason")
    with transaction.atomic(), one_act() as act:
        if isinstance(subject, Producer):
            name, erased = subject.code, _erase_representative(subject, actor)
        else:
            user = _locked_account(subject if isinstance(subject, int) else subject.pk)
            name, erased = f"user:{user.pk}", _erase_account(user)
        if not any(erased.values()):
            return None
        happening = Happening(
            kind="person.erased",
            subject=name,
            act=act,
            actor=actor,
            payload=erased,
            notes=[Note("reason", words)],
        )
        (event,) = record(happening)
    return event


def _locked_account(pk: int) -> "User":
    user = get_user_model().objects.select_for_update(no_key=True).filter(pk=pk).first()
    if user is None:
        raise InvalidInput("There is no account %(id)s.", {"id": pk}, field="subject")
    today = clock.today()
    acts = (Membership.objects.on(today).filter(user=user), ProducerMember.objects.on(today).filter(user=user))
    if any(rows.exists() for rows in acts):
        raise WorkflowError(
            "This account still acts for a body or a producer. End that first.", code="in_office", field="subject"
        )
    return user


def _erase_account(user: "User") -> dict[str, object]:
    changed = bool(user.display_name or user.email or user.phone or user.is_active)
    if changed:
        user.username = f"erased-{user.pk}"
        user.display_name = user.email = user.phone = ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
    reasons = sum(_erase_reasons(model, user) for model in (Conflict, Attendance))
    return {"account": changed, "reasons": reasons, "words": _empty(EventNote.objects.filter(person=user.pk))}


def _erase_reasons(model: type[Conflict] | type[Attendance], user: "User") -> int:
    """Empty the reasons noted about a person, in the rows and their history, and return how many there were."""
    history: Any = model.history
    for row in model.objects.filter(membership__user=user).exclude(reason=""):
        row.reason = ""
        row.save_as(None, reason="person.erased")
    kept = history.filter(membership__user=user).exclude(reason="")
    return int(kept.update(reason=""))


def _erase_representative(producer: Producer, actor: "User | None") -> dict[str, object]:
    history: Any = LegalRepresentative.history
    person = LegalRepresentative.objects.select_for_update(no_key=True).filter(producer=producer).first()
    changed = person is not None and any(getattr(person, name) != value for name, value in NOTHING.items())
    if person is not None and changed:
        for name, value in NOTHING.items():
            setattr(person, name, value)
        person.save_as(actor, reason="person.erased")
    kept = history.filter(producer_id=producer.pk).exclude(**NOTHING)
    salts = EventNote.objects.filter(event__kind="representative.set", event__subject=producer.code, key="salt")
    return {"representative": changed, "history": kept.update(**NOTHING), "words": _empty(salts)}


def _empty(notes: QuerySet[EventNote]) -> int:
    """Empty notes and their salts, and return how many still said something."""
    return notes.filter(erased_at__isnull=True).update(salt="", text="", erased_at=clock.now())
