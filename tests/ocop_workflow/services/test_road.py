"""The whole road by the services alone, under two laws, and what it leaves behind."""

from datetime import date
from decimal import Decimal

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Event, StageVisit
from ocop_workflow.queries.verification import verify
from tests.factories.city import City
from tests.factories.dossiers import certified, concluded


def road(dossier) -> list[str]:
    return list(StageVisit.objects.filter(dossier=dossier).order_by("number").values_list("stage", flat=True))


def faults() -> list[str]:
    _, found = verify()
    return [f"{fault.seq}: {fault.what}" for fault in found]


@pytest.mark.usefixtures("october")
def test_road_of_148_runs_from_commune_to_city(city: City):
    dossier = certified(city)

    assert road(dossier) == [
        "draft",
        "commune_review",
        "intake",
        "appraisal",
        "council",
        "result",
        "decision",
        "certified",
    ]
    certificate = Certificate.objects.get(dossier=dossier)
    assert (certificate.stars, certificate.valid_from, certificate.valid_to) == (
        3,
        date(2024, 10, 7),
        date(2027, 10, 7),
    )
    assert certificate.issuer == "UBND thành phố Lai Châu"
    assert dossier.rulebook_version.code == "2023-148"
    assert faults() == []


@pytest.mark.usefixtures("november")
def test_road_of_2026_runs_from_commune_to_province_by_data_alone(merged: City):
    with clock.travel(date(2026, 10, 29)):
        dossier = certified(merged)

    assert road(dossier) == [
        "draft", "commune_intake", "commune_review", "intake", "appraisal", "council", "result", "decision",
        "certified",
    ]  # fmt: skip
    assert dossier.rulebook_version.code == "2026-26"
    assert Certificate.objects.get(dossier=dossier).issuer == merged.authority.name
    assert faults() == []


@pytest.mark.usefixtures("october")
def test_result_of_five_ballots_is_68_4_points_and_3_stars(city: City):
    dossier = concluded(city)

    result = dossier.readings.get().result
    assert (result.points, result.band, result.stars, result.outcome, result.spread) == (
        Decimal("68.40"), 3, 3, "certify", 1,
    )  # fmt: skip


@pytest.mark.usefixtures("october")
def test_every_step_names_law_body_unit_and_office(city: City):
    dossier = certified(city)

    steps = Event.objects.filter(dossier=dossier.code, kind="step").order_by("seq")
    assert [(event.step, event.office, event.behalf) for event in steps] == [
        ("submit", f"{dossier.producer.code}.producer", ""),
        ("send_to_city", "UBND-03409.chair", ""),
        ("accept", "PKT-TPLC.officer", ""),
        ("send_to_council", "TGV-TPLC-2024.head", ""),
        ("unseal", "HD-TPLC-2024.chair", ""),
        ("conclude", "HD-TPLC-2024.chair", ""),
        ("propose_recognition", "PKT-TPLC.officer", ""),
        ("recognise", "UBND-TPLC.approver", ""),
    ]
    assert {event.rulebook for event in steps} == {"2023-148@1"}
