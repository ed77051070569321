"""How `make test` spends its time: the long files begin, so that no core waits for the other at the end.

What collecting left in memory stays, so the garbage collector need not look at it again and again.
"""

import gc
from pathlib import Path

import pytest

# In this order; who needs the demonstration stands apart, so that none waits while another process plays its story.
LONG = (
    "tests/config/test_seed_demo.py",
    "tests/dev/test_make_run.py",
    "tests/journeys/test_kills.py",
    "tests/journeys/test_races.py",
    "tests/search/index/test_return.py",
    "tests/test_container.py",
    "tests/journeys/test_road_in_the_browser.py",
    "tests/ocop_workflow/backoffice/test_staff_browser.py",
    "tests/search/index/test_bad_days.py",
    "tests/ocop_workflow/backoffice/test_rights.py",
    "tests/search/engines/elastic/test_secured.py",
    "tests/search/test_browser.py",
    "tests/config/test_seed_demo_later.py",
    "tests/cms/test_in_a_browser.py",
    "tests/search/engines/test_oracle.py",
    "tests/long/test_killed_writers.py",
    "tests/config/test_plugin_only.py",
    "tests/test_architecture.py",
)
GARBAGE = 100_000  # new objects before the collector looks at them


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    places = {config.rootpath / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(Path(item.path), len(LONG)))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
