"""One intent, one effect, for acts that are no step: the event that carries the key says that it was done."""

from typing import TYPE_CHECKING

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Event

if TYPE_CHECKING:
    from accounts.models import User


def done_before(
    actor: "User", key: str, kind: str, *, subject: str | None = None, dossier: str | None = None
) -> Event | None:
    """Return the event that this actor's intent left when it was sent before, else None.

    Asked after the act's row is locked. Raises Stale when the key came with an act of another kind, or, where
    `subject` or `dossier` is given, with an act on another one.
    """
    event = Event.objects.filter(actor=actor.pk, idempotency_key=key).first() if key else None
    if event is not None and (
        event.kind != kind or subject not in (None, event.subject) or dossier not in (None, event.dossier)
    ):
        raise Stale("This was already sent with another act.", code="key_reused")
    return event
