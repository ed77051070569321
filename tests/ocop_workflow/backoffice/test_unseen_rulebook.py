"""The screens under a law nobody wrote code for: from the draft to a certificate, with a forwarding on the way."""

import pytest

from ocop_workflow.models import CouncilSession, Decision, Dossier, Forwarding
from tests.factories.three_levels import ANSWERS, COUNCILS, SHEETS, World, standing_levels
from tests.ocop_workflow.backoffice.council_world import get, post, text
from tests.ocop_workflow.backoffice.dossier_world import act, page, scan, take

pytestmark = pytest.mark.usefixtures("october")

APPRAISAL = {
    "number": "3/BC",
    "reported_on": "2024-10-07",
    "surveyed_on": "2024-10-06",
    "samples": "2",
    "findings": "Xưởng sạch",
    "recommendation": "council",
}


@pytest.fixture
def world(db: None, october: None) -> World:
    return standing_levels()


def did(answer) -> None:
    assert answer.status_code == 302


def handed_in(world: World) -> Dossier:
    officer = world.users["xa.santhang"]
    did(post(officer, "ho-so/moi/", {"product": world.city.product.code, "kind": "first", "intent": "moi"}))
    dossier = Dossier.objects.get()
    did(act(officer, dossier, "noi-dung", ANSWERS))
    did(act(officer, dossier, "tai-giay", {"kind": "giay_phep_con", "file": scan()}))
    did(take(officer, dossier, "nop", intent="nop"))
    return dossier


def surveyed(world: World) -> Dossier:
    dossier, clerk = handed_in(world), world.users["quay"]
    did(act(clerk, dossier, "kiem-giay", {"verdict_giay_phep_con": "sufficient"}))
    did(act(clerk, dossier, "tham-dinh", {"samples": "2"}))
    did(take(clerk, dossier, "nhan", intent="nhan"))
    return dossier


def judged(world: World, dossier: Dossier, council: str, total: int, steps: dict[str, str]) -> None:
    """Let a council sit over a dossier on its own screens."""
    secretary, chair, scorers = COUNCILS[council]
    keeper, body = world.users[secretary], world.bodies[council]
    called = {"body": body.pk, "held_on": "2024-10-07", "mode": "meeting", "intent": f"phien-{council}"}
    did(post(keeper, "phien-hop/moi/", called))
    session = CouncilSession.objects.get(body=body)
    did(post(keeper, f"phien-hop/{session.code}/chuong-trinh/", {"dossiers": [dossier.pk]}))
    members = {member.user.username: member.pk for member in body.memberships.select_related("user")}
    here = {f"present_{members[name]}": "on" for name in scorers}
    did(post(keeper, f"phien-hop/{session.code}/co-mat/", {**here, "intent": f"co-mat-{council}"}))
    did(post(world.users[chair], f"phien-hop/{session.code}/mo/", {"intent": f"mo-{council}"}))
    for name in scorers:
        sheet = {f"chon:{criterion}": option for criterion, option in SHEETS[total].items()}
        did(post(world.users[name], f"phieu/{dossier.code}/nop/", {**sheet, "intent": f"phieu-{council}"}))
    for key, who in steps.items():
        assert get(world.users[who], f"phien-hop/{session.code}/ho-so/{dossier.code}/").status_code == 200
        did(take(world.users[who], dossier, key, intent=f"buoc-{key}-{council}"))
    did(post(world.users[chair], f"phien-hop/{session.code}/khep/", {"intent": f"khep-{council}"}))


def decided(world: World, dossier: Dossier, drafter: str, signer: str, kind: str) -> Decision:
    sent = {"dossiers": [dossier.pk], "subject": "Kết quả", "kind": kind, "intent": f"du-thao-{kind}"}
    did(post(world.users[drafter], "quyet-dinh/moi/", sent))
    decision = Decision.objects.get(kind=kind)
    signing = {"number": "5/QĐ-BC", "decided_on": "2024-10-07", "signer_capacity": "CHỦ TỊCH", "intent": "ky"}
    did(post(world.users[signer], f"quyet-dinh/{decision.code}/ky/", signing))
    dossier.refresh_from_db()
    return decision


def test_dossier_is_carried_over_two_levels_to_its_certificate(world: World):
    dossier = surveyed(world)
    did(act(world.users["khaosat"], dossier, "tham-dinh", APPRAISAL))
    front = world.users["mattran.chutich"]
    assert dossier.code in text(get(front, ""))
    did(take(front, dossier, "cho_cham", intent="cho-cham"))
    judged(world, dossier, "HD-TPLC-2024", 15, {"mo": "chutichhoidong", "chot_1": "thuky"})
    did(take(front, dossier, "len_vung", intent="len-vung"))
    office = world.users["vanphong"]
    assert "Xưởng sạch" in text(page(office, dossier))
    did(act(office, dossier, "tham-dinh", {**APPRAISAL, "findings": "Đã khảo sát lại"}))
    did(take(office, dossier, "trinh_vung", intent="trinh"))
    judged(world, dossier, "GK-TINH", 15, {"mo": "vung.chutich", "chot_2": "vung.chutich"})

    decision = decided(world, dossier, "tinh.ky", "tinh.ky", "recognition")

    assert (dossier.stage, dossier.certificate.stars, Forwarding.objects.count()) == ("xong", 4, 1)
    said = text(page(world.users["thanhtra"], dossier))
    assert all(words in said for words in ("Xưởng sạch", "Đã khảo sát lại", dossier.certificate.number))
    assert dossier.certificate.number in text(get(world.users["tinh.ky"], f"quyet-dinh/{decision.code}/"))


def test_first_councils_session_keeps_its_result_while_the_next_council_scores(world: World):
    dossier = surveyed(world)
    did(act(world.users["khaosat"], dossier, "tham-dinh", APPRAISAL))
    did(take(world.users["mattran.chutich"], dossier, "cho_cham", intent="cho-cham"))
    judged(world, dossier, "HD-TPLC-2024", 15, {"mo": "chutichhoidong", "chot_1": "thuky"})
    did(take(world.users["mattran.chutich"], dossier, "len_vung", intent="len-vung"))
    did(act(world.users["vanphong"], dossier, "tham-dinh", APPRAISAL))
    did(take(world.users["vanphong"], dossier, "trinh_vung", intent="trinh"))

    session = CouncilSession.objects.get()
    context = get(world.users["thuky"], f"phien-hop/{session.code}/").context

    assert [line.row.is_concluded for line in context["lines"]] == [True]
    assert [line.row.result.stars for line in context["lines"]] == [4]


def test_elimination_is_drafted_and_signed_as_a_rejection(world: World):
    dossier, expert = surveyed(world), world.users["khaosat"]
    assert take(expert, dossier, "neu_loi", intent="khong-ly-do").status_code == 422
    did(take(expert, dossier, "neu_loi", "Nguyên liệu nhập lậu", intent="neu-loi"))
    did(take(expert, dossier, "xin_loai", intent="xin-loai"))
    drafting = get(world.users["lanhdao"], "quyet-dinh/moi/")
    assert (drafting.context["kind"], list(drafting.context["form"].fields["dossiers"].queryset)) == (
        "rejection",
        [dossier],
    )

    decision = decided(world, dossier, "lanhdao", "lanhdao", "rejection")

    shown = text(get(world.users["lanhdao"], f"quyet-dinh/{decision.code}/"))
    assert (dossier.stage, "5/QĐ-BC" in shown) == ("thoi", True)
