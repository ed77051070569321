"""Signed heads of the chain, kept in the database and in a file outside it.

Whoever can rewrite the database can rewrite the chain; he cannot rewrite the file on another machine, nor sign.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Anchor, ChainHead, Event

JOURNAL = "anchors.jsonl"


def anchor_head() -> Anchor:
    """Sign the head of the chain, append it to the journal outside the database, and keep it.

    The journal comes first, and gets a line again that it lost; the same head is anchored once. Of two at the same
    time the second waits, so that the journal runs in the order of the chain. Raises WorkflowError without a key
    (outside the demo) or without any event.
    """
    with transaction.atomic():
        return _anchored(ChainHead.objects.select_for_update().get(pk=1))


def _anchored(head: ChainHead) -> Anchor:
    if head.seq == 0:
        raise WorkflowError("Nothing has happened yet: there is no event to anchor.", code="empty")
    existing = Anchor.objects.filter(seq=head.seq).first()
    if existing:
        _append(existing)
        return existing
    key = signing_key()
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
    signature = key.sign(statement(head.seq, head.hash)).hex()
    anchor = Anchor(seq=head.seq, hash=head.hash, signed_at=clock.now(), public_key=public, signature=signature)
    _append(anchor)
    anchor.save()
    return anchor


def statement(seq: int, digest: str) -> bytes:
    """Return the words that are signed."""
    return f"ocop-chain {seq} {digest}".encode()


def signing_key() -> Ed25519PrivateKey:
    """Return the key named by OCOP_ANCHOR_KEY (a PEM file); the demo makes its own."""
    path = Path(settings.OCOP_ANCHOR_KEY or settings.OCOP_ANCHOR_DIR / "demo-key.pem")
    if not path.exists():
        if settings.OCOP_ANCHOR_KEY or not settings.OCOP_DEMO:
            raise WorkflowError("OCOP_ANCHOR_KEY names no readable key file.", code="key")
        _make_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise WorkflowError("OCOP_ANCHOR_KEY names no readable key file.", code="key")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.touch(mode=0o600)
    path.write_bytes(pem)


def _append(anchor: Anchor) -> None:
    """Write an anchor's line into the journal, unless it is there."""
    journal = Path(settings.OCOP_ANCHOR_DIR) / JOURNAL
    if any(_says(entry, anchor.seq, anchor.hash) for entry in _journal()):
        return
    journal.parent.mkdir(parents=True, exist_ok=True)
    line = {
        "seq": anchor.seq,
        "hash": anchor.hash,
        "signed_at": anchor.signed_at.isoformat(),
        "public_key": anchor.public_key,
        "signature": anchor.signature,
    }
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _journal() -> list[dict[str, Any]]:
    """Return the entries of the journal in their order; a line that cannot be read is an empty one."""
    journal = Path(settings.OCOP_ANCHOR_DIR) / JOURNAL
    lines = journal.read_text(encoding="utf-8", errors="replace").splitlines() if journal.exists() else []
    return [_entry(line) for line in lines]


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _says(entry: dict[str, Any], seq: int, digest: str) -> bool:
    return (entry.get("seq"), entry.get("hash")) == (seq, digest)


def broken_anchors() -> Iterator[str]:
    """Yield what contradicts the journal: an anchored event that is gone or other, a signature that is not ours, a
    line out of the chain's order.

    An anchor that the database keeps and the journal does not, as when its file is missing, contradicts it as well.
    """
    entries = _journal()
    ours = signing_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
    for number, entry in enumerate(entries, start=1):
        if not _signed(entry, ours):
            yield f"{JOURNAL}, line {number}: the signature does not hold"
        elif not Event.objects.filter(seq=entry["seq"], hash=entry["hash"]).exists():
            yield f"event {entry['seq']} is not the one anchored on {entry['signed_at'][:10]}"
    yield from _out_of_order(entries)
    written = {(entry.get("seq"), entry.get("hash")) for entry in entries}
    for anchor in Anchor.objects.all():
        if (anchor.seq, anchor.hash) not in written:
            yield f"{JOURNAL} has no line for event {anchor.seq}, which was anchored"


def _out_of_order(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines that stand before an earlier event's: somebody moved them, or put one in."""
    last = 0
    for number, entry in enumerate(entries, start=1):
        seq = entry.get("seq")
        if isinstance(seq, int) and seq < last:
            yield f"{JOURNAL}, line {number}: event {seq} stands after event {last}"
        last = max(last, seq) if isinstance(seq, int) else last


def _signed(entry: dict[str, Any], ours: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(entry["public_key"]))
        key.verify(bytes.fromhex(entry["signature"]), statement(entry["seq"], entry["hash"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return bool(entry["public_key"] == ours) and "signed_at" in entry
