"""After 07/10/2024: the city ends its round 2. What people moved by hand in between stays as they left it."""

from datetime import date

from config.demo.council import Scores, close, convene, decide, follow_up, open_with, prepare_decision, sign
from config.demo.evidence import hand_in
from config.demo.road import CITY, accept, appraise_and_send, dossiers, report_and_send, step, submit
from config.demo.scene import scenes

ROUND = "2024-2"
SECOND = {
    "gao-lut": Scores((56, 55, 57, 56, 56, 55, 57)),
    "trung-ga": Scores((47, 46, 48, 47, 47, 46, 48)),
}
THIRD = {
    "mien-dong": Scores((66, 67, 65, 66, 66, 67, 66)),
    "dau-mac-ca": Scores((63, 62, 64, 63, 62, 63, 64)),
    "phan-hoa": Scores((55, 54, 56, 55, 55, 54, 56)),
    "lap-xuong": Scores((58, 59, 57, 58, 58, 59, 57)),
    "ruou-ngo-2": Scores((52, 53, 52, 54, 53, 52, 53)),
    "mang-kho": Scores((54, 55, 53, 54, 54, 55, 53)),
    "banh-bong": Scores((53, 52, 54, 53, 52, 53, 53)),
    "mac-khen": Scores((62, 63, 61, 62, 62, 63, 62)),
    "cham-cheo-uot": Scores((57, 58, 56, 57, 57, 58, 56)),
}
RETURNED = (
    ("cham-cheo-uot", "commune_review_returned", "resubmit_to_commune"),
    ("mang-kho", "intake_returned", "resubmit_to_intake"),
    ("phan-hoa", "appraisal_returned", "resubmit_to_appraisal"),
)


def returned_dossiers_come_again() -> None:
    for key, stage, again in RETURNED:
        for dossier in dossiers(key, stage=stage):
            preparer = CITY.preparer(dossier.product)
            hand_in(dossier, ["quality_management"], actor=preparer)
            step(dossier, again, preparer)
    submit(CITY, "mien-dong")


def first_decision_of_october() -> None:
    sign(CITY, "2024-2a", "1902/QĐ-UBND")


def last_reports() -> None:
    report_and_send(CITY, "banh-bong", "mac-khen", "cham-cheo-uot", "mien-dong")


def last_intake() -> None:
    accept(CITY, *THIRD)


def second_session() -> None:
    open_with(CITY, "2024-10-15", absent={})
    decide(CITY, "2024-10-15", SECOND)
    close(CITY, "2024-10-15")


def second_follow_up() -> None:
    follow_up(CITY, "pho-kho", *SECOND)


def last_appraisal() -> None:
    appraise_and_send(CITY, *THIRD)


def third_session_is_called() -> None:
    convene(CITY, "2024-10-24", date(2024, 10, 24), ROUND, *THIRD)


def third_session() -> None:
    open_with(CITY, "2024-10-24", absent={})
    decide(CITY, "2024-10-24", THIRD)
    close(CITY, "2024-10-24")


def third_follow_up() -> None:
    follow_up(CITY, *THIRD)


def october_decision_is_drafted() -> None:
    subject = "Công nhận sản phẩm OCOP thành phố Lai Châu đợt 2 năm 2024 (lần 2)"
    prepare_decision(CITY, "2024-2b", ROUND, subject, "pho-kho", *SECOND, *THIRD)


def second_decision_of_october() -> None:
    sign(CITY, "2024-2b", "2015/QĐ-UBND")


def apple_brandy_is_given_up() -> None:
    for dossier in dossiers("ruou-tao-meo", stage="draft"):
        reason = "Chưa kịp hoàn thiện giấy tờ trong đợt 2; sẽ làm hồ sơ mới."
        step(dossier, "withdraw", CITY.preparer(dossier.product), reason=reason)


SCENES = scenes(
    2024,
    (10, 9, returned_dossiers_come_again),
    (10, 10, first_decision_of_october),
    (10, 11, last_reports),
    (10, 14, last_intake),
    (10, 15, second_session),
    (10, 16, second_follow_up),
    (10, 18, last_appraisal),
    (10, 21, third_session_is_called),
    (10, 24, third_session),
    (10, 25, third_follow_up),
    (10, 28, october_decision_is_drafted),
    (10, 30, second_decision_of_october),
    (12, 16, apple_brandy_is_given_up),
)
