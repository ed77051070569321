import shutil
from pathlib import Path

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.domain.rulebook import RulebookFaults
from ocop_workflow.models import Event, RulebookVersion
from ocop_workflow.services.rulebooks import check_rulebook, load_rulebook
from tests.factories.city import City
from tests.factories.scorecards import RULEBOOKS
from tests.ocop_workflow.refusals import refused_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder 2023-148 that may be spoilt."""
    return Path(shutil.copytree(RULEBOOKS / "2023-148", tmp_path / "2023-148"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_load_rulebook_stores_the_next_version_of_a_corrected_folder(city: City, october: None, folder):
    spoil(folder, "rulebook.toml", "validity_months = 36", "validity_months = 24")

    version, created = load_rulebook(folder, city.admin)

    event = Event.objects.order_by("-seq").first()
    assert (str(version), created, version.rulebook.validity_months) == ("2023-148@2", True, 24)
    assert (event.kind, event.subject, event.rulebook) == ("rulebook.loaded", "2023-148@2", "2023-148@2")
    assert f'"checksum":"{version.checksum}","code":"2023-148"' in event.payload
    assert RulebookVersion.objects.get(code="2023-148", version=1).rulebook.validity_months == 36


def test_load_rulebook_finds_the_same_content_again(city: City, october: None, folder):
    spoil(folder, "rulebook.toml", 'title.vi = "', '# a remark changes nothing\ntitle.vi = "')
    events = Event.objects.count()

    version, created = load_rulebook(folder)

    assert (version, created, Event.objects.count()) == (city.rulebooks["2023-148"], False, events)


def test_load_rulebook_stores_nothing_of_a_faulty_folder(city: City, october: None, folder):
    spoil(folder, "rulebook.toml", "validity_months = 36", "validity_months = 0")
    spoil(folder, "process.toml", 'to = "commune_review"', 'to = "nowhere"')
    before = RulebookVersion.objects.count()

    with pytest.raises(RulebookFaults) as caught:
        load_rulebook(folder)

    assert {fault.file for fault in caught.value.faults} == {"process.toml", "rulebook.toml"}
    assert RulebookVersion.objects.count() == before


def test_load_rulebook_refuses_a_folder_that_is_missing(city: City, october: None, tmp_path):
    missing = tmp_path / "none"

    with refused_with(InvalidInput, f"There is no folder {missing}.", field="directory"):
        load_rulebook(missing)


@pytest.mark.parametrize("account", ["phongkinhte", "chutichhoidong"])
def test_load_rulebook_is_the_administrators_alone(city: City, october: None, folder, account):
    spoil(folder, "rulebook.toml", "validity_months = 36", "validity_months = 24")

    with refused_with(NotAllowed, "Only an administrator may do this."):
        load_rulebook(folder, city.users[account])


def test_check_rulebook_reads_without_storing(city: City, folder):
    spoil(folder, "rulebook.toml", "validity_months = 36", "validity_months = 24")
    before = RulebookVersion.objects.count()

    assert check_rulebook(folder).validity_months == 24
    assert RulebookVersion.objects.count() == before
