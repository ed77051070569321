"""The site as real processes: gunicorn and, when wanted, the task worker, on a copy of the test database."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from processes import follow_parent

from tests.services.containers import ROOT, instructions

GUNICORN = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "site/deploy/gunicorn.conf.py"]
WORKER = [sys.executable, "site/manage.py", "worker"]
PATIENCE = 120


class Site:
    """A running site. Every process leads a group of its own, so that a kill takes its children too."""

    def __init__(
        self,
        database_url: str,
        data_dir: Path,
        *,
        static_root: Path,
        workers: int = 1,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self.log = data_dir / "site.log"
        self._serve = [*GUNICORN, "--bind", f"127.0.0.1:{self.port}", "--workers", str(workers)]
        self._environ = {
            **settings_for(static_root),
            "DATABASE_URL": database_url,
            "OCOP_DATA_DIR": str(data_dir),
            "OCOP_BASE_URL": self.url,
            **(environ or {}),
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the web server and wait until it answers."""
        self.web = self._spawn(self._serve)
        until = time.monotonic() + PATIENCE
        while not answers(f"{self.url}/healthz"):
            if self.web.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"The site did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def start_worker(self) -> None:
        """Start the process that runs the tasks."""
        self.worker = self._spawn(WORKER)

    def kill(self) -> None:
        """Kill -9 the web server with all its workers, as a power cut would."""
        self.web = end(self.web, signal.SIGKILL)

    def kill_worker(self) -> None:
        """Kill -9 the task worker."""
        self.worker = end(self.worker, signal.SIGKILL)

    def restart(self) -> None:
        """Kill the web server and start it again at the same address."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """Ask everything to end, in good order."""
        self.web = end(self.web, signal.SIGTERM)
        self.worker = end(self.worker, signal.SIGTERM)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run one of manage.py's commands on the site's database and return its answer."""
        return subprocess.run(
            [sys.executable, "site/manage.py", *command],
            cwd=ROOT, env=self._environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        """Start one of manage.py's commands and do not wait for it; `end` ends it."""
        return self._spawn([sys.executable, "site/manage.py", *command])

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*follow_parent(), *command], cwd=ROOT, env=self._environ, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """Start a site for the block; whatever of it still runs in the end is killed."""
    try:
        site.start()
        yield site
    finally:
        site.kill()
        site.kill_worker()


def settings_for(static_root: Path) -> dict[str, str]:
    """Return the environment of the site's own processes: this one's, less what only tests need."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {
        **inherited,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.live",
        "OCOP_STATIC_ROOT": str(static_root),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
    }


def collected_static(shared: Path) -> Path:
    """Collect the static files into a folder of the test run, as the image does; who comes second finds them there."""
    target = shared / "static"
    (line,) = [each.text for each in instructions("RUN", "build") if "collectstatic" in each.text]
    with (shared / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            collecting = shared / "static-collecting"
            answer = shell(line, settings_for(collecting))
            assert answer.returncode == 0, answer.stderr
            collecting.rename(target)
    return target


def end(process: subprocess.Popen[bytes] | None, how: signal.Signals) -> None:
    """Send a signal to a process's group and wait; what does not end in time is killed."""
    if process is None:
        return
    for step in (how, signal.SIGKILL):
        try:
            os.killpg(process.pid, step)
            process.wait(timeout=15)
        except ProcessLookupError:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            continue
        return


def shell(command: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a line as the image's shell would, at the root of the project."""
    return subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=240
    )


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Say whether a web server answers there, with whatever status."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- always http on this machine
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
