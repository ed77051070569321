"""One intent, one effect, for acts that are no step: the event that carries the key says that it was done."""

from typing import TYPE_CHECKING

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Event, EventNote
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.recording import Note

if TYPE_CHECKING:
    from accounts.models import User

GIVEN = "given"


def given(**facts: object) -> Note:
    """Return the fingerprint of everything an act that begins something was given: the same key with other facts is
    another intent."""
    return fingerprint(GIVEN, facts)


def done_before(
    actor: "User",
    key: str,
    kind: str,
    *,
    subject: str | None = None,
    dossier: str | None = None,
    facts: Note | None = None,
) -> Event | None:
    """Return the event that this actor's intent left when it was sent before, else None.

    Asked after the act's row is locked. Raises Stale when the key came with an act of another kind, with an act on
    another `subject` or `dossier`, or, for an act that begins something, with other `facts` (see `given`).
    """
    event = Event.objects.filter(actor=actor.pk, idempotency_key=key).first() if key else None
    if event is not None and (
        event.kind != kind
        or subject not in (None, event.subject)
        or dossier not in (None, event.dossier)
        or (facts is not None and _given_to(event) not in ("", facts.text))
    ):
        raise Stale("This was already sent with another act.", code="key_reused")
    return event


def _given_to(event: Event) -> str:
    """Return the fingerprint kept with an event; empty once it was erased."""
    return EventNote.objects.filter(event=event, key=GIVEN).values_list("text", flat=True).first() or ""
