"""Database triggers that refuse to change or delete what happened, on PostgreSQL and SQLite.

They are laid again after every migration, because SQLite drops them when it remakes a table, and looked for when
the site starts.
"""

from typing import Any, NamedTuple

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
# The words about a person that the history of a model may lose, and nothing else of it.
ERASABLE_HISTORY: dict[Any, tuple[str, ...]] = {
    LegalRepresentative: ("name", "position", "gender", "ethnicity", "disability", "permanent_address", "phone"),
    Conflict: ("reason",),
    Attendance: ("reason",),
}
REFUSAL = "append-only: {table} is never changed"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION ocop_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only: % is never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql"""


class Guard(NamedTuple):
    """When an update, and when a deletion, is refused: a condition on the rows OLD and NEW; empty means always."""

    update: str = ""
    delete: str = ""


def append_only_tables() -> dict[str, Guard]:
    """Return the guarded tables, each with when it may not change."""
    handed_in = "OLD.handed_in_at IS NOT NULL"
    tables = {model._meta.db_table: Guard() for model in WRITTEN_ONCE}
    tables |= {model._meta.db_table: Guard() for model in _histories()}
    tables[Ballot._meta.db_table] = Guard(handed_in, handed_in)
    for model, words in ERASABLE_HISTORY.items():
        history = model.history.model
        tables[history._meta.db_table] = Guard(update=_unless_erased(history, words))
    return tables


def _unless_erased(history: type[models.Model], words: tuple[str, ...]) -> str:
    """Return the condition under which an update of a history row is more than the erasure of its words."""
    return " OR ".join(_differs(field, erasable=field.name in words) for field in history._meta.concrete_fields)


def _differs(field: models.Field, *, erasable: bool) -> str:
    old, new = f'OLD."{field.column}"', f'NEW."{field.column}"'
    differs = f"({old} <> {new} OR ({old} IS NULL) <> ({new} IS NULL))"
    if not erasable:
        return differs
    says = new if isinstance(field, models.BooleanField) else f"{new} <> ''"
    return f"({differs} AND {says})"


def _histories() -> list[type[models.Model]]:
    audited = [model for model in apps.get_models() if issubclass(model, Audited)]
    return [model.history.model for model in audited if not issubclass(model, HistoryOfAct)]


def lay_triggers(using: str = "default") -> None:
    """Lay every trigger that is missing; existing ones are laid anew."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    statements = [] if connection.vendor == "sqlite" else [POSTGRES_FUNCTION]
    for table, guard in append_only_tables().items():
        if table in present:
            statements += _statements(connection, table, guard)
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
    acts = ("update", "delete") if connection.vendor == "sqlite" else ("update", "delete", "truncate")
    return [f"{table}_keep_{act}" for act in acts]


def _statements(connection: BaseDatabaseWrapper, table: str, guard: Guard) -> list[str]:
    sqlite = connection.vendor == "sqlite"
    refuse = (
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
        if sqlite
        else "EXECUTE FUNCTION ocop_append_only()"
    )
    whens = [f"WHEN ({condition}) " if condition else "" for condition in guard]
    acts = [
        f'BEFORE {act} ON "{table}" FOR EACH ROW {when}' for act, when in zip(("UPDATE", "DELETE"), whens, strict=True)
    ]
    if not sqlite:
        acts.append(f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT ')
    on = "" if sqlite else f' ON "{table}"'
    laid = zip(_names(connection, table), acts, strict=True)
    return [
        statement
        for name, act in laid
        for statement in (f'DROP TRIGGER IF EXISTS "{name}"{on}', f'CREATE TRIGGER "{name}" {act}{refuse}')
    ]
