"""One intent, one effect, for acts that are no step: the event that carries the key says that it was done."""

from typing import TYPE_CHECKING

from ocop_workflow.domain.errors import Stale
from ocop_workflow.models import Event

if TYPE_CHECKING:
    from accounts.models import User


def done_before(actor: "User", key: str, kind: str) -> Event | None:
    """Return the event that this actor's intent left when it was sent before, else None.

    Asked after the act's row is locked. Raises Stale when the key came with an act of another kind.
    """
    event = Event.objects.filter(actor=actor.pk, idempotency_key=key).first() if key else None
    if event is not None and event.kind != kind:
        raise Stale("This was already sent with another act.", code="key_reused")
    return event
