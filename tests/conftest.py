"""What every test shares."""

import pytest

pytest_plugins = [
    "tests.services.fixtures",
    "tests.services.figures",
    "tests.services.production",
    "tests.services.elastic",
    "tests.services.demo",
]

FLUSHING = {"transactional_db", "django_db_reset_sequences", "live_server"}
ON_THE_DATABASE = {"db", "committed", "demo", "live_site"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    refuse_flushing(items)
    if config.getoption("--only-database"):
        left_out = [item for item in items if not touches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if touches_database(item)]


def refuse_flushing(items: list[pytest.Item]) -> None:
    """Refuse tests that would flush tables: the append-only triggers stay on."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if FLUSHING & set(item.fixturenames) or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture `committed`; flushing tables is not allowed.")


def touches_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or ON_THE_DATABASE & set(item.fixturenames))
