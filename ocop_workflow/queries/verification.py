"""A second reader of the chain: shares no code with the writer, so that a fault of one is seen by the other.

Plain SQL and the standard library only. It names the first link that does not hold.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from ocop_workflow.queries.verified_contents import Told, canonical, content_faults, digest, rows, untold_rows

START = "0" * 64
COLUMNS = (
    "seq", "act", "kind", "subject", "dossier", "actor", "office", "behalf", "occurred_on", "recorded_at", "step",
    "revision", "rulebook", "idempotency_key", "payload",
)  # fmt: skip
EVENTS = f"SELECT {', '.join(COLUMNS)}, previous, hash FROM ocop_workflow_event ORDER BY seq"  # noqa: S608
NOTES = "SELECT event_id, key, salt, text, erased_at, person FROM ocop_workflow_eventnote"


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and at which event of the chain (0 when at none)."""

    seq: int
    what: str


@dataclass
class Report:
    """How many events were read and, for one dossier, which steps it took."""

    events: int = 0
    head: str = START
    steps: tuple[str, ...] = ()


@dataclass
class Seen:
    """What the events read so far said: where each dossier stands, which rows there are, who was erased when."""

    notes: dict[int, dict[str, tuple]]
    hashes: dict[int, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    told: Told = field(default_factory=dict)
    emptied: list[tuple[int, str, str]] = field(default_factory=list)
    erasures: dict[str, int] = field(default_factory=dict)


def verify(dossier: str = "") -> tuple[Report, Iterator[Fault]]:
    """Return a report, filled while the faults are read, and the faults from the oldest event on."""
    report = Report()
    return report, _faults(report, dossier)


def _faults(report: Report, dossier: str) -> Iterator[Fault]:
    seen = Seen(_notes())
    for row in rows(EVENTS):
        *values, previous, stored = row
        record: dict[str, Any] = dict(zip(COLUMNS, map(_plain, COLUMNS, values), strict=True))
        seq = int(record["seq"])
        yield from (Fault(seq, what) for what in _link_faults(record, previous, stored, report))
        yield from (Fault(seq, what) for what in _said_faults(record, seen))
        if record["kind"] == "step" and record["dossier"] == dossier:
            report.steps = (*report.steps, _road(record))
        report.events, report.head = seq, stored
        seen.hashes[seq] = stored
    yield from _end_faults(report, seen)


def _plain(column: str, value: object) -> object:
    """Return a column as the writer hashed it; one spoilt so that it says nothing any more stays as it is."""
    try:
        if column == "act":
            return str(value) if isinstance(value, uuid.UUID) else str(uuid.UUID(str(value)))
        if column == "recorded_at":
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return value
    return value.isoformat() if isinstance(value, date) else value


def _link_faults(record: dict, previous: str, stored: str, report: Report) -> Iterator[str]:
    if record["seq"] != report.events + 1:
        yield f"event {report.events + 1} is missing"
    if previous != report.head:
        yield "does not follow the event before it"
    if stored != digest(previous + canonical(record)):
        yield "was changed after it was written"


def _said_faults(record: dict, seen: Seen) -> list[str]:
    """Return what an event says that does not hold; a payload of another shape than the writer's is a fault itself."""
    notes = seen.notes.pop(record["seq"], {})
    try:
        payload = json.loads(record["payload"])
        return [
            *_note_faults(record, payload, notes, seen),
            *content_faults(record, payload, seen.told),
            *_path_faults(record, payload, seen.stages),
        ]
    except Exception:  # noqa: BLE001 -- whatever somebody wrote there, the reader goes on and names the event
        return ["its payload cannot be read"]


def _notes() -> dict[int, dict[str, tuple]]:
    notes: dict[int, dict[str, tuple]] = {}
    for event, key, *note in rows(NOTES):
        notes.setdefault(event, {})[key] = tuple(note)
    return notes


def _note_faults(record: dict, payload: dict, notes: dict[str, tuple], seen: Seen) -> Iterator[str]:
    if record["kind"] == "person.erased":
        seen.erasures[record["subject"]] = record["seq"]
    for key, bound in payload.get("notes", {}).items():
        if key not in notes:
            yield f"its note “{key}” is gone"
            continue
        salt, text, erased_at, person = notes[key]
        if erased_at and not salt and not text:
            seen.emptied.append((record["seq"], key, _whose(record, key, person)))
        elif digest(salt + canonical(text)) != bound:
            yield f"its note “{key}” was changed"
    for key in notes.keys() - payload.get("notes", {}).keys():
        yield f"a note “{key}” was added"


def _whose(record: dict, key: str, person: int | None) -> str:
    """Return whom the event of a note's erasure must name: the account, or else the producer it was about."""
    account = record["actor"] if key == "actor" else person
    return f"user:{account}" if account else record["subject"]


def _path_faults(record: dict, payload: dict, stages: dict[str, str]) -> Iterator[str]:
    code = record["dossier"]
    if record["kind"] == "step" and stages.get(code, payload["from"]) != payload["from"]:
        yield f"{code} was in “{stages[code]}”, not in “{payload['from']}”"
    if record["kind"] in ("step", "dossier.drafted"):
        stages[code] = payload["to"]


def _road(record: dict) -> str:
    """Return a step taken as one line of the report."""
    try:
        payload = json.loads(record["payload"])
        return f"{record['seq']} {payload['from']} → {payload['to']}"
    except (ValueError, KeyError, TypeError):
        return f"{record['seq']} ?"


def _end_faults(report: Report, seen: Seen) -> Iterator[Fault]:
    for seq, head in rows("SELECT seq, hash FROM ocop_workflow_chainhead"):
        if (seq, head) != (report.events, report.head):
            yield Fault(report.events, f"the chain ends at event {report.events}, its head says {seq}")
    for seq in sorted(seen.notes):
        yield Fault(seq, "a note belongs to no event")
    for seq, key, whose in seen.emptied:
        if seen.erasures.get(whose, 0) <= seq:
            yield Fault(seq, f"its note “{key}” was emptied, and no event says so")
    yield from (Fault(0, what) for what in _stage_faults(seen.stages))
    yield from (Fault(0, what) for what in untold_rows(seen.told))
    for seq, anchored in rows("SELECT seq, hash FROM ocop_workflow_anchor ORDER BY seq"):
        if seen.hashes.get(seq) != anchored:
            yield Fault(seq, "is not the event that was anchored")


def _stage_faults(stages: dict[str, str]) -> Iterator[str]:
    for code, stage in rows("SELECT code, stage FROM ocop_workflow_dossier"):
        if code not in stages:
            yield f"no event tells of the dossier {code}"
        elif stages[code] != stage:
            yield f"{code} stands in “{stage}”, its last step led to “{stages[code]}”"
