"""A rulebook written from the format page alone runs without a line of code: own keys, three levels, two appraisals."""

import io
import json
from datetime import date

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed, ReasonRequired, StepBarred, WorkflowError
from ocop_workflow.models import (
    Certificate,
    Decision,
    Dossier,
    Event,
    Forwarding,
    Paper,
    Recommendation,
    StageVisit,
    Verdict,
    VisitBody,
)
from ocop_workflow.queries.decisions import awaiting_decision
from ocop_workflow.queries.rights import visible_dossiers
from ocop_workflow.queries.verification import verify
from ocop_workflow.queries.worklists import desk_of
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.decisions import draft_decision
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from ocop_workflow.services.evidence import attach_evidence, upload_evidence
from ocop_workflow.services.foresight import available_steps
from ocop_workflow.services.papers import print_paper
from ocop_workflow.services.reports import save_appraisal
from ocop_workflow.services.sessions import close_session
from ocop_workflow.services.signing import sign_decision
from tests.factories.dossiers import step
from tests.factories.files import picture
from tests.factories.three_levels import ANSWERS, World, convened, score, standing_levels
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")
TODAY = date(2024, 10, 7)


@pytest.fixture
def world(db: None, october: None) -> World:
    return standing_levels()


def handed_in(world: World) -> Dossier:
    actor = world.users["chuthe1"]
    dossier = draft_dossier(world.city.product, actor=actor)
    save_answers(dossier, ANSWERS, actor=actor, expected_version=1)
    upload = io.BytesIO(picture("PNG", (8, 8)))
    upload.name = "giay.png"
    paper = upload_evidence(dossier.producer, kind="giay_phep_con", title="Giấy phép", upload=upload, actor=actor)
    attach_evidence(dossier, paper, actor=actor)
    step(dossier, "nop", actor)
    return dossier


def appraised(world: World, dossier: Dossier, who: str, samples: int, number: str = "") -> None:
    save_appraisal(
        dossier,
        actor=world.users[who],
        number=number,
        reported_on=TODAY if number else None,
        surveyed_on=TODAY if number else None,
        samples=samples,
        findings="Sạch." if number else "",
        recommendation=Recommendation.COUNCIL if number else "",
    )


def surveyed(world: World) -> Dossier:
    """Return a dossier accepted at the counter, its samples counted there."""
    dossier, clerk = handed_in(world), world.users["quay"]
    record_checks(dossier, {"giay_phep_con": (Verdict.SUFFICIENT, "")}, actor=clerk)
    appraised(world, dossier, "quay", samples=2)
    step(dossier, "nhan", clerk)
    return dossier


def before_city(world: World) -> Dossier:
    dossier = surveyed(world)
    appraised(world, dossier, "khaosat", samples=0, number="1/BC")
    step(dossier, "cho_cham", world.users["mattran.chutich"])
    return dossier


def judged(world: World, dossier: Dossier, council: str, total: int, steps: tuple[tuple[str, str], ...]) -> None:
    session = convened(world, council, dossier)
    score(world, council, dossier, total)
    for key, who in steps:
        step(dossier, key, world.users[who])
    close_session(session, actor=session.body.memberships.get(role="chair").user)


def at_city_result(world: World, total: int) -> Dossier:
    dossier = before_city(world)
    judged(world, dossier, "HD-TPLC-2024", total, (("mo", "chutichhoidong"), ("chot_1", "thuky")))
    return dossier


def at_province_result(world: World, total: int) -> Dossier:
    dossier = at_city_result(world, 15)
    step(dossier, "len_vung", world.users["mattran.chutich"])
    appraised(world, dossier, "vanphong", samples=1, number="2/BC")
    step(dossier, "trinh_vung", world.users["vanphong"])
    judged(world, dossier, "GK-TINH", total, (("mo", "vung.chutich"), ("chot_2", "vung.chutich")))
    return dossier


def decided(world: World, dossier: Dossier, body: str, drafter: str, signer: str, kind: str = "recognition") -> None:
    decision = draft_decision(world.bodies[body], [dossier], actor=world.users[drafter], subject="Kết quả", kind=kind)
    sign_decision(decision, actor=world.users[signer], number="1/QĐ-BC", decided_on=TODAY)
    dossier.refresh_from_db()


def stages(dossier: Dossier) -> list[str]:
    return list(StageVisit.objects.filter(dossier=dossier).order_by("number").values_list("stage", flat=True))


def test_three_stars_are_certified_by_the_city(world: World):
    dossier = at_city_result(world, 12)

    decided(world, dossier, "UBND-TPLC", "phochutich", "phochutich")

    assert stages(dossier) == ["so_khai", "tai_quay", "khao_sat_1", "cham_1", "ket_qua_1", "xong"]
    certificate = Certificate.objects.get()
    assert (certificate.stars, certificate.valid_to, certificate.issuer) == (
        3,
        date(2026, 4, 7),
        "UBND thành phố Lai Châu",
    )
    assert dossier.receipt_number == "1/BC-12-03409-2024"
    effects = json.loads(Event.objects.get(step="ky_1").payload)["effects"]
    assert effects["draw_papers"] == {"papers": ["bang", "quyet_dinh"]}
    print_paper.call("decision", Decision.objects.get().code)
    print_paper.call("certificate", certificate.number)
    assert Paper.objects.count() == 2
    assert list(verify()[1]) == []


def test_five_stars_travel_through_three_levels_with_two_forwardings(world: World):
    dossier = at_province_result(world, 20)
    step(dossier, "len_nuoc", world.users["tinh.ky"])
    step(dossier, "bo_nhan", world.users["bo"])
    judged(world, dossier, "GK-NUOC", 20, (("mo", "nuoc.pho"), ("chot_3", "nuoc.chutich")))

    decided(world, dossier, "BO-KY", "bo", "nuoc.ky")

    assert stages(dossier) == [
        "so_khai", "tai_quay", "khao_sat_1", "cham_1", "ket_qua_1", "khao_sat_2", "cham_2", "ket_qua_2", "tren_bo",
        "cham_3", "ket_qua_3", "xong",
    ]  # fmt: skip
    sent = Forwarding.objects.order_by("visit").values_list(
        "visit__stage", "body__code", "receiver__code", "result__stars"
    )
    assert list(sent) == [("ket_qua_1", "MTTQ-TPLC", "VP-TINH", 4), ("ket_qua_2", "UBND-TINH", "VP-NUOC", 5)]
    assert dossier.readings.filter(replaced_at__isnull=True).get().visit.stage == "cham_3"
    assert (dossier.certificate.stars, dossier.certificate.issuer) == (5, "Bộ Nông nghiệp và Môi trường")
    assert list(verify()[1]) == []


def test_province_certifies_the_four_stars_of_its_level(world: World):
    dossier = at_province_result(world, 15)

    decided(world, dossier, "UBND-TINH", "tinh.ky", "tinh.ky")

    assert (dossier.stage, dossier.certificate.stars) == ("xong", 4)


def test_each_appraisal_belongs_to_its_own_stay(world: World):
    dossier = at_city_result(world, 15)
    step(dossier, "len_vung", world.users["mattran.chutich"])

    with refused(StepBarred) as caught:
        step(dossier, "trinh_vung", world.users["vanphong"])

    assert [str(reason) for reason in caught.value.reasons] == [
        "There is no appraisal report yet.",
        "0 of 1 samples were received.",
    ]
    appraised(world, dossier, "vanphong", samples=1, number="2/BC")
    rows = dossier.appraisals.order_by("visit__number").values_list("visit__stage", "body__code", "samples", "revision")
    assert list(rows) == [
        ("tai_quay", "VHTT-TPLC", 2, 1),
        ("khao_sat_1", "TGV-TPLC-2024", 0, 1),
        ("khao_sat_2", "VP-TINH", 1, 1),
    ]


@pytest.mark.parametrize("account", ["quay", "togiupviec", "mattran.chutich", "vanphong", "chuthe1"])
def test_only_the_offices_of_the_stage_appraise(world: World, account: str):
    dossier = surveyed(world)

    with refused(NotAllowed):
        appraised(world, dossier, account, samples=1, number="1/BC")


def test_elimination_is_a_decision_of_its_own_kind(world: World):
    dossier = surveyed(world)
    expert = world.users["khaosat"]
    with refused(ReasonRequired):
        step(dossier, "neu_loi", expert)
    step(dossier, "neu_loi", expert, reason="Nguyên liệu nhập lậu")
    step(dossier, "xin_loai", expert)
    authority = world.bodies["UBND-TPLC"]
    with refused(InvalidInput, field="dossiers"):
        draft_decision(authority, [dossier], actor=world.users["lanhdao"], subject="Công nhận")

    decided(world, dossier, "UBND-TPLC", "lanhdao", "lanhdao", kind="rejection")

    assert (dossier.stage, Certificate.objects.count()) == ("thoi", 0)
    assert Decision.objects.get().items.get().stars is None
    assert list(verify()[1]) == []


def test_points_below_every_star_are_rejected_by_decision_without_the_recognitions_paper(world: World):
    dossier = at_city_result(world, 9)
    assert {kind: [row.code for row in rows] for kind, rows in awaiting_decision(world.users["lanhdao"]).items()} == {
        "rejection": [dossier.code]
    }

    decided(world, dossier, "UBND-TPLC", "lanhdao", "lanhdao", kind="rejection")

    effects = json.loads(Event.objects.get(step="tu_choi_1").payload)["effects"]
    assert (dossier.stage, effects) == ("thoi", {"draw_papers": {"papers": []}})


def test_who_is_named_by_a_step_alone_sees_the_dossier_and_finds_it_on_the_desk(world: World):
    front = world.users["mattran.chutich"]
    dossier = handed_in(world)
    assert list(visible_dossiers(front)) == []

    record_checks(dossier, {"giay_phep_con": (Verdict.SUFFICIENT, "")}, actor=world.users["quay"])
    appraised(world, dossier, "quay", samples=2)
    step(dossier, "nhan", world.users["quay"])

    assert list(visible_dossiers(front)) == [dossier]
    assert [row.dossier for row in desk_of(front, TODAY).mine] == [dossier]
    beside = VisitBody.objects.filter(visit__dossier=dossier, visit__left_at__isnull=True)
    assert set(beside.values_list("body__code", "works")) == {("MTTQ-TPLC", True), ("VHTT-TPLC", True)}


def test_forwarded_dossier_waits_on_the_desk_of_who_has_it(world: World):
    dossier = at_province_result(world, 20)
    step(dossier, "len_nuoc", world.users["tinh.ky"])

    assert [row.dossier for row in desk_of(world.users["bo"], TODAY).mine] == [dossier]


def test_office_of_one_level_takes_no_step_of_another(world: World):
    dossier = at_city_result(world, 15)
    step(dossier, "len_vung", world.users["mattran.chutich"])

    found = available_steps(dossier, world.users["bo"])

    assert [(row.step.key, row.office) for row in found] == [("trinh_vung", None)]


def test_ballots_too_far_apart_bar_the_conclusion_sealed_or_not(world: World):
    dossier = before_city(world)
    convened(world, "HD-TPLC-2024", dossier)
    score(world, "HD-TPLC-2024", dossier, 15)

    with refused(StepBarred) as caught:
        step(dossier, "chot_1", world.users["thuky"])

    assert [reason.code for reason in caught.value.reasons] == ["sealed"]


def test_step_into_a_stage_without_its_body_is_refused(world: World):
    dossier = at_city_result(world, 15)
    office = world.bodies["VP-TINH"]
    office.valid_to = date(2024, 10, 6)
    office.save_as(None)

    with refused(WorkflowError, code="no_body"):
        step(dossier, "len_vung", world.users["mattran.chutich"])
