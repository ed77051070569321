"""January to July 2024: the city's programme is set up, and round 1 runs to its decision."""

from datetime import date

from cms.tree import ensure_tree
from config.demo import world
from config.demo.council import Scores, close, convene, decide, follow_up, open_with, prepare_decision, recuse, sign
from config.demo.evidence import hand_in
from config.demo.memory import keep, person
from config.demo.places import CITY as CITY_CODE
from config.demo.road import (
    CITY,
    accept,
    appraise,
    appraise_and_send,
    dossiers,
    draft_and_submit,
    find_wanting,
    report_and_send,
    step,
)
from config.demo.scene import scenes
from ocop_workflow.services.rounds import plan_round

PLAN = "Kế hoạch OCOP thành phố Lai Châu năm 2024"
ROUND = "2024-1"
APRIL = ("gao-seng-cu", "mat-ong", "cham-cheo", "mac-ca-say", "ruou-ngo", "bun-kho", "gao-nep-cam")
MAY = ("banh-chung-den", "khan-tho-cam", "du-lich", "rau-cai-meo", "thit-trau", "cao-atiso")
ALL = APRIL + MAY

# Six members score on 19/06/2024; five of them the chẳm chéo, for one declared an interest in its producer.
JUNE = {
    "gao-seng-cu": Scores((64, 65, 63, 64, 66, 64), differing={"1đ": "1đ.3"}),
    "mat-ong": Scores((62, 61, 63, 62, 61, 62)),
    "cham-cheo": Scores((68, 68, 69, 68, 69)),
    "mac-ca-say": Scores((72, 71, 73, 72, 72, 72)),
    "ruou-ngo": Scores((46, 45, 47, 46, 44, 46), stars=0),
    "bun-kho": Scores((58, 57, 59, 58, 58, 57)),
    "gao-nep-cam": Scores((78, 77, 79, 78, 76, 78), stars=4),
    "banh-chung-den": Scores((57, 58, 58, 59, 57, 58), first=(51, 58, 64, 60, 57, 55)),
    "khan-tho-cam": Scores((55, 54, 56, 55, 55, 54)),
    "du-lich": Scores((66, 67, 65, 66, 66, 67)),
    "rau-cai-meo": Scores((53, 52, 54, 53, 52, 53)),
    "thit-trau": Scores(
        (58, 57, 58, 56, 58, 57), flags={"1a": "Không chứng minh được nguồn gốc thịt trâu mua ngoài tỉnh"}, flagging=5
    ),
}


def units_and_people() -> None:
    world.establish_units()
    world.open_accounts()
    world.load_rulebooks()


def offices() -> None:
    world.establish_offices()
    ensure_tree()


def registry() -> None:
    world.register_producers()
    world.register_products()


def earlier_certificates() -> None:
    world.register_earlier_certificates()


def council_and_team() -> None:
    world.establish_council_and_team()
    city = world.unit(CITY_CODE)
    first = plan_round(
        city, 2024, 1, plan=PLAN, intake_until=date(2024, 5, 15), finish_by=date(2024, 6, 28), actor=person(CITY.office)
    )
    second = plan_round(
        city,
        2024,
        2,
        plan=PLAN,
        intake_until=date(2024, 10, 11),
        finish_by=date(2024, 10, 31),
        actor=person(CITY.office),
    )
    keep(first, ROUND)
    keep(second, "2024-2")


def april_dossiers() -> None:
    draft_and_submit(CITY, ROUND, *APRIL)


def april_reports() -> None:
    report_and_send(CITY, *APRIL)


def may_dossiers() -> None:
    draft_and_submit(CITY, ROUND, *MAY)


def scarf_is_returned() -> None:
    for dossier in dossiers("khan-tho-cam", stage="commune_review"):
        officer, _ = CITY.commune(dossier)
        find_wanting(dossier, "registration_form", "Phiếu đăng ký thiếu chữ ký của tổ trưởng.", actor=officer)
        reason = "Phiếu đăng ký thiếu chữ ký của tổ trưởng; chưa có danh sách thành viên tổ hợp tác."
        step(dossier, "return_from_commune", officer, reason=reason)


def scarf_comes_again() -> None:
    for dossier in dossiers("khan-tho-cam", stage="commune_review_returned"):
        preparer = CITY.preparer(dossier.product)
        hand_in(dossier, ["awards"], actor=preparer)
        step(dossier, "resubmit_to_commune", preparer)


def may_reports() -> None:
    report_and_send(CITY, *MAY)


def may_intake() -> None:
    accept(CITY, *ALL)


def forged_report_is_found() -> None:
    """The one eliminated before the council: its test report is a forgery."""
    ground = "Phiếu kiểm nghiệm bị sửa số: phòng kiểm nghiệm xác nhận không cấp phiếu này"
    for dossier in dossiers("cao-atiso", stage="appraisal"):
        appraise(CITY, dossier, findings="Đối chiếu phiếu kiểm nghiệm với nơi cấp: không khớp.", ground=ground)
        step(dossier, "eliminate", person(CITY.team), reason=f"{ground}.")


def june_appraisal() -> None:
    appraise_and_send(CITY, *ALL)


def june_session_is_called() -> None:
    convene(CITY, "2024-06-19", date(2024, 6, 19), ROUND, *JUNE)
    recuse(CITY, "cham-cheo", "hoidong6", "Có người nhà là thành viên hợp tác xã")


def june_session() -> None:
    open_with(CITY, "2024-06-19", absent={"hoidong7": "Đi công tác"})
    decide(CITY, "2024-06-19", JUNE)
    close(CITY, "2024-06-19")


def june_follow_up() -> None:
    follow_up(CITY, *JUNE)


def june_decision_is_drafted() -> None:
    subject = "Công nhận sản phẩm OCOP thành phố Lai Châu đợt 1 năm 2024"
    prepare_decision(CITY, "2024-1", ROUND, subject, *JUNE)


def june_decision() -> None:
    sign(CITY, "2024-1", "1208/QĐ-UBND")


SCENES = scenes(
    2024,
    (1, 15, units_and_people),
    (1, 15, offices),
    (1, 16, registry),
    (1, 17, earlier_certificates),
    (3, 15, council_and_team),
    (4, 10, april_dossiers),
    (4, 24, april_reports),
    (5, 6, may_dossiers),
    (5, 8, scarf_is_returned),
    (5, 13, scarf_comes_again),
    (5, 16, may_reports),
    (5, 21, may_intake),
    (5, 30, forged_report_is_found),
    (6, 5, june_appraisal),
    (6, 10, june_session_is_called),
    (6, 19, june_session),
    (6, 21, june_follow_up),
    (6, 24, june_decision_is_drafted),
    (6, 27, june_decision),
)
