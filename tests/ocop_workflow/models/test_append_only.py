"""What happened cannot be changed through the database (design 7), on PostgreSQL and SQLite alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from ocop_workflow.models import Event
from ocop_workflow.models.append_only import append_only_tables, lay_triggers, missing_triggers
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


@pytest.mark.django_db
def test_row_is_not_replaced_or_truncated_either(city: City):
    if connection.vendor == "sqlite":
        refuse("INSERT OR REPLACE INTO ocop_workflow_event SELECT * FROM ocop_workflow_event LIMIT 1")
    else:
        refuse("TRUNCATE ocop_workflow_event CASCADE")
    assert Event.objects.exists()


@pytest.mark.django_db
def test_every_history_and_record_is_guarded():
    tables = append_only_tables()

    assert len(tables) == 34
    assert "ocop_workflow_historicallegalrepresentative" not in tables
    assert missing_triggers() == []


@pytest.mark.django_db
def test_missing_trigger_is_noticed_and_laid_again():
    name = "ocop_workflow_event_keep_update" if connection.vendor == "sqlite" else "ocop_workflow_event_keep_row"
    on = "" if connection.vendor == "sqlite" else " ON ocop_workflow_event"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")

    assert missing_triggers() == [name]
    lay_triggers()
    assert missing_triggers() == []
