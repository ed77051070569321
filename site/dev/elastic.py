"""A throw-away Elasticsearch: the real server, one node in a temporary folder, on a free port, by an ordinary user.

Open to this machine, or with a password and TLS. Nobody calls this file `elasticsearch`: that is the client's name.

By hand: python3 site/dev/elastic.py COMMAND… runs a command with ELASTICSEARCH_URL leading there.
"""

import base64
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from elastic_files import VERSION, server_files
from java import java_home
from machine import PYTHON, ROOT, Refused, main, run
from processes import as_owner, follow_parent, free_port, owner, signal_group, stop_on_signals

PATIENCE = 180
HEAP = "512m"
USER = "ocop"
ITERATIONS = 1000
LAUNCHER = "org.elasticsearch.server.launcher.ServerLauncher"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that was started: where it is, how to come in, and the process to watch."""

    folder: Path
    port: int
    password: str
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"{'https' if self.password else 'http'}://127.0.0.1:{self.port}"

    @property
    def authority(self) -> str:
        """The file with the certificate to trust."""
        return str(self.folder / "config" / "tls" / "ca.crt") if self.password else ""

    @property
    def environ(self) -> dict[str, str]:
        """The variables that lead the site there."""
        given = {
            "ELASTICSEARCH_URL": self.url,
            "ELASTICSEARCH_USER": USER if self.password else "",
            "ELASTICSEARCH_PASSWORD": self.password,
            "ELASTICSEARCH_CA": self.authority,
        }
        return {name: value for name, value in given.items() if value}

    def wait(self) -> "Server":
        """Return when it answers questions; refuse with the end of its log when it does not."""
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                log = (self.folder / "server.log").read_text(errors="replace")[-3000:]
                raise Refused(f"Elasticsearch did not start on port {self.port}:\n{log}")
            time.sleep(0.2)
        return self

    def is_ready(self) -> bool:
        request = urllib.request.Request(f"{self.url}/_cluster/health")  # noqa: S310 -- always this machine
        if self.password:
            said = base64.b64encode(f"{USER}:{self.password}".encode()).decode()
            request.add_header("Authorization", f"Basic {said}")
        trusted = ssl.create_default_context(cafile=self.authority) if self.password else None
        try:
            with urllib.request.urlopen(request, timeout=5, context=trusted) as answer:  # noqa: S310 -- as above
                return json.load(answer)["status"] in {"green", "yellow"}
        except OSError:
            return False


@contextmanager
def throwaway_elasticsearch(*, secured: bool = False, heap: str = HEAP) -> Iterator[Server]:
    """Start a server and give it as soon as it answers; stop and remove it whatever happened."""
    with starting_elasticsearch(secured=secured, heap=heap) as server:
        yield server.wait()


@contextmanager
def starting_elasticsearch(*, secured: bool = False, heap: str = HEAP) -> Iterator[Server]:
    """Give a server while it still starts, for who has other work meanwhile; `wait` before the first question."""
    java, files = java_home(), server_files()
    folder = Path(tempfile.mkdtemp(prefix="ocop-elasticsearch-"))
    try:
        server = start(folder, java, files, heap=heap, password=secrets.token_hex(16) if secured else "")
        try:
            yield server
        finally:
            stop(server.process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, java: Path, files: Path, *, heap: str, password: str) -> Server:
    port = free_port()
    configure(folder, files, port, password)
    home = reachable(files, folder)
    hand_over(folder)
    classes = home / "lib" / "tools" / "server-launcher" / "*"
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*follow_parent(), java / "bin" / "java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", classes, LAUNCHER],
            **as_owner(home) | {"env": environment(folder, java, home, heap)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    return Server(folder, port, password, process)


def configure(folder: Path, files: Path, port: int, password: str) -> None:
    """Write the configuration: the server's own, what a single node needs, and who may come in."""
    config = folder / "config"
    shutil.copytree(files / "config", config)
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    lines = {
        "cluster.name": "ocop-throwaway",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": 0,
        "path.data": folder / "data",
        "path.logs": folder / "logs",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        **(secure(config, password) if password else {"xpack.security.enabled": "false"}),
    }
    (config / "elasticsearch.yml").write_text("".join(f"{name}: {value}\n" for name, value in lines.items()))


def secure(config: Path, password: str) -> Mapping[str, str]:
    """Write user, password and certificate, and return the settings that ask for them."""
    run(PYTHON, ROOT / "site" / "deploy" / "certificates.py", config / "tls", "127.0.0.1", "localhost")
    (config / "users").write_text(f"{USER}:{hashed(password)}\n")
    (config / "users_roles").write_text(f"superuser:{USER}\n")
    return {
        "xpack.security.enabled": "true",
        "xpack.security.autoconfiguration.enabled": "false",
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.certificate": "tls/server.crt",
        "xpack.security.http.ssl.key": "tls/server.key",
    }


def hashed(password: str) -> str:
    """Return a password as the file of users holds it."""
    salt = secrets.token_bytes(32)
    found = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, dklen=32)
    return "$".join([f"{{PBKDF2}}{ITERATIONS}", *(base64.b64encode(part).decode() for part in (salt, found))])


def reachable(files: Path, folder: Path) -> Path:
    """Return the server's files where its user may read them: root's own cache is closed to others."""
    if owner() is None or all(path.stat().st_mode & 0o001 for path in files.parents):
        return files
    return Path(shutil.copytree(files, folder / "server"))


def hand_over(folder: Path) -> None:
    user = owner()
    for path in (folder, *folder.rglob("*")) if user else ():
        shutil.chown(path, user=user, group=pwd.getpwnam(user).pw_gid)


def environment(folder: Path, java: Path, home: Path, heap: str) -> dict[str, str]:
    """Return what the server's own script would set; nothing else of the caller's."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "JAVA": str(java / "bin" / "java"),
        "JAVA_TYPE": "ES_JAVA_HOME",
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_DISTRIBUTION_TYPE": "zip",
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
    }


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask for the end; insist when it takes too long."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        signal_group(process, how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue
    signal_group(process, signal.SIGKILL)


def command() -> int:
    stop_on_signals()
    if len(sys.argv) == 1:
        raise Refused(f"Usage: python3 site/dev/elastic.py COMMAND… (Elasticsearch {VERSION})")
    with throwaway_elasticsearch() as server:
        return subprocess.run(sys.argv[1:], env={**os.environ, **server.environ}, check=False).returncode


if __name__ == "__main__":
    main(command)
