"""Processes a bench runs beside itself, each with a database of its own, telling what they found in a file.

What is measured on the clock is measured while they wait.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READY = ".ready"
BETWEEN = 0.1


class Child:
    """A process that runs `main()` of a module; it may wait for `go()` by reading a line of its input."""

    def __init__(self, folder: Path, name: str, module: str, environ: Mapping[str, str]) -> None:
        data = folder / name
        data.mkdir()
        self._told, self._log = folder / f"{name}.json", folder / f"{name}.log"
        inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings.live", "OCOP_DATA_DIR": str(data)}
        inside = f"import django; django.setup(); from {module} import main; main()"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", inside, str(self._told)],
                cwd=ROOT, env=inherited | settings | dict(environ), stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip

    def prepared(self) -> None:
        """Return when the process has come to where it waits for `go()`; RuntimeError when it ended before."""
        while not self._told.with_suffix(READY).exists():
            if self._process.poll() is not None:
                raise self._failed()
            time.sleep(BETWEEN)

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()

    def told(self) -> Mapping[str, Any]:
        """Return what the process found, once it has ended; RuntimeError with the end of its log when it failed."""
        if self._process.wait():
            raise self._failed()
        return json.loads(self._told.read_text(encoding="utf-8"))

    def _failed(self) -> RuntimeError:
        return RuntimeError(self._log.read_text(encoding="utf-8")[-4000:])


def tell(found: Mapping[str, Any]) -> None:
    """Write what a child found to the file it was given."""
    Path(sys.argv[1]).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def wait() -> None:
    """Wait, in a child, for `go()`, having said so."""
    Path(sys.argv[1]).with_suffix(READY).touch()
    sys.stdin.readline()
