"""A throw-away PostgreSQL: an own cluster in a temporary folder, on a free port, run by an ordinary user.

PostgreSQL refuses to run as root, so root hands it to the user `postgres` (or `nobody`). Durability settings stay as
shipped, because tests that kill processes count what survives.

By hand: python3 site/dev/postgres.py COMMAND… runs a command with DATABASE_URL leading there.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import Refused, ensure_packages, main, postgresql_tool
from processes import as_owner, follow_parent, free_port, owner, stop_on_signals

PATIENCE = 60
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "log_min_messages": "warning",
    "log_statement": "none",
}


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Start a cluster, give its DATABASE_URL, stop and remove it whatever happened."""
    ensure_packages("postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ocop-postgresql-"))
    try:
        password, port = secrets.token_hex(16), free_port()
        create(folder, password)
        server = serve(folder, port)
        try:
            wait_for(server, port, folder)
            yield f"postgresql://ocop:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create(folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    for path in (folder, secret):
        if owner():
            shutil.chown(path, user=owner(), group=pwd.getpwnam(owner() or "").pw_gid)
    command = [
        postgresql_tool("initdb"), "--pgdata", folder / "data", "--username", "ocop", "--pwfile", secret,
        "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8",
    ]  # fmt: skip
    made = subprocess.run(command, **as_owner(folder), capture_output=True, text=True, check=False)
    if made.returncode:
        raise Refused(f"PostgreSQL could not create a database:\n{made.stderr.strip()}")


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [
        *follow_parent("INT"),
        postgresql_tool("postgres"),
        "-D",
        folder / "data",
        "-p",
        str(port),
        "-k",
        folder,
        *options,
    ]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            command, **as_owner(folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def wait_for(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    ready = folder / "data" / "postmaster.pid"
    while not (ready.exists() and "ready" in ready.read_text()):
        if server.poll() is not None or time.monotonic() > until:
            raise Refused(f"PostgreSQL did not start on port {port}:\n{(folder / 'server.log').read_text()[-2000:]}")
        time.sleep(0.05)


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask for a fast end; insist when it takes too long."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(how)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue
        return


def command() -> int:
    stop_on_signals()
    if len(sys.argv) == 1:
        raise Refused("Usage: python3 site/dev/postgres.py COMMAND…")
    with throwaway_postgresql() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    main(command)
