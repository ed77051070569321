"""The commune's report and the team's appraisal: drafts may lack what a report may not; days must be possible."""

import json
from datetime import date

import pytest

from ocop_workflow.domain.chain import canonical, sha256
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Dossier, Event
from ocop_workflow.services.reports import save_appraisal, save_commune_report
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

TODAY, TOMORROW = date(2024, 10, 7), date(2024, 10, 8)
APPRAISAL = {
    "number": "12/BC-TGV",
    "reported_on": TODAY,
    "surveyed_on": date(2024, 10, 4),
    "samples": 5,
    "findings": "Cơ sở sạch.",
    "recommendation": "council",
}


def test_save_commune_report_keeps_a_draft_and_then_the_whole(city: City):
    dossier = dossiers.submitted(city)
    draft = save_commune_report(dossier, actor=city.users["xa.santhang"], findings={"idea": {"finding": "Của bản"}})
    assert draft.findings == {"idea": {"finding": "Của bản", "level": ""}}

    report = save_commune_report(
        dossier,
        actor=city.users["chutich.santhang"],
        findings={"idea": {"finding": "Của bản", "level": "Đạt"}, "local_labour": {"finding": ""}},
        number=" 45/BC-UBND ",
        reported_on=TODAY,
        meeting_on=date(2024, 10, 4),
        attendees="Chủ tịch UBND\r\nMặt trận",
    )

    assert (report.pk, report.revision, report.body) == (draft.pk, 1, city.bodies["UBND-03409"])
    assert report.findings == {"idea": {"finding": "Của bản", "level": "Đạt"}}
    assert (report.number, report.attendees) == ("45/BC-UBND", "Chủ tịch UBND\nMặt trận")
    event = Event.objects.latest("seq")
    payload = json.loads(event.payload)
    assert (event.kind, event.office, event.revision) == ("report.saved", "UBND-03409.chair", 1)
    assert (payload["number"], payload["meeting_on"], payload["contents"]) == ("45/BC-UBND", "2024-10-04", ["idea"])
    assert event.notes.get(key="findings").text == sha256(canonical(report.findings))
    assert not any(word in event.payload for word in ("Mặt trận", "Của bản"))


def test_save_commune_report_of_what_is_kept_changes_nothing(city: City):
    dossier = dossiers.submitted(city)
    save_commune_report(dossier, actor=city.users["xa.santhang"], findings={"idea": {"finding": "Của bản"}})
    events = Event.objects.count()

    save_commune_report(dossier, actor=city.users["xa.santhang"], findings={"idea": {"finding": "Của bản\n"}})

    assert Event.objects.count() == events


def test_save_commune_report_of_the_next_revision_is_another_one(city: City):
    dossier, officer = dossiers.submitted(city), city.users["xa.santhang"]
    save_commune_report(dossier, actor=officer, findings={"idea": {"finding": "Cũ"}})
    dossiers.step(dossier, "return_from_commune", officer, reason="Bổ sung")
    dossiers.step(dossier, "resubmit_to_commune", city.users["chuthe1"])

    save_commune_report(dossier, actor=officer, findings={"idea": {"finding": "Mới"}})

    reports = dossier.commune_reports.order_by("revision").values_list("revision", "findings__idea__finding")
    assert list(reports) == [(1, "Cũ"), (2, "Mới")]


@pytest.mark.parametrize("account", ["chuthe1", "xa.dongphong", "phongkinhte", "togiupviec", "quantri"])
def test_save_commune_report_is_the_communes(city: City, account):
    dossier = dossiers.submitted(city)

    with refused(NotAllowed):
        save_commune_report(dossier, actor=city.users[account], findings={})


@pytest.mark.parametrize("bring", [dossiers.draft, dossiers.at_intake])
def test_save_commune_report_is_refused_in_other_stages(city: City, bring):
    dossier = bring(city)

    with refused(code="wrong_stage"):
        save_commune_report(dossier, actor=city.users["xa.santhang"], findings={})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"findings": {"points": {"finding": "5"}}}, "points"),
        ({"findings": {"idea": {"points": "5"}}}, "idea"),
        ({"reported_on": TOMORROW}, "reported_on"),
        ({"meeting_on": TOMORROW}, "meeting_on"),
        ({"meeting_on": TODAY, "reported_on": date(2024, 10, 6)}, "meeting_on"),
        ({"number": "x" * 41}, "number"),
    ],
)
def test_save_commune_report_refuses_what_cannot_be(city: City, more, field):
    dossier = dossiers.submitted(city)

    with refused(InvalidInput, field=field):
        save_commune_report(dossier, actor=city.users["xa.santhang"], **{"findings": {}, **more})


@pytest.mark.parametrize(
    ("account", "office"), [("togiupviec", "TGV-TPLC-2024.head"), ("togiupviec2", "TGV-TPLC-2024.member")]
)
def test_save_appraisal_is_the_teams(city: City, account, office):
    dossier = dossiers.at_appraisal(city)

    appraisal = save_appraisal(dossier, actor=city.users[account], **APPRAISAL)

    assert (appraisal.revision, appraisal.body, appraisal.samples) == (1, city.bodies["TGV-TPLC-2024"], 5)
    event = Event.objects.latest("seq")
    payload = json.loads(event.payload)
    assert (event.kind, event.office, event.revision) == ("appraisal.saved", office, 1)
    assert (payload["recommendation"], payload["samples"], payload["surveyed_on"]) == ("council", 5, "2024-10-04")
    assert "sạch" not in event.payload


def test_save_appraisal_keeps_a_draft_and_changes_nothing_twice(city: City):
    dossier, actor = dossiers.at_appraisal(city), city.users["togiupviec"]
    draft = APPRAISAL | {"number": "", "reported_on": None, "surveyed_on": None, "recommendation": ""}
    save_appraisal(dossier, actor=actor, **draft)
    events = Event.objects.count()

    save_appraisal(dossier, actor=actor, **draft)

    assert Event.objects.count() == events
    assert dossier.appraisals.get().recommendation == ""


@pytest.mark.parametrize("account", ["chuthe1", "phongkinhte", "hoidong1", "thanhtra", "quantri"])
def test_save_appraisal_is_refused_to_everybody_else(city: City, account):
    dossier = dossiers.at_appraisal(city)

    with refused(NotAllowed):
        save_appraisal(dossier, actor=city.users[account], **APPRAISAL)


def test_save_appraisal_is_refused_in_other_stages(city: City):
    dossier: Dossier = dossiers.at_intake(city)

    with refused(code="wrong_stage"):
        save_appraisal(dossier, actor=city.users["togiupviec"], **APPRAISAL)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reported_on": TOMORROW}, "reported_on"),
        ({"surveyed_on": TOMORROW}, "surveyed_on"),
        ({"surveyed_on": TODAY, "reported_on": date(2024, 10, 6)}, "surveyed_on"),
        ({"samples": -1}, "samples"),
        ({"samples": 1001}, "samples"),
        ({"recommendation": "certify"}, "recommendation"),
        ({"elimination_ground": "Sai nhãn"}, "elimination_ground"),
    ],
)
def test_save_appraisal_refuses_what_cannot_be(city: City, more, field):
    dossier = dossiers.at_appraisal(city)

    with refused(InvalidInput, field=field):
        save_appraisal(dossier, actor=city.users["togiupviec"], **APPRAISAL | more)


def test_save_appraisal_with_a_ground_lets_the_team_eliminate(city: City):
    dossier, actor = dossiers.at_appraisal(city), city.users["togiupviec"]
    save_appraisal(
        dossier, actor=actor, **APPRAISAL | {"recommendation": "eliminate", "elimination_ground": "Giấy tờ giả"}
    )

    dossiers.step(dossier, "eliminate", actor, reason="Theo báo cáo thẩm định")

    assert dossier.stage == "eliminated"
