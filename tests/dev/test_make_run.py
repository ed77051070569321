"""`make run` as a newcomer meets it: in a folder of its own, from nothing to a page, stopped, started again."""

import os
import re
import shutil
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.site import ROOT, answers, end, free_port

PATIENCE = 280


class Run:
    """One `make run`, read until it says where the site is."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        command = ["make", "run", f"PORT={self.port}", *(f"{name}={value}" for name, value in variables.items())]
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.said = ""

    def until_up(self) -> None:
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C stops everything" in line:
                break
        timer.cancel()
        assert "Ctrl-C stops everything" in self.said, self.said

    def terminate(self) -> None:
        """End it as `kill` does: make alone is told."""
        self.process.send_signal(signal.SIGTERM)
        self.rest()

    def interrupt(self) -> None:
        """End it as Ctrl-C does: everything in the terminal's foreground is told."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.rest()

    def rest(self) -> int:
        self.said += self.process.communicate(timeout=120)[0]
        return self.process.returncode


@contextmanager
def up(folder: Path) -> Iterator[Run]:
    run = Run(folder)
    try:
        run.until_up()
        yield run
    finally:
        end(run.process, signal.SIGKILL)


@pytest.fixture(scope="module")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The project's files as they stand, without data; only the libraries are those already installed."""
    folder = tmp_path_factory.mktemp("fresh")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of the processes that work in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.readlink(entry / "cwd") == str(folder):  # noqa: PTH115 -- a link's text
                found.append((entry / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def first_run(fresh_folder: Path) -> Iterator[tuple[Run, str]]:
    """A first start, ended again by `kill`, and its home page."""
    with up(fresh_folder) as run:
        with urllib.request.urlopen(run.url, timeout=30) as answer:  # noqa: S310 -- always http on this machine
            page = answer.read().decode()
        run.terminate()
        yield run, page


pytestmark = pytest.mark.timeout(900)


def test_first_start_shows_a_page_and_names_the_accounts(first_run: tuple[Run, str]) -> None:
    run, page = first_run

    assert f"http://localhost:{run.port}" in run.said
    assert set(re.findall(r"\b(?:quantri|hoidong7|chuthe1|xa\.santhang)\b", run.said)) == {
        "quantri", "hoidong7", "chuthe1", "xa.santhang",
    }  # fmt: skip
    assert '<html lang="vi"' in page


def test_kill_takes_everything_down(first_run: tuple[Run, str], fresh_folder: Path) -> None:
    run, _page = first_run

    assert "▸ Stopped" in run.said
    assert not answers(run.url)
    assert processes_of(fresh_folder) == []


def test_second_start_keeps_the_data(first_run: tuple[Run, str], fresh_folder: Path) -> None:
    kept = (fresh_folder / "var" / "db.sqlite3").stat().st_ino

    with up(fresh_folder) as run:
        run.interrupt()

    assert "Playing the demo's story" not in run.said
    assert (fresh_folder / "var" / "db.sqlite3").stat().st_ino == kept
    assert processes_of(fresh_folder) == []


def test_earlier_day_is_refused(first_run: tuple[Run, str], fresh_folder: Path) -> None:
    run = Run(fresh_folder, TODAY="2024-01-31")

    assert run.rest() == 2
    assert "make demo-reset TODAY=2024-01-31" in run.said
