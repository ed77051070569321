"""The copies other tests stand on: isolated, committing, seen by threads and by other processes."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from tests.services.copies import Copy, drop_copy, make_copy, switched_to

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.commits


def keep(key: str) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=1))


def kept() -> list[str]:
    return list(Session.objects.order_by("session_key").values_list("session_key", flat=True))


@pytest.mark.parametrize("name", ["first", "second"])
def test_copies_do_not_see_each_other(committed: Copy, name: str) -> None:
    keep(name)

    assert kept() == [name]


def test_copy_is_the_default_connection(committed: Copy) -> None:
    assert connection.settings_dict["NAME"] == committed.name


@pytest.mark.django_db
def test_plain_tests_stay_on_the_migrated_database() -> None:
    assert "_copy" not in connection.settings_dict["NAME"]
    assert kept() == []


def test_copy_commits_without_a_transaction_around_the_test(committed: Copy) -> None:
    keep("written")

    connections.close_all()

    assert connection.in_atomic_block is False
    assert kept() == ["written"]


def test_threads_open_their_own_connections_to_the_copy(committed: Copy) -> None:
    def write(number: int) -> None:
        keep(f"thread-{number}")
        connections.close_all()

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert kept() == ["thread-0", "thread-1", "thread-2", "thread-3"]


def test_other_processes_reach_the_copy_by_its_address(committed: Copy) -> None:
    keep("from-here")

    program = (
        "import django; django.setup()\n"
        "from django.contrib.sessions.models import Session\n"
        "print(Session.objects.get().session_key)\n"
        "Session.objects.filter(session_key='from-here').delete()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": committed.url, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.stdout, answer.returncode) == ("from-here\n", 0), answer.stderr
    assert kept() == []


def test_copy_of_a_copy_has_what_was_committed(committed: Copy) -> None:
    keep("before")

    second = make_copy()
    try:
        keep("after")
        with switched_to(second):
            seen = kept()
    finally:
        drop_copy(second)

    assert seen == ["before"]
    assert kept() == ["after", "before"]


def test_copy_keeps_its_durability(committed: Copy, on_postgresql: bool) -> None:
    question = "SHOW fsync" if on_postgresql else "PRAGMA synchronous"

    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0]

    assert answer == ("on" if on_postgresql else 2)
