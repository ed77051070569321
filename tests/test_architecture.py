"""What holds the layers, the history and the clock together. Every check is seen to fail on a planted fault."""

import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.db.models.deletion import CASCADE, DO_NOTHING, PROTECT, RESTRICT, SET_NULL
from django.template import engines
from django.template.backends.django import Template
from django.test.utils import isolate_apps

from ocop_workflow.models import Audited
from tests.architecture import Rule, asks_for_the_date, moves_a_stage, reads_the_environment, writes_unseen

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = [ROOT / name for name in ("cms", "ocop_workflow", "search", "site/accounts", "site/config")]
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))
KEPT = {PROTECT, RESTRICT, DO_NOTHING}

# Who may do what the rules below forbid to all others, and why.
READERS_OF_THE_CLOCK = {
    "ocop_workflow/domain/clock.py": "it is the clock",
    "site/accounts/models.py": "stands below the workflow; when an account was made is no business day",
}
READERS_OF_THE_ENVIRONMENT = {
    "site/config/settings/environment.py": "it is the reader",
    "site/config/wsgi.py": "names the settings where nobody did",
    "ocop_workflow/papers/engine.py": "tells fontconfig, which knows no other way, where the fonts of papers lie",
}
MOVERS_OF_STAGES = {
    "ocop_workflow/services/stage_entry.py": "how the one door lets a dossier into a stage; steps.py alone asks for it",
    "ocop_workflow/services/step_rules.py": "a draft never submitted begins, in memory, where the day's law does",
}
WRITERS_WITHOUT_HISTORY = {
    "site/config/demo/load/writing.py": "load data, marked as such",
    "ocop_workflow/services/personal.py": "erases words about a person from the histories themselves (I12)",
}


def sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def offences(rule: Rule, *, allowed: Collection[str] = ()) -> list[str]:
    return [f"{path}:{fault}" for path, text in sources() if path not in allowed for fault in rule(text)]


def audited_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Audited)]


def names_in_code(kept: Collection[type[models.Model]]) -> set[str]:
    """Return how code calls these models' rows: by class, or by the name a foreign key gives them on the other side."""
    ties = [field.remote_field for model in kept for field in model._meta.local_fields if field.remote_field]
    return {model.__name__ for model in kept} | {tie.get_accessor_name() for tie in ties if not tie.hidden}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name: str) -> None:
    template = engines["django"].get_template(name)

    assert isinstance(template, Template)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def test_site_is_a_folder_and_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locked_lists_carry_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "index-url" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text) if "==" in block)


# The rules that read the source.


def test_only_the_clock_asks_for_the_date() -> None:
    assert offences(asks_for_the_date, allowed=READERS_OF_THE_CLOCK) == []


def test_only_the_settings_read_the_environment() -> None:
    assert offences(reads_the_environment, allowed=READERS_OF_THE_ENVIRONMENT) == []


def test_only_the_one_door_moves_a_stage() -> None:
    assert offences(moves_a_stage, allowed=MOVERS_OF_STAGES) == []


def test_only_the_one_door_enters_stages() -> None:
    callers = [path for path, text in sources() if re.search(r"\benter_stage\b", text)]

    assert callers == ["ocop_workflow/services/stage_entry.py", "ocop_workflow/services/steps.py"]


def test_audited_rows_are_written_with_their_history() -> None:
    audited = audited_models()
    plain = names_in_code(set(apps.get_models()) - set(audited)) - names_in_code(audited)

    found = offences(lambda text: writes_unseen(text, plain=frozenset(plain)), allowed=WRITERS_WITHOUT_HISTORY)

    assert found == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        (asks_for_the_date, "day = date.today()"),
        (asks_for_the_date, "moment = datetime.datetime.now(tz=UTC)"),
        (asks_for_the_date, "made = models.DateTimeField(default=timezone.now)"),
        (asks_for_the_date, "made = models.DateTimeField(auto_now_add=True)"),
        (asks_for_the_date, "from django.utils.timezone import now"),
        (reads_the_environment, "import os\nkey = os.environ['KEY']"),
        (reads_the_environment, "key = os.getenv('KEY')"),
        (reads_the_environment, "from os import environ"),
        (moves_a_stage, "dossier.stage = 'council'"),
        (moves_a_stage, "old, dossier.stage = dossier.stage, new"),
        (moves_a_stage, "setattr(dossier, 'stage', 'council')"),
        (moves_a_stage, "Dossier.objects.filter(pk=1).update(stage='council')"),
        (writes_unseen, "Dossier.objects.filter(pk=1).update(name='x')"),
        (writes_unseen, "dossier.evidence_uses.all().delete()"),
        (writes_unseen, "found.select_for_update().update(name='x')"),
        (writes_unseen, "manager.bulk_create(rows)"),
    ],
)
def test_each_rule_sees_a_planted_fault(rule: Rule, planted: str) -> None:
    last = planted.splitlines()[-1]

    assert rule(planted) == [f"{len(planted.splitlines())}: {last}"]


@pytest.mark.parametrize(
    ("rule", "harmless"),
    [
        (asks_for_the_date, "from ocop_workflow.domain import clock\nday = clock.today()"),
        (asks_for_the_date, "local = timezone.localtime(event.recorded_at)"),
        (reads_the_environment, "here = os.path.join(place, name)"),
        (moves_a_stage, "visit = StageVisit(stage=dossier.stage)"),
        (moves_a_stage, "stage = dossier.stage"),
        (writes_unseen, "payload.update(extra)"),
        (writes_unseen, "dossier.save_as(actor, reason='edit')"),
    ],
)
def test_each_rule_lets_honest_code_pass(rule: Rule, harmless: str) -> None:
    assert rule(harmless) == []


def test_plain_models_may_be_written_in_bulk() -> None:
    text = "BallotLine.objects.bulk_create(lines)\nDossier.objects.bulk_create(rows)"

    assert writes_unseen(text, plain=frozenset({"BallotLine"})) == ["2: Dossier.objects.bulk_create(rows)"]


# What ties rows together.


def loose_ties(kept: list[type[models.Model]], every: list[type[models.Model]]) -> list[str]:
    """Return the foreign keys of or to a model under history that would change or lose rows in silence."""
    found = []
    for model in every:
        for field in model._meta.local_fields:
            if field.remote_field is None or not {model, field.related_model} & set(kept):
                continue
            if field.remote_field.on_delete not in KEPT:
                found.append(f"{model._meta.label}.{field.name}")
    return found


def test_no_tie_of_an_audited_model_cascades() -> None:
    kept = audited_models()

    assert len(kept) > 10
    assert loose_ties(kept, apps.get_models()) == []


@pytest.mark.parametrize("on_delete", [CASCADE, SET_NULL])
@isolate_apps("django.contrib.sessions")
def test_a_planted_cascade_is_seen(on_delete: object) -> None:
    class Planted(models.Model):
        session = models.ForeignKey(Session, on_delete=on_delete, null=True, related_name="+")  # type: ignore[arg-type]

        class Meta:
            app_label = "sessions"

    assert loose_ties([Session], [Planted]) == ["sessions.Planted.session"]


# The import contracts, each broken once on a copy.

BREACHES = [
    ("The packages form one stack", "ocop_workflow/queries/planted.py", "import search"),
    ("Inside ocop_workflow, imports point inward", "ocop_workflow/domain/planted.py", "import ocop_workflow.services"),
    ("Inside ocop_workflow, imports point inward", "ocop_workflow/helpers.py", ""),
    ("Blocks know nothing of pages", "cms/blocks/planted.py", "import cms.models"),
    ("The domain knows no CMS, search, audit or PDF library", "ocop_workflow/domain/planted.py", "import wagtail"),
    ("Only papers draws PDFs; only search may talk to Elasticsearch", "cms/planted.py", "import weasyprint"),
]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environ = {"PYTHONPATH": f"{root}:{root / 'site'}", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copied_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sources")
    only_code = shutil.ignore_patterns("__pycache__", "locale", "fonts", "static", "rulebooks", "docs", "static-built")
    for name in ("cms", "ocop_workflow", "search", "site", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_import_contracts_hold() -> None:
    answer = lint_imports(ROOT)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("contract", "path", "line"), BREACHES)
def test_import_contract_breaks_on_a_planted_import(copied_sources: Path, contract: str, path: str, line: str) -> None:
    planted = copied_sources / path
    planted.write_text(f"{line}\n")
    try:
        answer = lint_imports(copied_sources)
    finally:
        planted.unlink()

    assert answer.returncode == 1
    assert f"{contract} BROKEN" in answer.stdout


def test_every_contract_is_seen_to_break() -> None:
    declared = re.findall(
        r'\[\[tool\.importlinter\.contracts\]\]\nname = "(.*)"', (ROOT / "pyproject.toml").read_text()
    )

    assert set(declared) == {contract for contract, _path, _line in BREACHES}
