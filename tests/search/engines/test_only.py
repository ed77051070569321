"""Questions about some documents alone: found are those of them that would be found among all."""

from dataclasses import replace

import pytest

from search.engines.base import Asked, Engine
from search.question import STARS
from tests.search.engines.asking import IN_FORCE, asking
from tests.search.engines.corpus import corpus

PRODUCTS = {"kind": ("product",), "status": IN_FORCE}
KEYS = {row.title: (row.kind, row.code) for row in corpus()}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked",
    [
        asking("miến dong", filters=PRODUCTS),
        asking("mien", filters=PRODUCTS, sort=STARS),
        asking("chè", filters={"status": IN_FORCE}),
        asking(filters=PRODUCTS),
    ],
)
def test_found_are_those_that_are_found_among_all(engine: Engine, asked: Asked) -> None:
    everything = engine.find(replace(asked, limit=100)).keys
    some = (*everything[::3], KEYS["Gạo nếp hoà bình"], KEYS["Mùa chè mới"], ("product", "none"))

    found = engine.find(replace(asked, only=some, limit=100))

    expected = tuple(key for key in everything if key in some)
    assert (found.keys, found.count) == (expected, len(expected))
    assert len(expected) >= 2
