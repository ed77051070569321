"""The demonstration's story, played once in a run of the tests by whichever process needs it first, and copied."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from tests.services.copies import copy_database, database_url, drop_database
from tests.services.site import ROOT, settings_for

FIRST_DAY, LAST_DAY = date(2024, 10, 7), date(2026, 11, 21)


@dataclass(frozen=True)
class Played:
    """The story up to a day: a database nobody works on, for copies, and the folder with its files."""

    database: str
    files: Path


@pytest.fixture(scope="session")
def demo(django_db_setup: None, run_folder: Path, django_db_blocker: Any) -> Iterator[Callable[[date], Played]]:
    """Return the story up to one of its two days; it waits while another process of the run plays it."""
    migrated = connection.settings_dict["NAME"]

    def until(day: date) -> Played:
        begun = Played(migrated, run_folder / "nothing") if day == FIRST_DAY else until(FIRST_DAY)
        return played(run_folder, begun, day)

    with django_db_blocker.unblock():
        yield until
        if "PYTEST_XDIST_WORKER" not in os.environ:  # others of the run may still need it
            for day in (FIRST_DAY, LAST_DAY):
                drop_database(name_of(run_folder, day))


def played(folder: Path, begun: Played, day: date) -> Played:
    """Play the story from where it was begun up to a day, unless another process did."""
    story, told = Played(name_of(folder, day), folder / f"demo-{day}"), folder / f"demo-{day}.told"
    with (folder / f"demo-{day}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            play(begun, story, day)
            told.touch()
    return story


def play(begun: Played, story: Played, day: date) -> None:
    """Copy what was begun and go on from there up to a day, as `make run` does."""
    connections.close_all()
    copy_database(begun.database, story.database)
    story.files.mkdir()
    if begun.files.exists():
        shutil.copytree(begun.files, story.files, dirs_exist_ok=True)
    leading = {"DATABASE_URL": database_url(story.database), "OCOP_DATA_DIR": str(story.files), "OCOP_DEMO": "1"}
    subprocess.run(
        [sys.executable, "site/manage.py", "seed_demo", "--until", day.isoformat()],
        cwd=ROOT, env=settings_for(story.files) | leading, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


def name_of(folder: Path, day: date) -> str:
    """Return what the database is called: a path on SQLite, on PostgreSQL a name no other run has."""
    if connection.vendor == "sqlite":
        return str(folder / f"demo-{day}.sqlite3")
    return f"demo_{day:%Y%m%d}_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
