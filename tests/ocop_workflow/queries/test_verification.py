"""The second reader of the chain: it agrees with the writer, and names the first link somebody changed by hand."""

import json
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from ocop_workflow.domain.chain import link_hash
from ocop_workflow.models import Event, EventNote
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.anchoring import JOURNAL, anchor_head
from ocop_workflow.services.recording import envelope
from tests.factories.city import City
from tests.factories.dossiers import certified, step, submitted

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def dossier(city: City):
    return certified(city)


@pytest.fixture
def journal() -> Path:
    path = Path(settings.OCOP_ANCHOR_DIR) / JOURNAL
    path.unlink(missing_ok=True)
    return path


def by_hand(statement: str, *params: object) -> None:
    """Change the database as somebody with its password would: the triggers off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%%_keep_%%'")
            for name, table in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}" ON {table}')
        cursor.execute(statement, params)


def faults() -> list[tuple[int, str]]:
    _, found = verify()
    return [(fault.seq, fault.what) for fault in found]


def test_whole_story_verifies(dossier, journal: Path):
    report, found = verify(dossier.code)

    assert list(found) == []
    assert report.events == Event.objects.count()
    assert [step.split(" ", 1)[1] for step in report.steps] == [
        "draft → commune_review", "commune_review → intake", "intake → appraisal", "appraisal → council",
        "council → council", "council → result", "result → decision", "decision → certified",
    ]  # fmt: skip


def test_one_changed_byte_names_its_event(dossier, journal: Path):
    seq = Event.objects.get(step="accept").seq
    by_hand("UPDATE ocop_workflow_event SET payload = REPLACE(payload, 'intake', 'intakE') WHERE seq = %s", seq)

    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")

    assert refusal.value.returncode == 1
    assert faults()[0] == (seq, "was changed after it was written")
    assert str(seq) in str(refusal.value)


CHANGED = "was changed after it was written"


@pytest.mark.parametrize(
    ("table", "change", "what"),
    [
        ("event", "UPDATE {table} SET office = 'PKT-TPLC.head' WHERE seq = %s", CHANGED),
        ("event", "UPDATE {table} SET actor = 1 WHERE seq = %s", CHANGED),
        ("event", "UPDATE {table} SET occurred_on = '2024-10-06' WHERE seq = %s", CHANGED),
        ("event", "UPDATE {table} SET recorded_at = '2024-10-07 02:00:00+00:00' WHERE seq = %s", CHANGED),
        ("eventnote", "UPDATE {table} SET text = 'Ai đó' WHERE event_id = %s", "its note “actor” was changed"),
        ("eventnote", "DELETE FROM {table} WHERE event_id = %s", "its note “actor” is gone"),
    ],
)
def test_every_column_and_note_is_bound(dossier, journal: Path, table: str, change: str, what: str):
    seq = Event.objects.get(step="accept").seq

    by_hand(change.format(table=f"ocop_workflow_{table}"), seq)

    assert faults()[0] == (seq, what)


def test_removed_event_is_missed(dossier, journal: Path):
    seq = Event.objects.get(step="accept").seq
    by_hand("DELETE FROM ocop_workflow_eventnote WHERE event_id = %s", seq)
    by_hand("DELETE FROM ocop_workflow_event WHERE seq = %s", seq)

    assert faults()[0] == (seq + 1, f"event {seq} is missing")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE ocop_workflow_ballotline SET points = points + 1",
         "the ballot handed in is not the one that is stored"),
        ("UPDATE ocop_workflow_dossierrevision SET content = REPLACE(content, 'San', 'Sàn')",
         "the revision submitted is not the one that is stored"),
        ("UPDATE ocop_workflow_result SET stars = 4", "the result concluded is not the one that is stored"),
        ("UPDATE ocop_workflow_certificate SET valid_to = '2028-10-07'",
         "the certificate issued is not the one that is stored"),
        ("UPDATE ocop_workflow_dossier SET stage = 'eliminated'",
         "HS-2024-0001 stands in “eliminated”, its last step led to “certified”"),
    ],
)  # fmt: skip
def test_what_the_chain_binds_is_compared_with_what_is_stored(dossier, journal: Path, statement: str, what: str):
    by_hand(statement)

    assert what in [fault for _, fault in faults()]


def test_erased_words_leave_the_chain_whole(dossier, journal: Path):
    EventNote.objects.filter(key="actor").update(salt="", text="")

    assert faults() == []


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


def test_forged_line_of_the_journal_is_refused(dossier, journal: Path):
    anchor_head()
    journal.write_text(journal.read_text().replace('"seq": ', '"seq": 1'))

    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_words_typed_in_parts_are_kept_and_bound_as_one(city: City, journal: Path):
    dossier = submitted(city)
    typed = unicodedata.normalize("NFD", "Thiếu giấy kiểm nghiệm")

    step(dossier, "return_from_commune", city.users["xa.santhang"], reason=typed, idempotency_key=typed)

    assert EventNote.objects.get(key="reason").text == "Thiếu giấy kiểm nghiệm"
    assert faults() == []
