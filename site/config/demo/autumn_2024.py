"""August to 07/10/2024: round 2 gets under way, with dossiers in every stage on the demonstration's first day."""

from datetime import date

from config.demo.council import Scores, close, convene, decide, follow_up, open_with, prepare_decision
from config.demo.memory import person
from config.demo.road import (
    CITY,
    accept,
    appraise_and_send,
    dossiers,
    draft,
    draft_and_submit,
    fill,
    find_wanting,
    report_and_send,
    step,
)
from config.demo.scene import scenes
from ocop_workflow.models import DossierKind
from ocop_workflow.services.dossiers import save_answers

ROUND = "2024-2"
FIRST_SESSION = {"pho-kho": Scores((61, 62, 63, 61, 61, 62, 63)), "banh-day": Scores((65, 66, 65, 66, 65, 64, 66))}
SECOND_AGENDA = ("gao-lut", "trung-ga")
LATER = ("dau-mac-ca", "mang-kho", "phan-hoa", "lap-xuong", "bot-dong")


def early_dossiers() -> None:
    draft_and_submit(CITY, ROUND, *FIRST_SESSION, *SECOND_AGENDA)


def early_reports() -> None:
    report_and_send(CITY, *FIRST_SESSION, *SECOND_AGENDA)


def early_intake() -> None:
    accept(CITY, *FIRST_SESSION, *SECOND_AGENDA)


def early_appraisal() -> None:
    appraise_and_send(CITY, *FIRST_SESSION, *SECOND_AGENDA)


def first_session_is_called() -> None:
    convene(CITY, "2024-10-03", date(2024, 10, 3), ROUND, *FIRST_SESSION)


def later_dossiers() -> None:
    draft_and_submit(CITY, ROUND, *LATER)
    draft_and_submit(CITY, ROUND, "ruou-ngo", name="ruou-ngo-2")


def later_reports() -> None:
    report_and_send(CITY, "dau-mac-ca", "mang-kho", "phan-hoa", "lap-xuong", "ruou-ngo-2")


def starch_is_withdrawn() -> None:
    for dossier in dossiers("bot-dong", stage="commune_review"):
        reason = "Hợp tác xã tập trung làm miến, chưa bán tinh bột ra ngoài."
        step(dossier, "withdraw", CITY.preparer(dossier.product), reason=reason)


def later_intake() -> None:
    accept(CITY, "dau-mac-ca", "phan-hoa")
    for dossier in dossiers("mang-kho", stage="intake"):
        office = person(CITY.office)
        find_wanting(dossier, "test_report", "Phiếu kiểm nghiệm đã quá 12 tháng.", actor=office)
        reason = "Phiếu kiểm nghiệm đã quá 12 tháng. Đề nghị nộp phiếu mới trước ngày 11/10/2024."
        step(dossier, "return_from_intake", office, reason=reason)


def pollen_is_returned() -> None:
    for dossier in dossiers("phan-hoa", stage="appraisal"):
        reason = "Nhãn mẫu chưa ghi hạn sử dụng và khối lượng tịnh. Đề nghị in lại nhãn và gửi ảnh."
        step(dossier, "return_from_appraisal", person(CITY.team), reason=reason)


def last_dossiers() -> None:
    draft_and_submit(CITY, ROUND, "banh-bong", "cham-cheo-uot")
    draft_and_submit(CITY, ROUND, "mac-khen", kind=DossierKind.RE_EVALUATION)


def sauce_is_returned() -> None:
    for dossier in dossiers("cham-cheo-uot", stage="commune_review"):
        officer, _ = CITY.commune(dossier)
        find_wanting(dossier, "production_conditions", "Giấy ghi sản phẩm khô, chưa có sản phẩm ướt.", actor=officer)
        reason = "Giấy chứng nhận đủ điều kiện sản xuất chưa ghi chẳm chéo ướt. Đề nghị bổ sung."
        step(dossier, "return_from_commune", officer, reason=reason)


def first_session() -> None:
    open_with(CITY, "2024-10-03", absent={})
    decide(CITY, "2024-10-03", FIRST_SESSION)
    close(CITY, "2024-10-03")


def second_session_is_called() -> None:
    follow_up(CITY, "banh-day")
    subject = "Công nhận sản phẩm OCOP thành phố Lai Châu đợt 2 năm 2024 (lần 1)"
    prepare_decision(CITY, "2024-2a", ROUND, subject, "banh-day")
    convene(CITY, "2024-10-15", date(2024, 10, 15), ROUND, *SECOND_AGENDA)


def drafts() -> None:
    """The dossier of the road itself, complete and not yet submitted; and one just begun."""
    noodles = draft(CITY, "mien-dong", ROUND)
    fill(
        CITY,
        noodles,
        extra=("raw_material", "story", "local_labour", "environment_technology"),
        as_pdf=("self_assessment",),
    )
    begun = draft(CITY, "ruou-tao-meo", ROUND)
    description = {"product_description": begun.product.description}
    save_answers(begun, description, actor=CITY.preparer(begun.product), expected_version=begun.version)


SCENES = scenes(
    2024,
    (9, 5, early_dossiers),
    (9, 10, early_reports),
    (9, 13, early_intake),
    (9, 19, early_appraisal),
    (9, 20, first_session_is_called),
    (9, 24, later_dossiers),
    (9, 26, later_reports),
    (9, 27, starch_is_withdrawn),
    (9, 30, later_intake),
    (10, 1, pollen_is_returned),
    (10, 1, last_dossiers),
    (10, 2, sauce_is_returned),
    (10, 3, first_session),
    (10, 4, second_session_is_called),
    (10, 4, drafts),
)
