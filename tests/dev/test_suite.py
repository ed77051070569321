import shutil
import subprocess
from pathlib import Path

import pytest
import suite

from tests.services import order

ROOT = Path(__file__).resolve().parents[2]
REPORT = '<testsuites><testsuite tests="{0}" failures="{1}" errors="{2}" skipped="{3}"/></testsuites>'


@pytest.mark.parametrize(
    ("numbers", "code", "passed", "note"),
    [
        ((12, 0, 0, 0), 0, True, "12 passed, 0 failed"),
        ((12, 1, 1, 0), 1, False, "10 passed, 2 failed"),
        ((12, 0, 0, 2), 0, False, "10 passed, 0 failed, 2 skipped: a test that skips counts as failed"),
        ((0, 0, 0, 0), 0, False, "0 passed, 0 failed"),
        ((12, 0, 0, 0), 3, False, "12 passed, 0 failed"),
    ],
)
def test_run_is_judged_by_all_it_did(
    tmp_path: Path, numbers: tuple[int, ...], code: int, passed: bool, note: str
) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(*numbers))

    outcome = suite.judged("tests", code, suite.counts(report), 1.0)

    assert (outcome.passed, outcome.note) == (passed, note)


def test_files_that_begin_are_there() -> None:
    assert [name for name in order.LONG if not (ROOT / name).is_file()] == []


def test_run_without_a_report_failed(tmp_path: Path) -> None:
    assert suite.judged("tests", 0, suite.counts(tmp_path / "none.xml"), 1.0).passed is False


@pytest.mark.parametrize(("recipe", "code"), [("true", 0), ("exit 3", 2)])
def test_continuous_integration_passes_the_failure_on(tmp_path: Path, recipe: str, code: int) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    (tmp_path / "Makefile").write_text(f"test:\n\t@{recipe}\n")

    answer = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, check=False)

    assert answer.returncode == code
