"""What a machine must have: system packages from Debian, and the virtual environment with the locked libraries.

Standard library only, because it runs before anything is installed. `apt-get` is used as root or with
password-less sudo; otherwise the missing packages are named and the command ends.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)


class Refused(Exception):
    """The command cannot go on; the message says why in a plain sentence."""


def main(command: Callable[[], int]) -> None:
    """Run a command of `make`; a refusal is one sentence and exit code 1, never a traceback."""
    try:
        sys.exit(command())
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def tell(text: str) -> None:
    print(f"▸ {text}", flush=True)


def run(*command: str | Path, **more: object) -> None:
    """Run a step that must succeed."""
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **more)  # type: ignore[call-overload]
    except subprocess.CalledProcessError as error:
        line = " ".join(str(part) for part in command)
        raise Refused(f"This step failed (exit code {error.returncode}): {line}") from None


# System packages: how to see that one is there, and which Debian packages bring it.


def has_library(*names: str) -> bool:
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgresql_tool(name: str) -> str | None:
    """Return the path of one of PostgreSQL's server tools, the newest version installed."""
    folders = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(folders, key=lambda path: int(path.parts[4]), default=None)
    return str(newest) if newest else shutil.which(name)


NEEDS: dict[str, tuple[Callable[[], bool], tuple[str, ...]]] = {
    "papers": (
        lambda: has_library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    "postgresql": (
        lambda: all(postgresql_tool(name) for name in ("initdb", "postgres", "pg_dump")),
        ("postgresql",),
    ),
    "maven": (
        lambda: bool(shutil.which("mvn")),
        ("maven",),
    ),
    "browser": (
        lambda: bool(shutil.which("chromium") or shutil.which("chromium-browser")),
        ("chromium",),
    ),
}


def ensure_packages(*needs: str) -> None:
    """Install the system packages that are missing, or name them and refuse."""
    missing = [package for need in needs if not NEEDS[need][0]() for package in NEEDS[need][1]]
    if not missing:
        return
    apt = apt_get()
    if apt is None:
        raise Refused(
            "These system packages are missing; install them as an administrator, then run this again:\n"
            f"  apt-get install {' '.join(missing)}"
        )
    tell(f"Installing {', '.join(missing)}")
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    run(*apt, "update", "-qq", **quiet)
    run(*apt, "install", "-y", "-qq", "--no-install-recommends", *missing, **quiet)
    still = [need for need in needs if not NEEDS[need][0]()]
    if still:
        raise Refused(f"Installed {', '.join(missing)}, but still not found: {', '.join(still)}.")


def apt_get() -> list[str] | None:
    """Return how to call apt-get here without a question, or None."""
    if not shutil.which("apt-get"):
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    if answers("sudo", "-n", "true"):
        return ["sudo", "-n", *command]
    return None


# The virtual environment.


def ensure_environment(requirements: str) -> None:
    """Make .venv hold what a locked list asks for; quick when it already does."""
    if sys.version_info < OLDEST_PYTHON:
        raise Refused(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not PYTHON.exists():
        tell("Making the virtual environment .venv")
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
    wanted = digest(requirements)
    if wanted in stamps().values():
        return
    tell(f"Installing the libraries of {requirements}")
    run(*installer(), "--require-hashes", "-r", requirements)
    (VENV / f".installed-{requirements}").write_text(wanted)


def stamps() -> dict[str, str]:
    """Return which lists are installed as they stand now; the longer list includes the shorter."""
    held = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        stamp = VENV / f".installed-{name}"
        if stamp.exists() and stamp.read_text() == digest(name):
            held[name] = stamp.read_text()
    if "requirements-dev.txt" in held:
        held["requirements.txt"] = digest("requirements.txt")
    return held


def digest(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def installer() -> list[str]:
    """Return the installing command: uv where there is one, else pip."""
    for uv in (["uv"], [sys.executable, "-m", "uv"]):
        if answers(*uv, "--version"):
            return [*uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    if not answers(str(PYTHON), "-m", "pip", "--version"):
        ensure_pip()
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def ensure_pip() -> None:
    if not answers(sys.executable, "-c", "import ensurepip"):
        NEEDS["pip"] = (lambda: answers(sys.executable, "-c", "import ensurepip"), ("python3-venv",))
        ensure_packages("pip")
    run(PYTHON, "-m", "ensurepip", stdout=subprocess.DEVNULL)


def answers(*command: str) -> bool:
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
