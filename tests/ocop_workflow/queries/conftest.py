"""A dossier with its whole story, the journal outside, and the hand that changes what nobody may."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ocop_workflow.queries.verification import verify
from ocop_workflow.services.anchoring import JOURNAL
from tests.factories.city import City
from tests.factories.dossiers import certified


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
