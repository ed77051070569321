"""What the events say is stored, compared with what is stored: each event with its row, and each row with an event.

Part of the second reader (`verification`): plain SQL and the standard library only.
"""

import hashlib
import json
from collections.abc import Iterator

from django.db import connection

LINES = "SELECT criterion, option, points, eliminates FROM ocop_workflow_ballotline WHERE ballot_id = %s ORDER BY id"
WRONG = {
    "ballot": "the ballot handed in is not the one that is stored",
    "revision": "the revision submitted is not the one that is stored",
    "result": "the result concluded is not the one that is stored",
    "certificate": "the certificate issued is not the one that is stored",
    "paper": "the paper printed is not the one that is stored",
    "rulebook": "the rulebook loaded is not the one that is stored",
}
# The rows that only an event may bring. Load data, marked so by its numbers, is written round the door.
STORED = {
    "ballot": "SELECT digest FROM ocop_workflow_ballot WHERE handed_in_at IS NOT NULL",
    "revision": "SELECT d.code, r.number FROM ocop_workflow_dossierrevision r "
    "JOIN ocop_workflow_dossier d ON d.id = r.dossier_id",
    "result": "SELECT d.code, g.number FROM ocop_workflow_result t JOIN ocop_workflow_reading g ON g.id = t.reading_id "
    "JOIN ocop_workflow_dossier d ON d.id = g.dossier_id",
    "certificate": "SELECT number FROM ocop_workflow_certificate "
    "WHERE NOT (illustrative AND dossier_id IS NULL AND substr(number, 1, 3) = 'TT-')",
    "paper": "SELECT kind, subject FROM ocop_workflow_paper",
    "rulebook": "SELECT checksum FROM ocop_workflow_rulebookversion",
}
Told = dict[str, set[tuple]]
Claim = tuple[str, tuple, bool]


def rows(query: str, *params: str | int) -> Iterator[tuple]:
    """Yield the rows of a query, some thousand at a time."""
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        while chunk := cursor.fetchmany(2000):
            yield from chunk


def canonical(value: object) -> str:
    """Return the canonical JSON of a value; what has none, because somebody spoilt it, enters as its text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest(text: str) -> str:
    """Return the SHA-256 of a text, a broken character of it replaced."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def content_faults(record: dict, payload: dict, told: Told) -> Iterator[str]:
    """Yield what an event tells of that is stored otherwise, and add to `told` which rows it tells of."""
    for name, key, holds in _claims(record, payload):
        told.setdefault(name, set()).add(key)
        if not holds:
            yield WRONG[name]


def untold_rows(told: Told) -> Iterator[str]:
    """Yield the rows that no event tells of."""
    for name, query in STORED.items():
        for row in rows(query):
            if row not in told.get(name, ()):
                yield f"no event tells of the {name} {' '.join(map(str, row))}"


def _claims(record: dict, payload: dict) -> Iterator[Claim]:
    kind, subject, dossier = record["kind"], record["subject"], record["dossier"]
    if kind == "ballot.handed_in":
        yield "ballot", (payload["ballot"],), _ballot_holds(record, payload)
    if kind == "certificate.registered":
        yield "certificate", (subject,), _certificate_holds({**payload, "number": subject})
    if kind == "paper.printed":
        yield "paper", (payload["paper"], subject), _paper_holds(subject, payload)
    if kind == "rulebook.loaded":
        yield "rulebook", (payload["checksum"],), _rulebook_holds(payload)
    yield from _effect_claims(dossier, payload.get("effects", {}))


def _effect_claims(dossier: str, effects: dict) -> Iterator[Claim]:
    if effect := effects.get("freeze_revision"):
        yield "revision", (dossier, effect["number"]), _revision_holds(dossier, effect)
    if effect := effects.get("compute_result"):
        yield "result", (dossier, effect["reading"]), _result_holds(dossier, effect)
    if effect := effects.get("issue_certificate"):
        yield "certificate", (effect["number"],), _certificate_holds(effect)


def _ballot_holds(record: dict, payload: dict) -> bool:
    query = (
        'SELECT b.id, b.salt, b."case", b.opinion, b.total FROM ocop_workflow_ballot b '
        "JOIN ocop_workflow_reading g ON g.id = b.reading_id JOIN ocop_workflow_dossier d ON d.id = g.dossier_id "
        "WHERE b.digest = %s AND b.member_id = %s AND d.code = %s AND g.number = %s"
    )
    said = payload["ballot"]
    for pk, salt, case, opinion, total in rows(query, said, record["actor"], record["dossier"], payload["reading"]):
        lines = [list(line) for line in rows(LINES, pk)]
        bound = digest(salt + canonical({"case": case, "lines": lines, "opinion": opinion}))
        return bound == said and total == sum(points for _, _, points, _ in lines)
    return False


def _revision_holds(dossier: str, effect: dict) -> bool:
    query = (
        "SELECT r.salt, r.content, r.digest FROM ocop_workflow_dossierrevision r "
        "JOIN ocop_workflow_dossier d ON d.id = r.dossier_id WHERE d.code = %s AND r.number = %s"
    )
    found = rows(query, dossier, effect["number"])
    return any(kept == effect["digest"] == digest(salt + canonical(content)) for salt, content, kept in found)


def _result_holds(dossier: str, effect: dict) -> bool:
    query = (
        "SELECT t.numerator, t.denominator, t.stars, t.outcome FROM ocop_workflow_result t "
        "JOIN ocop_workflow_reading g ON g.id = t.reading_id JOIN ocop_workflow_dossier d ON d.id = g.dossier_id "
        "WHERE d.code = %s AND g.number = %s"
    )
    said = (effect["mean"], effect["stars"], effect["outcome"])
    return any((f"{top}/{bottom}", *rest) == said for top, bottom, *rest in rows(query, dossier, effect["reading"]))


def _certificate_holds(effect: dict) -> bool:
    query = (
        "SELECT stars, valid_to, token, product_name, producer_name, producer_address, issuer "
        "FROM ocop_workflow_certificate WHERE number = %s"
    )
    for stars, until, token, *printed in rows(query, effect["number"]):
        words = effect.get("printed") in (None, digest(token + canonical(printed)))
        return words and (stars, str(until)) == (effect["stars"], effect["valid_to"])
    return False


def _paper_holds(subject: str, payload: dict) -> bool:
    found = rows("SELECT sha256 FROM ocop_workflow_paper WHERE kind = %s AND subject = %s", payload["paper"], subject)
    return (payload["sha256"],) in found


def _rulebook_holds(payload: dict) -> bool:
    query = "SELECT checksum, document FROM ocop_workflow_rulebookversion WHERE code = %s AND version = %s"
    found = rows(query, payload["code"], payload["version"])
    return any(kept == payload["checksum"] == digest(document) for kept, document in found)
