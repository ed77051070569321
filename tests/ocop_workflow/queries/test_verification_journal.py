"""The journal outside the database betrays who rewrites the chain with all its hashes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ocop_workflow.domain.chain import link_hash
from ocop_workflow.models import Anchor, Event
from ocop_workflow.services import anchoring
from ocop_workflow.services.anchoring import JOURNAL, anchor_head, broken_anchors
from ocop_workflow.services.recording import envelope
from tests.factories.city import City
from tests.factories.dossiers import submitted
from tests.ocop_workflow.queries.conftest import by_hand, faults

pytestmark = pytest.mark.usefixtures("october")


def test_rewritten_chain_is_betrayed_by_the_journal_outside(dossier, journal: Path):
    anchor = anchor_head()
    event = Event.objects.get(seq=anchor.seq)
    event.payload = event.payload.replace('"format":1', '"format":2')
    event.hash = link_hash(event.previous, envelope(event))
    by_hand(
        "UPDATE ocop_workflow_event SET payload = %s, hash = %s WHERE seq = %s", event.payload, event.hash, event.seq
    )
    by_hand("UPDATE ocop_workflow_chainhead SET hash = %s", event.hash)
    by_hand("DELETE FROM ocop_workflow_anchor")
    assert faults() == []

    with pytest.raises(CommandError, match=str(anchor.seq)):
        call_command("verify_audit")


def test_anchor_is_signed_once_for_a_head_and_kept_outside_the_database(dossier, journal: Path):
    first, again = anchor_head(), anchor_head()

    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert first == again
    assert [(line["seq"], line["hash"]) for line in lines] == [(first.seq, first.hash)]


def test_journal_that_is_gone_is_missed_and_its_line_written_again(dossier, journal: Path):
    anchor = anchor_head()
    journal.unlink()
    assert list(broken_anchors()) == [f"{JOURNAL} has no line for event {anchor.seq}, which was anchored"]

    anchor_head()

    assert list(broken_anchors()) == []


def test_journal_is_written_before_the_database(city: City, journal: Path, monkeypatch):
    monkeypatch.setattr(anchoring, "JOURNAL", "no-such-folder/anchors.jsonl")
    journal.parent.mkdir(parents=True, exist_ok=True)
    (journal.parent / "no-such-folder").touch()

    with pytest.raises(OSError, match="no-such-folder"):
        anchor_head()

    assert not Anchor.objects.exists()


def test_journal_runs_in_the_order_of_the_chain(city: City, journal: Path):
    first = anchor_head()
    submitted(city)
    second = anchor_head()
    journal.write_text("".join(reversed(journal.read_text().splitlines(keepends=True))))

    assert list(broken_anchors()) == [f"{JOURNAL}, line 2: event {first.seq} stands after event {second.seq}"]


def test_line_of_the_journal_that_cannot_be_read_is_named(city: City, journal: Path):
    anchor_head()
    journal.write_text(journal.read_text() + "{\n[]\n")

    assert list(broken_anchors()) == [f"{JOURNAL}, line {line}: the signature does not hold" for line in (2, 3)]


def test_forged_line_of_the_journal_is_refused(dossier, journal: Path):
    anchor_head()
    journal.write_text(journal.read_text().replace('"seq": ', '"seq": 1'))

    with pytest.raises(CommandError):
        call_command("verify_audit")
