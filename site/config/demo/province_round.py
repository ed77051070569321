"""A round of the province, as it goes every autumn since 2025: each scene of it, on the days its year names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from config.demo import places, world
from config.demo.council import Scores, close, convene, decide, follow_up, open_with, prepare_decision, sign
from config.demo.memory import keep, person
from config.demo.road import PROVINCE, accept, appraise_and_send, receive, report_and_send
from ocop_workflow.services.rounds import plan_round


@dataclass(frozen=True, slots=True)
class ProvinceRound:
    """The second round of a year: until when it takes dossiers, whom the council scores when, what is decided."""

    year: int
    intake_until: date
    finish_by: date
    session_on: date
    scores: Mapping[str, Scores]
    decision_number: str
    absent: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return f"{self.year}-2"

    @property
    def session_code(self) -> str:
        return self.session_on.isoformat()

    def round_is_planned(self) -> None:
        planned = plan_round(
            world.unit(places.PROVINCE),
            self.year,
            2,
            plan=f"Kế hoạch OCOP tỉnh Lai Châu năm {self.year}",
            intake_until=self.intake_until,
            finish_by=self.finish_by,
            actor=person(PROVINCE.office),
        )
        keep(planned, self.code)

    def wards_receive(self) -> None:
        receive(PROVINCE, *self.scores)

    def wards_report(self) -> None:
        report_and_send(PROVINCE, *self.scores)

    def province_receives(self) -> None:
        accept(PROVINCE, *self.scores)

    def province_appraises(self) -> None:
        appraise_and_send(PROVINCE, *self.scores)

    def session_is_called(self) -> None:
        convene(PROVINCE, self.session_code, self.session_on, self.code, *self.scores)

    def session(self) -> None:
        open_with(PROVINCE, self.session_code, absent=self.absent)
        decide(PROVINCE, self.session_code, self.scores)
        close(PROVINCE, self.session_code)

    def follow_up_of_session(self) -> None:
        follow_up(PROVINCE, *self.scores)
        subject = f"Công nhận sản phẩm OCOP tỉnh Lai Châu đợt 2 năm {self.year}"
        prepare_decision(PROVINCE, self.code, self.code, subject, *self.scores)

    def decision(self) -> None:
        sign(PROVINCE, self.code, self.decision_number)
