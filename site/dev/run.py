"""`make run`: the whole site on one machine, with its own database and the demo's story.

Installs what is missing, prepares the data once, starts web and worker, prints where to look. Ctrl-C stops all.
`--reset` throws the data away and loads it again.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date

from machine import PYTHON, ROOT, Refused, digest, ensure_environment, ensure_packages, main, run, tell
from processes import Processes, Stopped, stop_on_signals
from state import DATA, fingerprint, forget_without, remember, remembered

FIRST_DAY = "2024-10-07"
PATIENCE = 90
RULEBOOKS = ROOT / "ocop_workflow" / "rulebooks"
STATIC_SOURCES = [ROOT / folder / "static" for folder in ("site", "cms", "ocop_workflow", "search")]


def command() -> int:
    stop_on_signals()
    port = chosen_port()
    with alone():
        if "--reset" in sys.argv:
            return reset()
        forget_without(DATA / "db.sqlite3")
        day = chosen_day()
        refuse_taken(port)
        environ = environment(port, day)
        prepare(environ, day)
        serve(environ, port)
    return 0


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):  # noqa: PLR2004 -- the highest port
        raise Refused(f"PORT={text} is not a port; write a number such as 8000.")
    return int(text)


def chosen_day() -> str:
    """Return the day to start at: the one asked for, else where the story stands, else its first."""
    reached = remembered("demo-goal")
    day = os.environ.get("TODAY") or reached or FIRST_DAY
    try:
        day = date.fromisoformat(day).isoformat()
    except ValueError:
        raise Refused(f"TODAY={day} is not a day; write it as {FIRST_DAY}.") from None
    if reached and day < reached:
        raise Refused(
            f"The demo's story already stands at {reached}, and time does not run backwards.\n"
            f"To begin again at {day}: make demo-reset TODAY={day}, then make run"
        )
    return day


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the data folder for this run; a second one is refused."""
    DATA.mkdir(exist_ok=True)
    with (DATA / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("The site already runs on this data; stop it first.") from None
        yield


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(f"Port {port} is in use; choose another: make run PORT={port + 1}") from None


def environment(port: int, day: str) -> dict[str, str]:
    others = {"DATABASE_URL", "ELASTICSEARCH_URL", "OCOP_BASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in others} | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "OCOP_DATA_DIR": str(DATA),
        "OCOP_DEMO": "1",
        "OCOP_CLOCK": day,
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
    }


def prepare(environ: dict[str, str], day: str) -> None:
    """Bring libraries, texts, database, rulebooks, demo data and static files up to date."""
    ensure_environment("requirements.txt")
    ensure_packages("papers")
    tell("Preparing texts and database")
    run(PYTHON, "site/dev/messages.py", "compile")
    manage(environ, "migrate", "--noinput", "--verbosity", "0")
    tell_the_story(environ, day)
    load_rulebooks(environ)
    collect_static(environ)


def tell_the_story(environ: dict[str, str], day: str) -> None:
    """Play the demo up to the day, unless it was played that far; a run cut short is taken up again."""
    if remembered("demo-day") == day:
        return
    tell(f"Playing the demo's story until {day}")
    reached = remembered("demo-goal")
    remember("demo-goal", day)
    try:
        manage(environ, "seed_demo", "--until", day)
    except Refused:
        remember("demo-goal", reached)
        raise
    remember("demo-day", day)


def load_rulebooks(environ: dict[str, str]) -> None:
    """Load what changed since. After the story, which loads them on its own first day: the clock never runs back."""
    seen = fingerprint([RULEBOOKS])
    if remembered("rulebooks") == seen:
        return
    folders = sorted(path for path in RULEBOOKS.iterdir() if path.is_dir())
    manage(environ, "load_rulebook", *(str(folder.relative_to(ROOT)) for folder in folders))
    remember("rulebooks", seen)


def collect_static(environ: dict[str, str]) -> None:
    target = ROOT / "site" / "static-built"
    seen = digest("requirements.txt") + fingerprint(STATIC_SOURCES)
    if target.exists() and remembered("static") == seen:
        return
    tell("Collecting static files")
    shutil.rmtree(target, ignore_errors=True)
    manage(environ, "collectstatic", "--noinput", "--verbosity", "0")
    remember("static", seen)


def manage(environ: dict[str, str], *words: str) -> None:
    run(PYTHON, "site/manage.py", *words, env=environ)


def serve(environ: dict[str, str], port: int) -> None:
    processes = Processes(DATA / "log", environ)
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    gunicorn = [str(PYTHON), "-m", "gunicorn", "config.wsgi", "--config", "site/deploy/gunicorn.conf.py", *bind]
    try:
        processes.start("web", gunicorn)
        processes.start("worker", [str(PYTHON), "site/manage.py", "worker"])
        wait_until_up(processes, f"http://127.0.0.1:{port}/healthz")
        welcome(environ, port)
        with contextlib.suppress(Stopped):
            processes.watch()
    finally:
        processes.stop()
        tell("Stopped")


def wait_until_up(processes: Processes, url: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        processes.check()
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- always http on this machine
                return
        except OSError:
            time.sleep(0.2)
    raise Refused(f"The site did not answer within {PATIENCE} seconds; see {DATA / 'log'}.")


def welcome(environ: dict[str, str], port: int) -> None:
    print(flush=True)
    manage(environ, "demo_accounts")
    print(f"\nOCOP runs at http://localhost:{port} — the desk at http://localhost:{port}/quan-tri/", flush=True)
    print("Logs: var/log/. Ctrl-C stops everything.", flush=True)


def reset() -> int:
    """Throw the embedded data away and load it again."""
    if not os.environ.get("CI") and not agreed():
        print("Nothing was changed.")
        return 1
    for path in DATA.iterdir():
        if path.name not in {"run.lock", "screenshots"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    day = chosen_day()
    prepare(environment(chosen_port(), day), day)
    tell(f"The demo is as new, at {day}. Start it with: make run")
    return 0


def agreed() -> bool:
    print(f"This deletes everything in {DATA.name}/: database, files, logs. Write yes to go on: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


if __name__ == "__main__":
    main(command)
