"""Writing down what happened: the only code that appends to the chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import canonical, link_hash, new_salt, salted_digest
from ocop_workflow.domain.errors import Stale
from ocop_workflow.domain.text import nfc
from ocop_workflow.models import ChainHead, Dossier, Event, EventNote, rulebook_name
from ocop_workflow.queries.rights import OfficeHeld

if TYPE_CHECKING:
    from accounts.models import User

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Note:
    """Words about a person or a reason: kept beside the chain, bound into it by a salted digest, erasable."""

    key: str
    text: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be appended. `payload` holds ids, codes and digests; words go into `notes`."""

    kind: str
    subject: str
    act: UUID
    actor: "User | None" = None
    office: OfficeHeld | None = None
    behalf: str = ""
    dossier: str = ""
    occurred_on: date | None = None
    step: str = ""
    revision: int | None = None
    rulebook: str = ""
    idempotency_key: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)
    notes: Sequence[Note] = ()


def of_dossier(
    kind: str,
    dossier: Dossier,
    actor: "User",
    office: OfficeHeld,
    act: UUID,
    payload: Mapping[str, object],
    *,
    behalf: str = "",
    revision: int | None = None,
    idempotency_key: str = "",
    notes: Sequence[Note] = (),
) -> Happening:
    """Return what happened to a dossier apart from its steps, under the law it follows, to be recorded."""
    return Happening(
        kind=kind,
        subject=dossier.code,
        act=act,
        actor=actor,
        office=office,
        behalf=behalf,
        dossier=dossier.code,
        revision=revision,
        rulebook=rulebook_name(dossier.rulebook_version_id)[0],
        idempotency_key=idempotency_key,
        payload=payload,
        notes=notes,
    )


def record(*happenings: Happening) -> list[Event]:
    """Append events to the chain inside the caller's transaction and return them.

    Locks the head of the chain, so it must be the last thing a transaction locks. Time never runs backwards along
    the chain: an event is recorded no earlier than the one before it. Raises Stale (`key_reused`) when another act
    of the same person carried the key meanwhile; the caller's transaction is lost then.
    """
    head = ChainHead.objects.select_for_update().get(pk=1)
    events, notes = [], []
    for happening in happenings:
        event, its_notes = _link(head, happening)
        events.append(event)
        notes += its_notes
    try:
        Event.objects.bulk_create(events)
    except IntegrityError as error:
        raise Stale("This was already sent with another act.", code="key_reused") from error
    EventNote.objects.bulk_create(notes)
    head.save(update_fields=["seq", "hash", "recorded_at"])
    return events


def _link(head: ChainHead, happening: Happening) -> tuple[Event, list[EventNote]]:
    event = _event(head, happening)
    words = [*happening.notes]
    if happening.actor is not None:
        words.append(Note("actor", str(happening.actor), happening.actor.pk))
    notes = [
        EventNote(event_id=event.seq, key=word.key, person=word.person, salt=new_salt(), text=nfc(word.text))
        for word in words
    ]
    digests = {note.key: salted_digest(note.salt, note.text) for note in notes}
    event.payload = canonical({"format": FORMAT, **_by(happening.office), **happening.payload, "notes": digests})
    event.hash = link_hash(event.previous, envelope(event))
    head.seq, head.hash, head.recorded_at = event.seq, event.hash, event.recorded_at
    return event, notes


def _by(office: OfficeHeld | None) -> dict[str, object]:
    """Say by which membership of which unit's body somebody acted, and which decision gave it."""
    if office is None or office.membership_id is None:
        return {}
    by = {"membership": office.membership_id, "unit": office.unit_key, "decision": office.decision_number}
    return {"by": by}


def _event(head: ChainHead, happening: Happening) -> Event:
    moment = max(filter(None, (clock.now(), head.recorded_at)))
    office = happening.office
    return Event(
        seq=head.seq + 1,
        act=happening.act,
        kind=happening.kind,
        subject=happening.subject,
        dossier=happening.dossier,
        actor=happening.actor.pk if happening.actor else None,
        office=office.name if office else "",
        behalf=happening.behalf or (office.behalf if office else ""),
        occurred_on=happening.occurred_on or clock.local_day(moment),
        recorded_at=moment,
        step=happening.step,
        revision=happening.revision,
        rulebook=happening.rulebook,
        idempotency_key=nfc(happening.idempotency_key) if happening.idempotency_key else None,
        previous=head.hash,
    )


def envelope(event: Event) -> dict[str, object]:
    """Return every column that the hash covers; the previous hash enters as its prefix."""
    return {
        "seq": event.seq,
        "act": str(event.act),
        "kind": event.kind,
        "subject": event.subject,
        "dossier": event.dossier,
        "actor": event.actor,
        "office": event.office,
        "behalf": event.behalf,
        "occurred_on": event.occurred_on,
        "recorded_at": event.recorded_at.isoformat(timespec="microseconds"),
        "step": event.step,
        "revision": event.revision,
        "rulebook": event.rulebook,
        "idempotency_key": event.idempotency_key,
        "payload": event.payload,
    }
