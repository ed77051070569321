"""The forms of a dossier's page: what each takes, and who may send it."""

from collections.abc import Mapping

from django.http import HttpResponse

from accounts.models import User
from ocop_workflow.models import Dossier
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.backoffice.council_world import post
from tests.ocop_workflow.backoffice.dossier_world import act, scan

ANSWERS = {"product_description": "Miến sợi nhỏ", "production": "Làm tại bản", "market": "Chợ San Thàng"}
REPORT = {
    "finding_local_material": "Dong riềng trồng trong xã",
    "level_local_material": "",
    "finding_local_labour": "12 lao động trong xã",
    "finding_idea": "Nghề của bản từ 1990",
    "finding_local_identity": "Cách tráng tay",
    "number": "45/BC-UBND",
    "reported_on": "2024-10-07",
    "meeting_on": "2024-10-05",
    "attendees": "Chủ tịch UBND; Hội Nông dân",
}
APPRAISAL = {
    "surveyed_on": "2024-10-05",
    "samples": "5",
    "findings": "Cơ sở sạch",
    "recommendation": "council",
    "number": "12/BC-TGV",
    "reported_on": "2024-10-07",
}
FORMS = {
    "noi-dung": (dossiers.draft, ANSWERS, "xa.santhang"),
    "tai-giay": (dossiers.draft, {"kind": "awards", "title": "Giấy khen"}, "xa.santhang"),
    "kiem-giay": (dossiers.at_intake, {"verdict_test_report": "missing", "note_test_report": "Thiếu"}, "phongkinhte"),
    "bao-cao": (dossiers.submitted, REPORT, "xa.santhang"),
    "tham-dinh": (dossiers.at_appraisal, APPRAISAL, "togiupviec"),
}
EVERYBODY = [
    *("xa.santhang", "chutich.santhang", "xa.dongphong", "phongkinhte", "togiupviec", "togiupviec2", "hoidong1"),
    *("thuky", "chutichhoidong", "lanhdao", "taichinh", "mattran", "truyenthong", "thanhtra", "quantri"),
]
MAY = {
    "noi-dung": {"xa.santhang", "chutich.santhang"},
    "tai-giay": {"xa.santhang", "chutich.santhang"},
    "kiem-giay": {"phongkinhte"},
    "bao-cao": {"xa.santhang", "chutich.santhang"},
    "tham-dinh": {"togiupviec", "togiupviec2"},
}


def new(city: City, account: str, **data: str) -> HttpResponse:
    """Send the form that begins a dossier."""
    return post(city.users[account], "ho-so/moi/", {"kind": "first", "intent": "i1", **data})


def send(account: User, dossier: Dossier, action: str, data: Mapping[str, str]) -> HttpResponse:
    files = {"file": scan()} if action == "tai-giay" else {}
    return act(account, dossier, action, {**data, **files})


def stage(dossier: Dossier) -> str:
    dossier.refresh_from_db()
    return dossier.stage


def checks(dossier: Dossier, verdict: str = "sufficient", **notes: str) -> dict[str, str]:
    rows = {f"verdict_{kind}": verdict for kind in dossiers.required(dossier)}
    return rows | {f"note_{kind}": note for kind, note in notes.items()}
