"""A second reader of the chain: shares no code with the writer, so that a fault of one is seen by the other.

Plain SQL and the standard library only. It names the first link that does not hold.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

START = "0" * 64
LINES = "SELECT criterion, option, points, eliminates FROM ocop_workflow_ballotline WHERE ballot_id = %s ORDER BY id"
COLUMNS = (
    "seq", "act", "kind", "subject", "dossier", "actor", "office", "behalf", "occurred_on", "recorded_at", "step",
    "revision", "rulebook", "idempotency_key", "payload",
)  # fmt: skip


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


def verify(dossier: str = "") -> tuple[Report, Iterator[Fault]]:
    """Return a report, filled while the faults are read, and the faults from the oldest event on."""
    report = Report()
    return report, _faults(report, dossier)


def _faults(report: Report, dossier: str) -> Iterator[Fault]:
    stages: dict[str, str] = {}
    notes = _notes()
    hashes: dict[int, str] = {}
    for row in _rows(f"SELECT {', '.join(COLUMNS)}, previous, hash FROM ocop_workflow_event ORDER BY seq"):  # noqa: S608
        *values, previous, stored = row
        record: dict[str, Any] = dict(zip(COLUMNS, map(_plain, COLUMNS, values), strict=True))
        yield from _link_faults(record, previous, stored, report)
        payload = json.loads(str(record["payload"]))
        yield from _note_faults(record, payload, notes.pop(record["seq"], {}))
        yield from _content_faults(record, payload)
        if record["kind"] == "step":
            yield from _path_faults(record, payload, stages)
            if record["dossier"] == dossier:
                report.steps = (*report.steps, f"{record['seq']} {payload['from']} → {payload['to']}")
        report.events, report.head = int(record["seq"]), stored
        hashes[report.events] = stored
    yield from _end_faults(report, stages, hashes, notes)


def _rows(query: str, *params: str | int) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        while chunk := cursor.fetchmany(2000):
            yield from chunk


def _plain(column: str, value: object) -> object:
    if column == "act":
        return str(value) if isinstance(value, uuid.UUID) else str(uuid.UUID(str(value)))
    if column == "recorded_at":
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _link_faults(record: dict, previous: str, stored: str, report: Report) -> Iterator[Fault]:
    seq = int(record["seq"])
    if seq != report.events + 1:
        yield Fault(seq, f"event {report.events + 1} is missing")
    if previous != report.head:
        yield Fault(seq, "does not follow the event before it")
    if stored != _digest(previous + _canonical(record)):
        yield Fault(seq, "was changed after it was written")


def _notes() -> dict[int, dict[str, tuple[str, str]]]:
    notes: dict[int, dict[str, tuple[str, str]]] = {}
    for event, key, salt, text in _rows("SELECT event_id, key, salt, text FROM ocop_workflow_eventnote"):
        notes.setdefault(event, {})[key] = (salt, text)
    return notes


def _note_faults(record: dict, payload: dict, notes: dict[str, tuple[str, str]]) -> Iterator[Fault]:
    for key, digest in payload.get("notes", {}).items():
        if key not in notes:
            yield Fault(record["seq"], f"its note “{key}” is gone")
            continue
        salt, text = notes[key]
        if (salt or text) and _digest(salt + _canonical(text)) != digest:
            yield Fault(record["seq"], f"its note “{key}” was changed")
    for key in notes.keys() - payload.get("notes", {}).keys():
        yield Fault(record["seq"], f"a note “{key}” was added")


def _content_faults(record: dict, payload: dict) -> Iterator[Fault]:
    effects = payload.get("effects", {})
    if record["kind"] == "ballot.handed_in" and not _ballot_holds(payload["ballot"]):
        yield Fault(record["seq"], "the ballot handed in is not the one that is stored")
    if "freeze_revision" in effects and not _revision_holds(record["dossier"], effects["freeze_revision"]):
        yield Fault(record["seq"], "the revision submitted is not the one that is stored")
    if "compute_result" in effects and not _result_holds(record["dossier"], effects["compute_result"]):
        yield Fault(record["seq"], "the result concluded is not the one that is stored")
    if "issue_certificate" in effects and not _certificate_holds(effects["issue_certificate"]):
        yield Fault(record["seq"], "the certificate issued is not the one that is stored")


def _ballot_holds(digest: str) -> bool:
    query = 'SELECT id, salt, "case", opinion FROM ocop_workflow_ballot WHERE digest = %s'
    for pk, salt, case, opinion in _rows(query, digest):
        lines = [list(line) for line in _rows(LINES, pk)]
        return _digest(salt + _canonical({"case": case, "lines": lines, "opinion": opinion})) == digest
    return False


def _revision_holds(dossier: str, effect: dict) -> bool:
    query = (
        "SELECT r.salt, r.content, r.digest FROM ocop_workflow_dossierrevision r "
        "JOIN ocop_workflow_dossier d ON d.id = r.dossier_id WHERE d.code = %s AND r.number = %s"
    )
    rows = list(_rows(query, dossier, effect["number"]))
    return any(digest == effect["digest"] == _digest(salt + _canonical(content)) for salt, content, digest in rows)


def _result_holds(dossier: str, effect: dict) -> bool:
    query = (
        "SELECT t.numerator, t.denominator, t.stars, t.outcome FROM ocop_workflow_result t "
        "JOIN ocop_workflow_reading g ON g.id = t.reading_id JOIN ocop_workflow_dossier d ON d.id = g.dossier_id "
        "WHERE d.code = %s AND g.number = %s"
    )
    said = (effect["mean"], effect["stars"], effect["outcome"])
    return any((f"{top}/{bottom}", *rest) == said for top, bottom, *rest in _rows(query, dossier, effect["reading"]))


def _certificate_holds(effect: dict) -> bool:
    query = "SELECT stars, valid_to FROM ocop_workflow_certificate WHERE number = %s"
    rows = _rows(query, effect["number"])
    return any((stars, str(until)) == (effect["stars"], effect["valid_to"]) for stars, until in rows)


def _path_faults(record: dict, payload: dict, stages: dict[str, str]) -> Iterator[Fault]:
    code = record["dossier"]
    if code in stages and stages[code] != payload["from"]:
        yield Fault(record["seq"], f"{code} was in “{stages[code]}”, not in “{payload['from']}”")
    stages[code] = payload["to"]


def _end_faults(report: Report, stages: dict[str, str], hashes: dict[int, str], notes: dict) -> Iterator[Fault]:
    for seq, digest in _rows("SELECT seq, hash FROM ocop_workflow_chainhead"):
        if (seq, digest) != (report.events, report.head):
            yield Fault(report.events, f"the chain ends at event {report.events}, its head says {seq}")
    for seq in sorted(notes):
        yield Fault(seq, "a note belongs to no event")
    for code, stage in _rows("SELECT code, stage FROM ocop_workflow_dossier"):
        if stages.get(code, stage) != stage:
            yield Fault(0, f"{code} stands in “{stage}”, its last step led to “{stages[code]}”")
    for seq, digest in _rows("SELECT seq, hash FROM ocop_workflow_anchor ORDER BY seq"):
        if hashes.get(seq) != digest:
            yield Fault(seq, "is not the event that was anchored")
