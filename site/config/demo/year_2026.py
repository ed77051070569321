"""2026: the first round under Quyết định 26/2026/QĐ-TTg, with the tea that could not be scored before."""

from datetime import date

from config.demo.council import Scores
from config.demo.pages import publish_article, publish_showcase
from config.demo.province_round import ProvinceRound
from config.demo.road import PROVINCE, draft, draft_and_submit, receive, report_and_send
from config.demo.scene import scenes
from ocop_workflow.models import DossierKind

ROUND = ProvinceRound(
    2026,
    intake_until=date(2026, 10, 29),
    finish_by=date(2026, 12, 29),
    session_on=date(2026, 11, 5),
    scores={
        "hong-tra": Scores((78, 77, 79, 78, 78, 77), stars=4),
        "che-shan": Scores((66, 67, 65, 66, 66, 65)),
        "hoa-dia-lan": Scores((58, 57, 59, 58, 58, 57)),
    },
    decision_number="2418/QĐ-UBND",
    absent={"hoidongtinh7": "Đi công tác"},
)
LAST = ("nuoc-son-tra", "nhan-mac-ca")


def new_law_is_news() -> None:
    publish_article("quy-dinh-moi")


def september_dossiers() -> None:
    draft_and_submit(PROVINCE, ROUND.code, "hong-tra")
    draft_and_submit(PROVINCE, ROUND.code, "che-shan", "hoa-dia-lan", kind=DossierKind.RE_EVALUATION)


def last_dossiers() -> None:
    """Two more come in the day before intake ends; they are under way when the story stops."""
    draft_and_submit(PROVINCE, ROUND.code, *LAST, kind=DossierKind.RE_EVALUATION)


def last_are_received() -> None:
    receive(PROVINCE, *LAST)


def last_report() -> None:
    report_and_send(PROVINCE, "nuoc-son-tra")


def tea_is_shown() -> None:
    publish_showcase("hong-tra")


def next_draft() -> None:
    draft(PROVINCE, "bot-dong", ROUND.code, name="bot-dong-2")


SCENES = scenes(
    2026,
    (6, 3, new_law_is_news),
    (7, 6, ROUND.round_is_planned),
    (9, 15, september_dossiers),
    (9, 16, ROUND.wards_receive),
    (9, 28, ROUND.wards_report),
    (10, 5, ROUND.province_receives),
    (10, 20, ROUND.province_appraises),
    (10, 22, ROUND.session_is_called),
    (10, 28, last_dossiers),
    (10, 29, last_are_received),
    (11, 5, ROUND.session),
    (11, 6, ROUND.follow_up_of_session),
    (11, 11, last_report),
    (11, 16, ROUND.decision),
    (11, 18, tea_is_shown),
    (11, 19, next_draft),
)
