"""The second reader of the chain: it agrees with the writer, and names the first link somebody changed by hand."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ocop_workflow.domain import clock
from ocop_workflow.models import Decision, Event, EventNote
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from ocop_workflow.services.papers import print_paper
from tests.factories.city import City
from tests.factories.dossiers import draft, step, submitted
from tests.ocop_workflow.queries.conftest import by_hand, faults

pytestmark = pytest.mark.usefixtures("october")


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


SPOILT = {
    "act": "0" * 32,
    "actor": 4711,
    "occurred_on": "2024-10-06",
    "recorded_at": "2024-03-20 01:00:00.000001+00:00",
}
SPOILT |= {"revision": 7, "previous": "0" * 64, "hash": "f" * 64}


@pytest.mark.parametrize("column", [field.column for field in Event._meta.concrete_fields if field.column != "seq"])
def test_change_of_any_column_names_its_event(city: City, column: str):
    by_hand(f"UPDATE ocop_workflow_event SET {column} = %s WHERE seq = 5", SPOILT.get(column, "x"))

    assert faults()[0][0] == 5


def test_changed_number_of_an_event_names_it(city: City):
    last = Event.objects.count()
    by_hand("UPDATE ocop_workflow_eventnote SET event_id = 4711 WHERE event_id = %s", last)
    by_hand("UPDATE ocop_workflow_event SET seq = 4711 WHERE seq = %s", last)

    assert faults()[0] == (4711, f"event {last} is missing")


@pytest.mark.parametrize(("old", "new"), [('"format"', '"format'), ('"checksum"', '"chEcksum"'), ("{", "[1, {")])
def test_payload_that_cannot_be_read_names_its_event(city: City, old: str, new: str):
    seq = Event.objects.filter(kind="rulebook.loaded").earliest("seq").seq
    by_hand("UPDATE ocop_workflow_event SET payload = REPLACE(payload, %s, %s) WHERE seq = %s", old, new, seq)

    assert faults()[:2] == [(seq, CHANGED), (seq, "its payload cannot be read")]


@pytest.mark.parametrize("column", ["act", "recorded_at", "occurred_on"])
def test_moment_or_act_that_is_none_names_its_event(city: City, column: str):
    spoil = f"UPDATE ocop_workflow_event SET {column} = 'z' || substr({column}::text, 2) WHERE seq = 5"
    if connection.vendor == "postgresql":  # the column itself keeps nothing else
        with pytest.raises(DatabaseError), transaction.atomic():
            by_hand(spoil)
        return
    by_hand(spoil.replace("::text", ""))

    assert faults() == [(5, CHANGED)]


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
        ("UPDATE ocop_workflow_certificate SET number = '999/2024/GCN'",
         "no event tells of the certificate 999/2024/GCN"),
        ("UPDATE ocop_workflow_dossierrevision SET number = 9",
         "no event tells of the revision HS-2024-0001 9"),
        ("UPDATE ocop_workflow_reading SET number = 9", "no event tells of the result HS-2024-0001 9"),
        ("UPDATE ocop_workflow_ballot SET digest = 'none'", "no event tells of the ballot none"),
        ("UPDATE ocop_workflow_ballot SET total = 99", "the ballot handed in is not the one that is stored"),
        ("UPDATE ocop_workflow_paper SET sha256 = 'none'", "the paper printed is not the one that is stored"),
        ("UPDATE ocop_workflow_paper SET subject = 'QD-9999'", "no event tells of the paper decision QD-9999"),
        ("UPDATE ocop_workflow_rulebookversion SET document = REPLACE(document, 'OCOP', 'OCÓP')",
         "the rulebook loaded is not the one that is stored"),
        ("UPDATE ocop_workflow_rulebookversion SET checksum = 'none' WHERE code = '2026-26'",
         "no event tells of the rulebook none"),
        ("UPDATE ocop_workflow_dossier SET stage = 'eliminated'",
         "HS-2024-0001 stands in “eliminated”, its last step led to “certified”"),
    ],
)  # fmt: skip
def test_what_the_chain_binds_is_compared_with_what_is_stored(dossier, journal: Path, statement: str, what: str):
    print_paper.call("decision", Decision.objects.get().code)
    by_hand(statement)

    assert what in [fault for _, fault in faults()]


def test_dossier_never_stepped_stands_where_it_was_drafted(city: City):
    drafted = draft(city, complete=False)
    assert faults() == []

    by_hand("UPDATE ocop_workflow_dossier SET stage = 'decision' WHERE code = %s", drafted.code)
    assert faults() == [(0, "HS-2024-0001 stands in “decision”, its last step led to “draft”")]

    by_hand("UPDATE ocop_workflow_dossier SET code = 'HS-2024-0009', stage = 'draft' WHERE code = %s", drafted.code)
    assert faults() == [(0, "no event tells of the dossier HS-2024-0009")]


def test_earlier_certificate_registered_is_told_by_its_event(city: City):
    certificate = register_earlier_certificate(
        city.product, number="7/GCN", stars=3, issuer="UBND", decision_number="7/QĐ", decision_date=date(2023, 1, 5)
    )
    assert faults() == []

    certificate.stars = 5
    certificate.save_as(None, reason="by.hand")
    assert [what for _, what in faults()] == ["the certificate issued is not the one that is stored"]


def test_note_emptied_without_an_erasure_is_a_fault(city: City):
    submitted(city)
    user = city.users["chuthe1"]
    notes = EventNote.objects.filter(person=user.pk, key="actor")
    seqs = list(notes.order_by("event_id").values_list("event_id", flat=True))

    notes.update(salt="", text="")
    assert faults() == [(seq, "its note “actor” was changed") for seq in seqs]

    notes.update(erased_at=clock.now())
    assert faults() == [(seq, "its note “actor” was emptied, and no event says so") for seq in seqs]


def test_words_typed_in_parts_are_kept_and_bound_as_one(city: City, journal: Path):
    dossier = submitted(city)
    typed = unicodedata.normalize("NFD", "Thiếu giấy kiểm nghiệm")

    step(dossier, "return_from_commune", city.users["xa.santhang"], reason=typed, idempotency_key=typed)

    assert EventNote.objects.get(key="reason").text == "Thiếu giấy kiểm nghiệm"
    assert faults() == []
