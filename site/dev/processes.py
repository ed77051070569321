"""Start processes, watch them, stop them with all their children."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from machine import ROOT, Refused

GRACE = 20
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(SystemExit):
    """Somebody asked for the end: Ctrl-C, TERM or a closed terminal."""


class Processes:
    """The processes of one site. Each leads a group of its own and writes its own log."""

    def __init__(self, logs: Path, environ: Mapping[str, str]) -> None:
        self._logs = logs
        self._environ = dict(environ)
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str]) -> None:
        with self.log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                [*follow_parent(), *command], cwd=ROOT, env=self._environ, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def check(self) -> None:
        """Refuse to go on when one of them has ended by itself, with the end of its log."""
        for name, process in self._running.items():
            if process.poll() is not None:
                lines = self.log(name).read_text(errors="replace").splitlines()[-25:]
                raise Refused("\n".join([*lines, f"The {name} process ended (exit code {process.returncode})."]))

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask all to end, wait, then kill what is left of their groups."""
        for process in self._running.values():
            signal_group(process, signal.SIGTERM)
        until = time.monotonic() + GRACE
        for process in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, until - time.monotonic()))
            signal_group(process, signal.SIGKILL)
            process.wait()


def signal_group(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        return


def follow_parent(how: str = "TERM") -> list[str]:
    """Return a prefix that sends a process a signal when the one who started it was killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", how, "--"] if setpriv else []


def stop_on_signals() -> None:
    """Let Ctrl-C, TERM and a closed terminal unwind the program, so that everything started is stopped."""

    def leave(number: int, _frame: FrameType | None) -> None:
        for each in STOPPING:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(128 + number)

    for each in STOPPING:
        signal.signal(each, leave)


# Servers that refuse to run as root.


def owner() -> str | None:
    """Return the ordinary user who runs the server when root calls; None means the caller."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def as_owner(folder: Path) -> dict[str, object]:
    user = owner()
    if user is None:
        return {"cwd": folder}
    return {"cwd": folder, "user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
