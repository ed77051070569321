"""`make test` and, with --full, `make test-full`: every check, then the tests on SQLite and on PostgreSQL.

Services are thrown away afterwards. A missing or broken service is a failure with a sentence, and so is a skipped test.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import check
from elastic import Server, starting_elasticsearch
from machine import PYTHON, ROOT, ensure_environment, ensure_packages, main, run, tell
from postgres import throwaway_postgresql
from processes import stop_on_signals
from report import Outcome, all_quietly, verdict

# A file stays on one core, so that what its tests share is prepared once; the long ones begin.
BOTH_CORES = ["-p", "tests.services.order", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
FULL = ["-m", "full"]
ORDINARY = ["-m", "not full", *BOTH_CORES]
# Pages look the same on both databases, so the browser reads them once; of the staff's screens the table of rights
# opens each on PostgreSQL too.
ON_POSTGRESQL = ["-m", "not full and not browser and not either_database", "--only-database", *BOTH_CORES]


def command() -> int:
    stop_on_signals()
    ensure_environment("requirements-dev.txt")
    ensure_packages("papers", "postgresql", "browser")
    run(PYTHON, "site/dev/messages.py", "compile")
    with tempfile.TemporaryDirectory(prefix="ocop-test-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user passes through
        environ = environment(folder)
        with starting_elasticsearch() as search, throwaway_postgresql() as url:
            outcomes = all_quietly(check.checks() | databases(url), environ)
            environ |= found_by_tests(search.wait(), url, folder)
            on_postgresql = environ | {"DATABASE_URL": url}
            outcomes.append(pytest("tests on SQLite", ORDINARY, folder, environ))
            outcomes.append(pytest("tests on PostgreSQL", ON_POSTGRESQL, folder, on_postgresql))
            if "--full" in sys.argv:
                outcomes.append(pytest("long tests on SQLite", FULL, folder, environ))
                outcomes.append(pytest("long tests on PostgreSQL", FULL, folder, on_postgresql))
    return verdict(outcomes)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of the tests: nothing of the caller's servers, all temporary files in one place."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ELASTICSEARCH_URL"}}
    return {**inherited, **check.environment(str(folder / "data")), "TMPDIR": str(folder)}


def databases(url: str) -> dict[str, list[str | Path]]:
    """Return the steps that migrate the tests' databases, which both cores would have to wait for later."""
    migrate = ["-m", "tests.services.migrate"]
    return {
        "migrations on SQLite": [PYTHON, *migrate],
        "migrations on PostgreSQL": ["env", f"DATABASE_URL={url}", PYTHON, *migrate],
    }


def found_by_tests(search: Server, postgresql: str, folder: Path) -> dict[str, str]:
    """Return where tests find the servers and what both runs share; the site they start finds no server by this."""
    return {
        "OCOP_TEST_ELASTICSEARCH": search.url,
        "OCOP_TEST_POSTGRESQL": postgresql,
        "OCOP_TEST_SHARED": str(folder),
    }


def pytest(name: str, options: list[str], folder: Path, environ: dict[str, str]) -> Outcome:
    """Run pytest, showing its output as it comes."""
    tell(f"Running the {name}")
    began = time.monotonic()
    results = folder / f"{name}.xml"
    command = [str(PYTHON), "-m", "pytest", *options, "--durations=12", f"--junitxml={results}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL)
    try:
        code = process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        raise
    return judged(name, code, counts(results), time.monotonic() - began)


def judged(name: str, code: int, count: dict[str, int], seconds: float) -> Outcome:
    skipped = count.get("skipped", 0)
    broken = count.get("failures", 0) + count.get("errors", 0)
    note = f"{count.get('tests', 0) - skipped - broken} passed, {broken} failed"
    if skipped:
        note += f", {skipped} skipped: a test that skips counts as failed"
    return Outcome(name, code == 0 and not skipped and bool(count.get("tests")), seconds, note)


def counts(results: Path) -> dict[str, int]:
    if not results.exists():
        return {}
    suites = ET.parse(results).getroot().iter("testsuite")  # noqa: S314 -- written by pytest a moment ago
    return {key: int(suite.get(key, 0)) for suite in suites for key in ("tests", "failures", "errors", "skipped")}


if __name__ == "__main__":
    main(command)
