from pathlib import Path

import java
import machine
import pytest


@pytest.fixture
def javas(monkeypatch: pytest.MonkeyPatch) -> dict[Path, int]:
    """The homes looked at, with the version each tells."""
    versions: dict[Path, int] = {}
    monkeypatch.setattr(java, "candidates", lambda: iter(versions))
    monkeypatch.setattr(java, "version_of", lambda home: versions[home])
    return versions


def test_oldest_java_that_is_new_enough_is_taken(javas: dict[Path, int]) -> None:
    javas.update({Path("/a"): 17, Path("/b"): 25, Path("/c"): 21})

    assert java.java_home() == Path("/c")


def test_missing_java_is_a_sentence(javas: dict[Path, int]) -> None:
    javas.update({Path("/a"): 17, Path("/b"): 0})

    with pytest.raises(machine.Refused) as refused:
        java.java_home()

    assert str(refused.value) == (
        "Elasticsearch needs a JDK of 21 or newer, and there is none here: JAVA_HOME, PATH and /usr/lib/jvm were "
        "searched. Install one (openjdk-21-jdk-headless, Temurin 25), then run this again."
    )


@pytest.mark.parametrize(
    ("script", "version"),
    [
        ("echo 'openjdk version \"25.0.3\" 2026-04-21 LTS' >&2", 25),
        ("echo 'openjdk version \"21\" 2023-09-19' >&2", 21),
        ("echo 'java version \"1.8.0_402\"' >&2", 1),
        ("echo 'openjdk version \"25\"' >&2; exit 1", 0),
        ("echo 'no version' >&2", 0),
    ],
)
def test_java_tells_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, version: int) -> None:
    monkeypatch.setattr(java, "as_owner", lambda folder: {"cwd": folder})
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)

    assert java.version_of(tmp_path) == version


def test_java_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert java.version_of(tmp_path) == 0
