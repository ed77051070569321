"""A Java that runs Elasticsearch: found on this machine, never installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from machine import Refused
from processes import as_owner

OLDEST = 21
INSTALLED = Path("/usr/lib/jvm")


def java_home() -> Path:
    """Return the home of a Java of 21 or newer that the server's user may run; of several the oldest."""
    found = {version: home for home in candidates() if (version := version_of(home)) >= OLDEST}
    if not found:
        raise Refused(
            f"Elasticsearch needs a JDK of {OLDEST} or newer, and there is none here: JAVA_HOME, PATH and {INSTALLED} "
            "were searched. Install one (openjdk-21-jdk-headless, Temurin 25), then run this again."
        )
    return found[min(found)]


def candidates() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if on_path := shutil.which("java"):
        yield Path(on_path).resolve().parents[1]
    yield from sorted(INSTALLED.glob("*"))


def version_of(home: Path) -> int:
    """Return the main number of the version a Java tells; 0 when there is none or it does not run."""
    try:
        told = subprocess.run(
            [home / "bin" / "java", "-version"], **as_owner(Path("/")), capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    version = re.search(r'version "(\d+)', told.stderr)
    return int(version[1]) if version and told.returncode == 0 else 0
