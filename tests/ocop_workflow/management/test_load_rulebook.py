import io
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ocop_workflow.models import RulebookVersion
from tests.factories.scorecards import RULEBOOKS

pytestmark = pytest.mark.django_db

SHIPPED = [RULEBOOKS / code for code in ("2023-148", "2025-1489", "2026-26")]


def load(*words: object) -> tuple[str, str, int]:
    """Run the command and return what it printed, what it complained of, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("load_rulebook", *map(str, words), stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A copy of 2023-148 whose certificates last no month."""
    folder = Path(shutil.copytree(RULEBOOKS / "2023-148", tmp_path / "2023-148"))
    text = (folder / "rulebook.toml").read_text(encoding="utf-8")
    (folder / "rulebook.toml").write_text(text.replace("validity_months = 36", "validity_months = 0"), encoding="utf-8")
    return folder


def test_load_rulebook_loads_several_folders_once():
    first, again = load(*SHIPPED), load(*SHIPPED)

    assert first == ("Đã nạp 2023-148@1.\nĐã nạp 2025-1489@1.\nĐã nạp 2026-26@1.\n", "", 0)
    assert again == (
        "2023-148@1 đã được nạp từ trước.\n2025-1489@1 đã được nạp từ trước.\n2026-26@1 đã được nạp từ trước.\n",
        "",
        0,
    )
    assert RulebookVersion.objects.count() == 3


def test_load_rulebook_takes_a_relative_folder():
    assert load(os.path.relpath(SHIPPED[0])) == ("Đã nạp 2023-148@1.\n", "", 0)


def test_load_rulebook_checks_without_storing():
    assert load("--check", *SHIPPED) == (
        "2023-148: không có lỗi.\n2025-1489: không có lỗi.\n2026-26: không có lỗi.\n",
        "",
        0,
    )
    assert RulebookVersion.objects.count() == 0


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_load_rulebook_names_file_line_and_reason(faulty, check):
    lines = (faulty / "rulebook.toml").read_text(encoding="utf-8").splitlines()
    line = lines.index("validity_months = 0") + 1

    out, err, code = load(*check, faulty, SHIPPED[2])

    assert err == (f"{faulty}/rulebook.toml:{line}: “validity_months” phải là số nguyên từ 1.\nKhông nhận: {faulty}.")
    assert (out, code) == (("2026-26: không có lỗi.\n" if check else "Đã nạp 2026-26@1.\n"), 1)
    assert RulebookVersion.objects.count() == (0 if check else 1)


def test_load_rulebook_refuses_a_missing_folder(tmp_path):
    missing = tmp_path / "none"

    assert load(missing) == ("", f"Không có thư mục {missing}.\nKhông nhận: {missing}.", 1)
