"""The world the workflow's tests stand in."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from ocop_workflow.domain import clock
from tests.factories.city import OCTOBER, City, standing_city
from tests.factories.merger import standing_province


@pytest.fixture
def city(db: None) -> City:
    """Lai Châu city in 2024 (tests/factories/city.py), as of 20/03/2024."""
    return standing_city()


@pytest.fixture
def october() -> Iterator[None]:
    """The clock stands at 07/10/2024, 08:00: round 2 of 2024, under `2023-148`."""
    with clock.travel(OCTOBER):
        yield


@pytest.fixture
def merged(db: None) -> City:
    """The same world after 01/07/2025, its road that of `2026-26`; instead of `city`, never beside it."""
    return standing_province()


@pytest.fixture
def november() -> Iterator[None]:
    """The clock stands at 09/11/2026, 08:00: under `2026-26`."""
    with clock.travel(date(2026, 11, 9)):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """What Django itself says is in English, as the messages of the workflow are before they are translated."""
    with translation.override("en"):
        yield
