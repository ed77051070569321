"""Checking papers one by one: by the body in hand, with a note wherever something is missing."""

import json

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Event
from ocop_workflow.queries.checks import open_points
from ocop_workflow.services.checks import record_checks
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

GOOD = ("sufficient", "")


@pytest.mark.parametrize(
    ("bring", "account", "office"),
    [
        (dossiers.submitted, "xa.santhang", "UBND-03409.officer"),
        (dossiers.submitted, "chutich.santhang", "UBND-03409.chair"),
        (dossiers.at_intake, "phongkinhte", "PKT-TPLC.officer"),
        (dossiers.at_appraisal, "togiupviec2", "TGV-TPLC-2024.member"),
    ],
)
def test_record_checks_is_for_the_body_in_hand(city: City, bring, account, office):
    dossier = bring(city)

    record_checks(dossier, {"test_report": ("insufficient", "  Phiếu\nhết hạn ")}, actor=city.users[account])

    check = dossier.checks.get(kind="test_report", visit__left_at=None)
    assert (check.verdict, check.note, check.revision) == ("insufficient", "Phiếu hết hạn", 1)
    event = Event.objects.latest("seq")
    assert (event.kind, event.dossier, event.office, event.revision) == ("papers.checked", dossier.code, office, 1)
    assert json.loads(event.payload)["verdicts"] == {"test_report": "insufficient"}
    assert "hết hạn" not in event.payload


def test_record_checks_corrects_and_leaves_no_trace_of_what_stays(city: City):
    dossier, officer = dossiers.at_intake(city), city.users["phongkinhte"]
    record_checks(dossier, {"test_report": ("missing", "Chưa có"), "awards": GOOD}, actor=officer)
    events = Event.objects.count()

    record_checks(dossier, {"test_report": ("missing", "Chưa có"), "awards": GOOD}, actor=officer)
    assert Event.objects.count() == events

    record_checks(dossier, {"test_report": GOOD, "awards": GOOD}, actor=officer)
    assert json.loads(Event.objects.latest("seq").payload)["verdicts"] == {"test_report": "sufficient"}
    check = dossier.checks.get(kind="test_report")
    assert [(row.verdict, row.note) for row in check.history.order_by("history_id")] == [("missing", "Chưa có"), GOOD]


@pytest.mark.parametrize("account", ["chuthe1", "xa.santhang", "togiupviec", "thanhtra", "hoidong1", "quantri"])
def test_record_checks_is_refused_to_everybody_else(city: City, account):
    dossier = dossiers.at_intake(city)

    with refused(NotAllowed):
        record_checks(dossier, {"test_report": GOOD}, actor=city.users[account])


@pytest.mark.parametrize("bring", [dossiers.draft, dossiers.before_council])
def test_record_checks_is_refused_where_nothing_is_checked(city: City, bring):
    dossier = bring(city)

    with refused(code="wrong_stage"):
        record_checks(dossier, {"test_report": GOOD}, actor=city.users["xa.santhang"])


@pytest.mark.parametrize(
    ("kind", "finding"),
    [
        ("test_report", ("missing", " \u200b")),
        ("test_report", ("insufficient", "")),
        ("test_report", ("perfect", "")),
        ("test_report", ("missing", "x" * 301)),
        ("passport", GOOD),
    ],
)
def test_record_checks_refuses_the_whole_list_for_one_faulty_line(city: City, kind, finding):
    dossier = dossiers.at_intake(city)

    with refused(InvalidInput, field=kind):
        record_checks(dossier, {"awards": GOOD, kind: finding}, actor=city.users["phongkinhte"])


def test_open_points_lists_what_is_not_sufficient_in_the_order_of_the_law(city: City):
    dossier, officer = dossiers.at_intake(city), city.users["phongkinhte"]
    assert open_points(dossier) == ()
    record_checks(
        dossier,
        {"test_report": ("insufficient", "Hết hạn"), "awards": GOOD, "registration_form": ("missing", "Thiếu dấu")},
        actor=officer,
    )
    expected = [("registration_form", "missing", "Thiếu dấu"), ("test_report", "insufficient", "Hết hạn")]
    assert [(point.kind, point.verdict, point.note) for point in open_points(dossier)] == expected

    dossiers.step(dossier, "return_from_intake", officer, reason="Thiếu giấy tờ")
    assert [(point.kind, point.verdict, point.note) for point in open_points(dossier)] == expected
    assert open_points(dossier)[0].label.vi == "Phiếu đăng ký đánh giá, phân hạng sản phẩm"

    dossiers.step(dossier, "resubmit_to_intake", city.users["chuthe1"])
    assert open_points(dossier) == ()
