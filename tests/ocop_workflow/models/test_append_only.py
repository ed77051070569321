"""What happened cannot be changed through the database (design 7), on PostgreSQL and SQLite alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from ocop_workflow.models import Attendance, Event, LegalRepresentative
from ocop_workflow.models.append_only import ERASABLE_HISTORY, append_only_tables, lay_triggers, missing_triggers
from ocop_workflow.services.producers import PERSONAL_FACTS
from tests.factories.city import City
from tests.factories.dossiers import certified

pytestmark = pytest.mark.usefixtures("october")

FILLED = (
    "ocop_workflow_event",
    "ocop_workflow_dossierrevision",
    "ocop_workflow_ballotline",
    "ocop_workflow_ballot",
    "ocop_workflow_result",
    "ocop_workflow_rulebookversion",
    "ocop_workflow_historicaldossier",
    "ocop_workflow_historicalcertificate",
)


def refuse(statement: str) -> None:
    """Expect the database itself to refuse a statement."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", FILLED)
def test_rows_are_neither_changed_nor_deleted(city: City, table: str):
    certified(city)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        column, before = cursor.description[0][0], sorted(map(repr, cursor.fetchall()))
    assert before

    refuse(f"UPDATE {table} SET {column} = {column}")
    refuse(f"DELETE FROM {table}")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        assert sorted(map(repr, cursor.fetchall())) == before


@pytest.mark.parametrize(
    "change", ["present = NOT present", "reason = 'Ốm'", "history_date = '2020-01-01'", "membership_id = NULL"]
)
def test_history_with_words_about_a_person_loses_these_words_alone(city: City, change: str):
    table = "ocop_workflow_historicalattendance"
    certified(city)
    row = Attendance.objects.order_by("pk").first()
    row.reason = "Bận họp"
    row.save_as(None, reason="session.attendance")

    refuse(f"UPDATE {table} SET {change}")
    refuse(f"DELETE FROM {table}")
    assert Attendance.history.filter(reason="Bận họp").update(reason="") == 1


def test_words_that_history_may_lose_are_those_of_the_representative():
    assert ERASABLE_HISTORY[LegalRepresentative] == PERSONAL_FACTS


@pytest.mark.django_db
def test_row_is_not_replaced_or_truncated_either(city: City):
    if connection.vendor == "sqlite":
        refuse("INSERT OR REPLACE INTO ocop_workflow_event SELECT * FROM ocop_workflow_event LIMIT 1")
    else:
        refuse("TRUNCATE ocop_workflow_access")
    assert Event.objects.exists()


@pytest.mark.django_db
def test_every_history_and_record_is_guarded():
    tables = append_only_tables()

    assert len(tables) == 39
    assert {"search_historicalpin", "search_historicalsynonym"} < set(tables)
    assert missing_triggers() == []


@pytest.mark.django_db
def test_missing_trigger_is_noticed_and_laid_again():
    name = "ocop_workflow_event_keep_update"
    on = "" if connection.vendor == "sqlite" else " ON ocop_workflow_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")

    assert missing_triggers() == [name]
    lay_triggers()
    assert missing_triggers() == []
