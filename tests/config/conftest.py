"""The demonstration's story in a database of the module's own: on its first day, and on its last."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.services.copies import Copy, drop_copy, make_copy, switched_to
from tests.services.demo import FIRST_DAY, LAST_DAY, Played


@pytest.fixture(scope="module")
def copied(demo: Callable[[date], Played], django_db_blocker: Any) -> Iterator[Callable[[date], Copy]]:
    """Return the copy of the module, made when it is first asked for."""
    copies: dict[date, Copy] = {}

    def copy_of(day: date) -> Copy:
        if day not in copies:
            copies[day] = make_copy(demo(day).database)
        return copies[day]

    with django_db_blocker.unblock():
        yield copy_of
        for copy in copies.values():
            drop_copy(copy)


@pytest.fixture
def first_day(copied: Callable[[date], Copy]) -> Iterator[None]:
    with switched_to(copied(FIRST_DAY)):
        yield


@pytest.fixture
def last_day(copied: Callable[[date], Copy]) -> Iterator[None]:
    with switched_to(copied(LAST_DAY)):
        yield
