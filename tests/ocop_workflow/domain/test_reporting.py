"""Which stage lets whom write which report, as rulebooks of different shapes say."""

import pytest

from ocop_workflow.domain.reporting import APPRAISAL, COMMUNE_REPORT, report_stages, reviewing_stages, working_offices
from ocop_workflow.domain.rulebook import read_rulebook
from tests.factories.three_levels import RULEBOOK
from tests.ocop_workflow.domain.rulebook_files import FIXTURES, shipped


@pytest.mark.parametrize(
    ("folder", "commune", "appraisal"),
    [
        (None, {"commune_review"}, {"appraisal"}),
        (RULEBOOK, set(), {"tai_quay", "khao_sat_1", "khao_sat_2"}),
        (FIXTURES / "festival", set(), {"vong-1", "kiem_tra"}),
    ],
)
def test_reports_are_written_where_the_steps_ask_for_them(folder, commune, appraisal):
    rulebook = read_rulebook(folder) if folder else shipped("2023-148")

    assert report_stages(rulebook, COMMUNE_REPORT) == commune
    assert report_stages(rulebook, APPRAISAL) == appraisal


def test_papers_are_checked_in_the_reviewing_stages():
    assert reviewing_stages(shipped("2026-26")) == {"commune_intake", "commune_review", "intake", "appraisal"}


@pytest.mark.parametrize(
    ("folder", "stage", "offices"),
    [
        (None, "commune_review", ["commune.officer", "commune.chair"]),
        (None, "appraisal", ["team.head", "team.member", "team.secretary"]),
        (RULEBOOK, "khao_sat_1", ["khao_sat.member"]),
        (RULEBOOK, "ket_qua_1", ["ky_pho.approver", "ky_pho.deputy", "mat_tran.chair"]),
        (FIXTURES / "festival", "kiem_tra", ["thanh-tra.auditor", "thanh-tra.head"]),
    ],
)
def test_offices_of_a_stage_are_those_of_its_body_that_act_there(folder, stage, offices):
    rulebook = read_rulebook(folder) if folder else shipped("2023-148")

    assert [str(office) for office in working_offices(rulebook, rulebook.stage(stage))] == offices


def test_body_that_takes_no_step_works_with_every_office_of_its_own(tmp_path):
    text = (RULEBOOK / "process.toml").read_text(encoding="utf-8")
    for name in ("rulebook.toml", "evidence.toml", "commune.toml", "papers.toml"):
        (tmp_path / name).write_text((RULEBOOK / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "scorecards").symlink_to(RULEBOOK / "scorecards")
    (tmp_path / "process.toml").write_text(text.replace('"khao_sat.member"', '"mat_tran.chair"'), encoding="utf-8")
    rulebook = read_rulebook(tmp_path)

    offices = working_offices(rulebook, rulebook.stage("khao_sat_1"))

    assert {office.body for office in offices} == {"khao_sat"}
    assert {"head", "member", "officer"} <= {office.role for office in offices}
    assert "auditor" not in {office.role for office in offices}
