"""`make check`: what can be said about the code without running the tests."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from machine import PYTHON, ROOT, VENV, ensure_environment, main
from processes import stop_on_signals
from report import all_quietly, verdict

SCRIPTS = [".ci/run", "site/dev/lock.sh", "site/deploy/release.sh"]


def checks() -> dict[str, list[str | Path]]:
    """Return every check by its name; those that need a tool from outside only where it is installed."""
    tool = VENV / "bin"
    steps: dict[str, list[str | Path]] = {
        "types": [tool / "mypy"],
        "lint": [tool / "ruff", "check"],
        "format": [tool / "ruff", "format", "--check"],
        "templates": [tool / "djlint", "--lint", "--quiet", "templates"],
        "import contracts": [tool / "lint-imports"],
        "migrations": [PYTHON, "site/manage.py", "makemigrations", "--check", "--dry-run"],
        "translations": [PYTHON, "site/dev/messages.py", "check"],
    }
    if shutil.which("shellcheck"):
        steps["shell scripts"] = ["shellcheck", *SCRIPTS]
    return steps


def environment(data_dir: str) -> Mapping[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "OCOP_DATA_DIR": data_dir,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
    }


def command() -> int:
    stop_on_signals()
    ensure_environment("requirements-dev.txt")
    with tempfile.TemporaryDirectory(prefix="ocop-check-") as folder:
        return verdict(all_quietly(checks(), environment(folder)))


if __name__ == "__main__":
    main(command)
