"""The world the public pages stand in: the city of 2024 on 07/10/2024, and the site's fixed pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from cms.tree import ensure_tree
from ocop_workflow.domain import clock
from tests.factories.city import OCTOBER, City, standing_city


@pytest.fixture
def october() -> Iterator[None]:
    with clock.travel(OCTOBER):
        yield


@pytest.fixture
def city(db: None, october: None) -> City:
    city = standing_city()
    ensure_tree()
    return city


@pytest.fixture(autouse=True)
def own_media(settings: Settings, tmp_path: Path) -> None:
    """Each test keeps its pictures in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
