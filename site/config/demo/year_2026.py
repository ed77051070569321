"""2026: the first round under Quyết định 26/2026/QĐ-TTg, with the tea that could not be scored before."""

from datetime import date

from config.demo import places, world
from config.demo.council import Scores, close, convene, decide, follow_up, open_with, prepare_decision, sign
from config.demo.memory import keep, person
from config.demo.pages import publish_article, publish_showcase
from config.demo.road import PROVINCE, accept, appraise_and_send, draft, draft_and_submit, receive, report_and_send
from config.demo.scene import scenes
from ocop_workflow.models import DossierKind
from ocop_workflow.services.rounds import plan_round

ROUND = "2026-2"
NOVEMBER = {
    "hong-tra": Scores((78, 77, 79, 78, 78, 77), stars=4),
    "che-shan": Scores((66, 67, 65, 66, 66, 65)),
    "hoa-dia-lan": Scores((58, 57, 59, 58, 58, 57)),
}
LAST = ("nuoc-son-tra", "nhan-mac-ca")


def new_law_is_news() -> None:
    publish_article("quy-dinh-moi")


def round_is_planned() -> None:
    planned = plan_round(
        world.unit(places.PROVINCE),
        2026,
        2,
        plan="Kế hoạch OCOP tỉnh Lai Châu năm 2026",
        intake_until=date(2026, 10, 29),
        finish_by=date(2026, 12, 29),
        actor=person(PROVINCE.office),
    )
    keep(planned, ROUND)


def september_dossiers() -> None:
    draft_and_submit(PROVINCE, ROUND, "hong-tra")
    draft_and_submit(PROVINCE, ROUND, "che-shan", "hoa-dia-lan", kind=DossierKind.RE_EVALUATION)


def wards_receive() -> None:
    receive(PROVINCE, *NOVEMBER)


def wards_report() -> None:
    report_and_send(PROVINCE, *NOVEMBER)


def province_receives() -> None:
    accept(PROVINCE, *NOVEMBER)


def province_appraises() -> None:
    appraise_and_send(PROVINCE, *NOVEMBER)


def session_is_called() -> None:
    convene(PROVINCE, "2026-11-05", date(2026, 11, 5), ROUND, *NOVEMBER)


def last_dossiers() -> None:
    """Two more come in the day before intake ends; they are under way when the story stops."""
    draft_and_submit(PROVINCE, ROUND, *LAST, kind=DossierKind.RE_EVALUATION)


def last_are_received() -> None:
    receive(PROVINCE, *LAST)


def session() -> None:
    open_with(PROVINCE, "2026-11-05", absent={"hoidongtinh7": "Đi công tác"})
    decide(PROVINCE, "2026-11-05", NOVEMBER)
    close(PROVINCE, "2026-11-05")


def follow_up_of_session() -> None:
    follow_up(PROVINCE, *NOVEMBER)
    subject = "Công nhận sản phẩm OCOP tỉnh Lai Châu đợt 2 năm 2026"
    prepare_decision(PROVINCE, "2026-2", ROUND, subject, *NOVEMBER)


def last_report() -> None:
    report_and_send(PROVINCE, "nuoc-son-tra")


def decision() -> None:
    sign(PROVINCE, "2026-2", "2418/QĐ-UBND")


def tea_is_shown() -> None:
    publish_showcase("hong-tra")


def next_draft() -> None:
    draft(PROVINCE, "bot-dong", ROUND, name="bot-dong-2")


SCENES = scenes(
    2026,
    (6, 3, new_law_is_news),
    (7, 6, round_is_planned),
    (9, 15, september_dossiers),
    (9, 16, wards_receive),
    (9, 28, wards_report),
    (10, 5, province_receives),
    (10, 20, province_appraises),
    (10, 22, session_is_called),
    (10, 28, last_dossiers),
    (10, 29, last_are_received),
    (11, 5, session),
    (11, 6, follow_up_of_session),
    (11, 11, last_report),
    (11, 16, decision),
    (11, 18, tea_is_shown),
    (11, 19, next_draft),
)
