"""Acts that a process keeps: repeated they leave the very same rows and files, and only where nothing differs."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.models import Evidence
from ocop_workflow.services.files import path_of, private_storage
from ocop_workflow.services.products import change_product
from tests.factories import dossiers, kept
from tests.factories.city import City, another_producer
from tests.factories.snapshot import Content, content

pytestmark = pytest.mark.usefixtures("october")


def left_by(act: Callable[[], object]) -> Content:
    """Do an act, undo it, and return every row it left."""
    with transaction.atomic():
        act()
        left = content()
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("bring", [dossiers.draft, dossiers.at_council, dossiers.unsealed, dossiers.certified])
def test_repeated_act_leaves_the_same_rows(city: City, monkeypatch: pytest.MonkeyPatch, bring):
    monkeypatch.setattr(kept, "_kept", {})
    before = content()

    done, repeated = left_by(lambda: bring(city)), left_by(lambda: bring(city))

    assert done == repeated != before


def test_act_given_a_new_row_is_kept_as_well(city: City):
    def two() -> None:
        dossiers.submitted(city, product=another_producer(city))
        dossiers.draft(city)

    assert left_by(two) == left_by(two)


def test_act_is_done_in_earnest_where_something_differs(city: City):
    left_by(lambda: dossiers.certified(city))
    change_product(city.product, {"name": "Miến mới"})

    assert dossiers.certified(city).certificate.product_name == "Miến mới"


def test_act_is_done_in_earnest_on_another_day(city: City):
    left_by(lambda: dossiers.submitted(city))

    with clock.travel(date(2024, 10, 8)):
        assert dossiers.submitted(city).submitted_on == date(2024, 10, 8)


def test_repeated_act_brings_its_files_back(city: City):
    files = private_storage()

    def lost() -> None:
        dossiers.draft(city)
        files.delete(path_of(Evidence.objects.get(kind="test_report").sha256))

    left_by(lost)
    dossiers.draft(city)

    assert files.exists(path_of(Evidence.objects.get(kind="test_report").sha256))
