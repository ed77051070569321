"""`make bench`: run the benchmarks of tests/bench/ on PostgreSQL; BENCH=name for one.

A benchmark is a module bench_<name>.py whose main() prints its table. Each gets a throw-away server with a migrated
database, those named search… also an Elasticsearch; and ten minutes, unless it says otherwise below. One that takes
hours runs only by its name.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import check
from elastic import throwaway_elasticsearch
from machine import PYTHON, ROOT, Refused, ensure_environment, ensure_packages, main, run, tell
from postgres import throwaway_postgresql
from processes import stop_on_signals

FOLDER = ROOT / "tests" / "bench"
SECONDS = 600
MORE_SECONDS = {"search": 1200, "search_relevance": 1800, "search_growth": 4 * 3600}
ONLY_BY_NAME = {"search_growth"}
INSIDE = "import django; django.setup(); from tests.bench.bench_{name} import main; main()"
SEARCH, HEAP = "search", "1g"


def command() -> int:
    stop_on_signals()
    names = chosen(os.environ.get("BENCH", ""))
    ensure_environment("requirements-dev.txt")
    ensure_packages("papers", "postgresql", "browser")
    run(PYTHON, "site/dev/messages.py", "compile")
    failed = [name for name in names if not measured(name)]
    if failed:
        raise Refused(f"These benchmarks failed: {', '.join(failed)}.")
    return 0


def chosen(wanted: str) -> Sequence[str]:
    """Return the benchmarks to run; an unknown name is refused with the ones there are."""
    names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    if not names:
        raise Refused("There is no benchmark in tests/bench/.")
    if wanted and wanted not in names:
        raise Refused(f"There is no benchmark “{wanted}”; there are: {', '.join(names)}.")
    return [wanted] if wanted else [name for name in names if name not in ONLY_BY_NAME]


def measured(name: str) -> bool:
    tell(f"Measuring {name}")
    seconds = MORE_SECONDS.get(name, SECONDS)
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder, services(name) as given:
        environ = {**check.environment(folder), **given}
        environ["PYTHONPATH"] += f"{os.pathsep}{ROOT / 'site' / 'dev'}"  # what starts the site and its services
        run(PYTHON, "site/manage.py", "migrate", "--noinput", "--verbosity", "0", env=environ)
        try:
            inside = [PYTHON, "-c", INSIDE.format(name=name)]
            return subprocess.run(inside, cwd=ROOT, env=environ, timeout=seconds, check=False).returncode == 0
        except subprocess.TimeoutExpired:
            tell(f"{name} took more than {seconds} seconds and was ended")
            return False


@contextmanager
def services(name: str) -> Iterator[Mapping[str, str]]:
    """Start what a benchmark needs and give the variables that lead there."""
    with throwaway_postgresql() as url:
        if not name.startswith(SEARCH):
            yield {"DATABASE_URL": url}
            return
        with throwaway_elasticsearch(heap=HEAP) as server:
            yield {"DATABASE_URL": url, **server.environ}


if __name__ == "__main__":
    main(command)
