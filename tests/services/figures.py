"""Figures a long test says, printed on a line each when the run ends."""

from collections.abc import Callable

import pytest

FIGURES: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, object], None]:
    """Say a figure: figure("acknowledged steps lost", 0)."""
    return lambda name, value: request.config.stash.setdefault(FIGURES, []).append(f"{name}: {value}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)
