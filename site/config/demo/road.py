"""Acts of the people of the story on the road of a dossier, each through the service that real people use.

An act passes over a dossier that is not where it expects it: somebody may have moved it by hand since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from config.demo import offices
from config.demo.ballots import full_ballot
from config.demo.evidence import hand_in, required_kinds
from config.demo.memory import keep, person, the
from config.demo.offices import Members
from config.demo.places import DONG_PHONG, QUYET_THANG, QUYET_TIEN, SAN_THANG, SUNG_PHAI, WARD_DOAN_KET, WARD_TAN_PHONG
from ocop_workflow.domain import clock
from ocop_workflow.models import (
    Dossier,
    DossierKind,
    Product,
    Recommendation,
    Round,
    Verdict,
    unit_on,
)
from ocop_workflow.services.checks import record_checks
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from ocop_workflow.services.numbering import next_number
from ocop_workflow.services.reports import save_appraisal, save_commune_report
from ocop_workflow.services.steps import take_step

USUAL_EXTRA = ("story",)
ATTENDEES = "Chủ tịch UBND; công chức kinh tế; Ủy ban Mặt trận Tổ quốc; Hội Nông dân; Hội Liên hiệp Phụ nữ"
TOURISM = 26
SURVEYED = (
    "Hồ sơ đầy đủ. Cơ sở sạch, quy trình khớp với bản mô tả; đã nhận 5 mẫu sản phẩm.",
    "Hồ sơ đầy đủ. Đã khảo sát tại bản: nhà nghỉ, bếp, đường đi và khu vệ sinh khớp với bản mô tả.",
)
FINDINGS = {
    "local_material": "Nguyên liệu chính của {product} lấy tại {village} và các bản lân cận; đã kiểm tra tại chỗ.",
    "local_labour": "Chủ thể dùng lao động thường trú trên địa bàn; danh sách khớp với sổ theo dõi của địa phương.",
    "idea": "Ý tưởng {product} do chủ thể phát triển từ sản phẩm truyền thống của địa phương.",
    "local_identity": "{product} thể hiện cách làm và tri thức của cộng đồng tại {village}.",
}


@dataclass(frozen=True, slots=True)
class Road:
    """Who acts for the offices on a dossier's road, by account; communes by the key of their unit."""

    office: str
    team: str
    secretary: str
    chair: str
    approver: str
    scorers: Sequence[str]
    council: str
    authority: str
    sent_on_by: str
    communes: Mapping[str, Members] = field(default_factory=dict)

    def commune(self, dossier_or_product: Dossier | Product) -> tuple[User, User]:
        """Return the officer and the chair of the commune a producer lies in today."""
        here = unit_on(dossier_or_product.producer.commune, clock.today())
        members = next(members for key, members in self.communes.items() if here.key.startswith(key))
        officer, chair = (username for username, _ in members)
        return person(officer), person(chair)

    def preparer(self, product: Product) -> User:
        """Return who prepares a product's dossier: the producer's own account, else the commune's officer."""
        member = product.producer.members.on(clock.today()).select_related("user").first()
        return member.user if member else self.commune(product)[0]


CITY = Road(
    office="phongkinhte",
    team="togiupviec",
    secretary="thuky",
    chair="chutichhoidong",
    approver="lanhdao",
    scorers=tuple(f"hoidong{number}" for number in range(1, 8)),
    council=offices.COUNCIL,
    authority="UBND-TPLC",
    sent_on_by="send_to_city",
    communes={
        f"{code}/": (offices.COMMUNE_PEOPLE | offices.MORE_COMMUNE_PEOPLE)[code]
        for code in (SAN_THANG, DONG_PHONG, SUNG_PHAI, QUYET_TIEN, QUYET_THANG)
    },
)
PROVINCE = Road(
    office="vanphong.tinh",
    team="totuvan.tinh",
    secretary="thukytinh",
    chair="chutichhoidongtinh",
    approver="lanhdao.tinh",
    scorers=tuple(f"hoidongtinh{number}" for number in range(1, 8)),
    council=offices.COUNCIL_2025,
    authority="UBND-LC",
    sent_on_by="send_to_province",
    communes={
        WARD_TAN_PHONG: offices.BODIES_2025["UBND-TANPHONG"][4],
        WARD_DOAN_KET: offices.BODIES_2025["UBND-DOANKET"][4],
    },
)


def dossiers(*keys: str, stage: str) -> list[Dossier]:
    """Return those of the story's dossiers that lie in a stage."""
    rows = (the(Dossier, key) for key in keys)
    return [dossier for dossier in rows if dossier.stage == stage]


def step(dossier: Dossier, key: str, actor: User, *, reason: str = "") -> None:
    dossier.refresh_from_db()
    take_step(
        dossier,
        key,
        actor=actor,
        expected_version=dossier.version,
        idempotency_key=f"demo/{dossier.code}/{dossier.version}",
        reason=reason,
    )


def draft(road: Road, key: str, round_: str, *, kind: str = DossierKind.FIRST, name: str = "") -> Dossier:
    """Begin the dossier of a product; `name` tells a product's second dossier from its first."""
    product = the(Product, key)
    dossier = draft_dossier(product, actor=road.preparer(product), kind=kind, round_=the(Round, round_))
    return keep(dossier, name or key)


def fill(road: Road, dossier: Dossier, *, extra: Sequence[str] = USUAL_EXTRA, as_pdf: Sequence[str] = ()) -> None:
    """Write every answer and attach every required paper and these others."""
    actor = road.preparer(dossier.product)
    save_answers(dossier, answers(dossier), actor=actor, expected_version=dossier.version)
    hand_in(dossier, [*required_kinds(dossier), *extra], actor=actor, as_pdf=as_pdf)


def answers(dossier: Dossier) -> dict[str, object]:
    """Return what a producer writes: five texts, and its own choice on the sheet where the sheet may be scored."""
    product = dossier.product
    place = f"{product.village}, {dossier.unit.full_name[:1].lower()}{dossier.unit.full_name[1:]}"
    texts = {
        "product_description": product.description,
        "production": f"Sản phẩm được làm tại {place}. {product.story.splitlines()[0]}",
        "market": "Bán tại chợ phiên San Thàng, các cửa hàng nông sản trong tỉnh và trên sàn thương mại điện tử.",
        "workforce": f"{product.producer.introduction}",
        "plan": "Giữ sản lượng hiện có, hoàn thiện bao bì và mở thêm hai điểm bán trong tỉnh.",
    }
    card = dossier.rulebook.scorecard(dossier.set_no)
    if card.withheld:
        return texts
    own = {criterion: {"option": option, "note": ""} for criterion, option in full_ballot(card, 68).items()}
    return {**texts, "self_assessment": own}


def submit(road: Road, *keys: str) -> None:
    for dossier in dossiers(*keys, stage="draft"):
        step(dossier, "submit", road.preparer(dossier.product))


def draft_and_submit(road: Road, round_: str, *keys: str, kind: str = DossierKind.FIRST, name: str = "") -> None:
    for key in keys:
        fill(road, draft(road, key, round_, kind=kind, name=name))
        submit(road, name or key)


def receive(road: Road, *keys: str) -> None:
    """Let the commune itself receive, as the laws since 2025 have it."""
    for dossier in dossiers(*keys, stage="commune_intake"):
        officer, _ = road.commune(dossier)
        _find_sufficient(dossier, officer)
        step(dossier, "receive", officer)


def report_and_send(road: Road, *keys: str) -> None:
    """Let the commune report on the four contents, and its chair send the dossier on."""
    for dossier in dossiers(*keys, stage="commune_review"):
        officer, chair = road.commune(dossier)
        _report(dossier, officer)
        step(dossier, road.sent_on_by, chair)


def _report(dossier: Dossier, officer: User) -> None:
    village = dossier.product.village
    words = {"product": dossier.product.name, "village": village[:1].lower() + village[1:]}
    number = next_number(f"demo/report/{dossier.unit_id}/{clock.today().year}")
    save_commune_report(
        dossier,
        actor=officer,
        findings={
            content.key: {"finding": FINDINGS[content.key].format(**words), "level": "Đạt yêu cầu"}
            for content in dossier.rulebook.commune
        },
        number=f"{40 + number}/BC-UBND",
        reported_on=clock.today(),
        meeting_on=clock.today(),
        attendees=ATTENDEES,
    )


def accept(road: Road, *keys: str) -> None:
    """Let the standing office find the papers sufficient and pass the dossier to the team."""
    for dossier in dossiers(*keys, stage="intake"):
        _find_sufficient(dossier, person(road.office))
        step(dossier, "accept", person(road.office))


def _find_sufficient(dossier: Dossier, actor: User) -> None:
    record_checks(dossier, dict.fromkeys(required_kinds(dossier), (Verdict.SUFFICIENT, "")), actor=actor)


def find_wanting(dossier: Dossier, kind: str, note: str, *, actor: User) -> None:
    """Record that a paper does not suffice, the others do."""
    verdicts = dict.fromkeys(required_kinds(dossier), (Verdict.SUFFICIENT, ""))
    record_checks(dossier, {**verdicts, kind: (Verdict.INSUFFICIENT, note)}, actor=actor)


def appraise(road: Road, dossier: Dossier, *, findings: str = "", ground: str = "") -> None:
    """Let the team write its report, for the council unless it states a ground for elimination."""
    number = next_number(f"demo/appraisal/{road.team}/{clock.today().year}")
    save_appraisal(
        dossier,
        actor=person(road.team),
        number=f"{number}/BC-TGV",
        reported_on=clock.today(),
        surveyed_on=clock.today(),
        samples=0 if dossier.set_no == TOURISM else 5,
        findings=findings or SURVEYED[dossier.set_no == TOURISM],
        recommendation=Recommendation.ELIMINATE if ground else Recommendation.COUNCIL,
        elimination_ground=ground,
    )


def appraise_and_send(road: Road, *keys: str) -> None:
    for dossier in dossiers(*keys, stage="appraisal"):
        appraise(road, dossier)
        step(dossier, "send_to_council", person(road.team))
