import os
import sys
from pathlib import Path

import machine
import pytest


@pytest.fixture
def one_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "NEEDS", {"papers": (lambda: False, ("libpango-1.0-0", "libharfbuzz-subset0"))})


def test_packages_are_named_when_they_may_not_be_installed(one_need: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "apt_get", lambda: None)

    with pytest.raises(machine.Refused) as refused:
        machine.ensure_packages("papers")

    assert str(refused.value) == (
        "These system packages are missing; install them as an administrator, then run this again:\n"
        "  apt-get install libpango-1.0-0 libharfbuzz-subset0"
    )


def test_packages_are_installed_where_that_is_allowed(one_need: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(machine, "apt_get", lambda: ["apt-get"])
    monkeypatch.setattr(machine, "run", lambda *command, **_: ran.append(command))

    with pytest.raises(machine.Refused, match="still not found: papers"):
        machine.ensure_packages("papers")

    assert [command[1] for command in ran] == ["update", "install"]
    assert ran[1][-2:] == ("libpango-1.0-0", "libharfbuzz-subset0")


@pytest.mark.parametrize(
    ("user", "sudo", "expected"),
    [
        (0, False, ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]),
        (1000, True, ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]),
        (1000, False, None),
    ],
)
def test_apt_is_used_as_root_or_with_sudo_that_asks_nothing(
    monkeypatch: pytest.MonkeyPatch, user: int, sudo: bool, expected: list[str] | None
) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(machine, "answers", lambda *_: sudo)

    assert machine.apt_get() == expected


def test_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))

    with pytest.raises(machine.Refused, match=r"^Python 3\.11 or newer is needed"):
        machine.ensure_environment("requirements.txt")


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A folder with both locked lists and an empty environment; returns what would have been run."""
    ran: list[tuple[str, ...]] = []
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("a==1\nb==1\n")
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    monkeypatch.setattr(machine, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(machine, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(machine, "installer", lambda: ["installer"])
    monkeypatch.setattr(machine, "run", lambda *command, **_: ran.append(command))
    return ran


def test_libraries_are_installed_once(small_project: list[tuple[str, ...]]) -> None:
    machine.ensure_environment("requirements.txt")
    machine.ensure_environment("requirements.txt")

    assert small_project == [("installer", "--require-hashes", "-r", "requirements.txt")]


def test_libraries_of_the_longer_list_serve_the_shorter(small_project: list[tuple[str, ...]]) -> None:
    machine.ensure_environment("requirements-dev.txt")
    machine.ensure_environment("requirements.txt")

    assert small_project == [("installer", "--require-hashes", "-r", "requirements-dev.txt")]


def test_changed_list_is_installed_again(small_project: list[tuple[str, ...]]) -> None:
    machine.ensure_environment("requirements.txt")
    (machine.ROOT / "requirements.txt").write_text("a==2\n")
    machine.ensure_environment("requirements.txt")

    assert len(small_project) == 2
