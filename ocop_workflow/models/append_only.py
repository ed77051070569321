"""Database triggers that refuse to change or delete what happened, on PostgreSQL and SQLite.

They are laid again after every migration, because SQLite drops them when it remakes a table, and looked for when
the site starts.
"""

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from ocop_workflow.models.audited import Audited, HistoryOfAct
from ocop_workflow.models.dossier import DossierRevision
from ocop_workflow.models.evaluation import Attendance, Ballot, BallotLine, Conflict, Result
from ocop_workflow.models.event import Access, Anchor, Event
from ocop_workflow.models.outcome import Paper
from ocop_workflow.models.registry import LegalRepresentative
from ocop_workflow.models.rulebook import RulebookVersion

WRITTEN_ONCE = (Event, Anchor, Access, DossierRevision, BallotLine, Result, Paper, RulebookVersion)
ERASABLE_HISTORY = (LegalRepresentative, Conflict, Attendance)
REFUSAL = "append-only: {table} is never changed"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ocop_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: % is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql"""


def append_only_tables() -> dict[str, str]:
    """Return the guarded tables, each with the condition on the OLD row under which it may not change."""
    tables = {model._meta.db_table: "" for model in WRITTEN_ONCE}
    tables |= {model._meta.db_table: "" for model in _histories()}
    tables[Ballot._meta.db_table] = "OLD.handed_in_at IS NOT NULL"
    return tables


def _histories() -> list[type[models.Model]]:
    spared = {model.history.model for model in ERASABLE_HISTORY}
    audited = [model for model in apps.get_app_config("ocop_workflow").get_models() if issubclass(model, Audited)]
    histories = [model.history.model for model in audited if not issubclass(model, HistoryOfAct)]
    return [history for history in histories if history not in spared]


def lay_triggers(using: str = "default") -> None:
    """Lay every trigger that is missing; existing ones are laid anew."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    statements = [] if connection.vendor == "sqlite" else [POSTGRES_FUNCTION]
    for table, condition in append_only_tables().items():
        if table in present:
            statements += _statements(connection, table, condition)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing_triggers(using: str = "default") -> list[str]:
    """Return the names of triggers that should guard the database and are not there."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(name for table in append_only_tables() for name in _names(connection, table) if name not in present)


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    acts = ("update", "delete") if connection.vendor == "sqlite" else ("row", "truncate")
    return [f"{table}_keep_{act}" for act in acts]


def _statements(connection: BaseDatabaseWrapper, table: str, condition: str) -> list[str]:
    when = f" WHEN ({condition})" if condition else ""
    first, second = _names(connection, table)
    if connection.vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
        return [
            f'DROP TRIGGER IF EXISTS "{first}"',
            f'CREATE TRIGGER "{first}" BEFORE UPDATE ON "{table}"{when} {refuse}',
            f'DROP TRIGGER IF EXISTS "{second}"',
            f'CREATE TRIGGER "{second}" BEFORE DELETE ON "{table}"{when} {refuse}',
        ]
    call = "EXECUTE FUNCTION ocop_append_only()"
    return [
        f'DROP TRIGGER IF EXISTS "{first}" ON "{table}"',
        f'CREATE TRIGGER "{first}" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW{when} {call}',
        f'DROP TRIGGER IF EXISTS "{second}" ON "{table}"',
        f'CREATE TRIGGER "{second}" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
    ]
