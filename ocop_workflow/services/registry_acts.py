"""What entering and changing a thing of the registry share, and how an act on it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ocop_workflow.models import Producer, Product
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.intents import done_before
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, Note, record
from ocop_workflow.services.registry_rules import assign

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

Row = TypeVar("Row", Producer, Product)
Doer = tuple["UUID", "User | None", OfficeHeld | None]  # the act's id, who did it, by which office


@dataclass(frozen=True, slots=True)
class Entry(Generic[Row]):
    """A kind of thing the registry keeps: its rows, the letters of its codes, its facts, its acts, who hears of it."""

    model: type[Row]
    prefix: str
    facts: tuple[str, ...]
    registered: str
    changed: str
    tell: Callable[[Row], object]


def enter(
    entry: Entry[Row],
    row: Row,
    facts: Mapping[str, object],
    doer: Doer,
    payload: Mapping[str, object],
    *,
    check: Callable[[Row], None],
    begun: Note,
    idempotency_key: str,
) -> Row:
    """Enter a new row with its facts and its code; the one entered before when the same intent is sent again.

    `begun` is the fingerprint of everything the intent was given (see `intents.given`).
    """
    _, actor, _ = doer
    if actor and (event := done_before(actor, idempotency_key, entry.registered, facts=begun)):
        return entry.model.objects.get(code=event.subject)
    assign(row, facts, entry.facts)
    check(row)
    row.code = next_code(entry.prefix)
    row.save_as(actor, reason=entry.registered)
    entry.tell(row)
    note_registered(entry.registered, row.code, doer, payload, [begun], idempotency_key=idempotency_key)
    return row


def keep_change(entry: Entry[Row], row: Row, changed: Sequence[str], doer: Doer) -> None:
    """Keep a row whose facts of these names were changed; the event names them, history what was."""
    row.save_as(doer[1], reason=entry.changed)
    entry.tell(row)
    note_registered(entry.changed, row.code, doer, {"fields": changed})


def note_registered(
    kind: str,
    subject: str,
    doer: Doer,
    payload: Mapping[str, object],
    notes: Sequence[Note] = (),
    *,
    idempotency_key: str = "",
) -> None:
    """Record an act on the registry."""
    act, actor, office = doer
    record(
        Happening(
            kind=kind,
            subject=subject,
            act=act,
            actor=actor,
            office=office,
            idempotency_key=idempotency_key,
            payload=payload,
            notes=notes,
        )
    )
