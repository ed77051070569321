"""Effects that no road of the shipped acts walks."""

from datetime import date
from types import SimpleNamespace

import pytest

from ocop_workflow.models import AdministrativeUnit, UnitType
from ocop_workflow.services.effects import issue_receipt


@pytest.mark.django_db
def test_receipt_names_the_province_and_not_what_stands_above_it():
    nation = AdministrativeUnit(code="00", unit_type="trung_uong")
    province = AdministrativeUnit(code="12", unit_type=UnitType.PROVINCE, parent=nation)
    commune = AdministrativeUnit(code="03409", unit_type=UnitType.COMMUNE, parent=province)
    rulebook = SimpleNamespace(
        receipt_number=lambda number, **holes: f"{number}/{holes['province']}-{holes['commune']}"
    )
    dossier = SimpleNamespace(receipt_number="", unit=commune)

    issued = issue_receipt(SimpleNamespace(dossier=dossier, rulebook=rulebook, day=date(2024, 10, 7)))

    assert issued == {"number": "1/12-03409"}
