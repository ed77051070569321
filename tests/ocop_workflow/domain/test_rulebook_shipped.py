from datetime import date
from decimal import Decimal

import pytest

from ocop_workflow.domain.process import Deadline, Office
from ocop_workflow.domain.rulebook import (
    Call,
    Rulebook,
)
from tests.ocop_workflow.domain.rulebook_files import CODES, shipped

LOCAL_ROAD = {
    "submit": "draft → commune_review",
    "return_from_commune": "commune_review → commune_review_returned",
    "resubmit_to_commune": "commune_review_returned → commune_review",
    "send_to_city": "commune_review → intake",
    "accept": "intake → appraisal",
    "return_from_intake": "intake → intake_returned",
    "return_to_commune": "intake → commune_review",
    "resubmit_to_intake": "intake_returned → intake",
    "send_to_council": "appraisal → council",
    "return_from_appraisal": "appraisal → appraisal_returned",
    "resubmit_to_appraisal": "appraisal_returned → appraisal",
    "note_elimination": "appraisal → =",
    "eliminate": "appraisal → eliminated",
    "unseal": "council → =",
    "new_reading": "council → =",
    "conclude": "council → result",
    "propose_recognition": "result → decision",
    "forward": "result → forwarded",
    "close_not_recognised": "result → not_recognised",
    "close_eliminated": "result → eliminated",
    "recognise": "decision → certified",
    "return_to_result": "decision → result",
    "withdraw": "draft, commune_review, commune_review_returned, intake, intake_returned, appraisal, appraisal_returned"
    " → withdrawn",
}
PROVINCIAL_ROAD = {
    "submit": "draft → commune_intake",
    "receive": "commune_intake → commune_review",
    "return_from_commune_intake": "commune_intake → commune_intake_returned",
    "resubmit_to_commune_intake": "commune_intake_returned → commune_intake",
    **{key: road for key, road in LOCAL_ROAD.items() if key not in ("submit", "send_to_city")},
    "send_to_province": "commune_review → intake",
    "withdraw": "draft, commune_intake, commune_intake_returned, " + LOCAL_ROAD["withdraw"].removeprefix("draft, "),
}


def road(rulebook: Rulebook) -> dict[str, str]:
    return {step.key: f"{', '.join(step.sources)} → {step.target}" for step in rulebook.steps}


@pytest.mark.parametrize(
    ("code", "expected"), [("2023-148", LOCAL_ROAD), ("2025-1489", PROVINCIAL_ROAD), ("2026-26", PROVINCIAL_ROAD)]
)
def test_the_shipped_roads(code, expected):
    assert road(shipped(code)) == expected


@pytest.mark.parametrize("code", CODES)
def test_shipped_stages_have_their_kinds(code):
    kinds = {stage.key: stage.kind for stage in shipped(code).stages}
    commune = {} if code == "2023-148" else {"commune_intake": "intake", "commune_intake_returned": "returned"}

    assert kinds == {
        "draft": "draft",
        **commune,
        "commune_review": "evaluation",
        "commune_review_returned": "returned",
        "intake": "intake",
        "intake_returned": "returned",
        "appraisal": "appraisal",
        "appraisal_returned": "returned",
        "council": "scoring",
        "result": "result",
        "decision": "decision",
        "forwarded": "forwarded",
        "certified": "certified",
        "not_recognised": "closed",
        "eliminated": "closed",
        "withdrawn": "closed",
    }
    assert shipped(code).initial.key == "draft"


@pytest.mark.parametrize("code", CODES)
def test_the_clock_stands_still_while_the_producer_is_asked(code):
    stopped = {stage.kind for stage in shipped(code).stages if stage.clock == "stopped"}

    assert stopped == {"draft", "returned", "forwarded", "certified", "closed"}
    assert [stage.key for stage in shipped(code).stages if not stage.public] == ["draft"]


@pytest.mark.parametrize("code", CODES)
def test_every_shipped_name_is_there_in_two_languages(code):
    rulebook = shipped(code)
    labels = [rulebook.title, *(item.label for item in (*rulebook.bands, *rulebook.levels, *rulebook.bodies))]
    labels += [item.label for item in (*rulebook.steps, *rulebook.papers, *rulebook.commune, *rulebook.evidence)]
    labels += [
        name for stage in rulebook.stages for name in (stage.names.staff, stage.names.producer, stage.names.public)
    ]

    assert [label for label in labels if not label.vi or not label.en] == []
    assert [kind.key for kind in rulebook.evidence if not kind.hint.vi or not kind.hint.en] == []
    assert [step.key for step in rulebook.steps if not step.source] == ["withdraw"]


def test_148_is_certified_by_the_city_and_the_later_acts_by_the_province():
    levels = {code: {level.key: sorted(level.certifies) for level in shipped(code).levels} for code in CODES}

    assert levels == {
        "2023-148": {"commune": [], "city": [3], "province": [4], "centre": [5]},
        "2025-1489": {"commune": [], "province": [3, 4], "centre": [5]},
        "2026-26": {"commune": [], "province": [3, 4], "centre": [5]},
    }
    assert [shipped(code).evaluating_level for code in CODES] == ["city", "province", "province"]
    assert [shipped(code).forward_on for code in CODES] == ["points", "points", "points"]
    assert shipped("2023-148").level("city").unit_types == ("thanh_pho", "huyen")


@pytest.mark.parametrize("code", CODES)
def test_star_bands_are_half_open(code):
    bands = [(band.star, band.floor, band.below) for band in shipped(code).bands]

    assert bands == [
        (5, Decimal(90), None),
        (4, Decimal(70), Decimal(90)),
        (3, Decimal(50), Decimal(70)),
        (2, Decimal(30), Decimal(50)),
        (1, Decimal(0), Decimal(30)),
    ]


def test_dates_of_the_shipped_acts():
    dates = {
        code: [str(day) for day in (book.in_force_from, book.in_force_to, book.applies_from, book.applies_to)]
        for code, book in ((code, shipped(code)) for code in CODES)
    }

    assert dates == {
        "2023-148": ["2023-02-24", "2025-07-05", "2023-02-24", "2025-06-30"],
        "2025-1489": ["2025-07-06", "2026-07-21", "2025-07-01", "2026-05-21"],
        "2026-26": ["2026-05-22", "None", "2026-05-22", "None"],
    }


@pytest.mark.parametrize(
    ("kind", "submitted_on", "finish_by"),
    [
        ("first", date(2026, 5, 21), date(2026, 7, 21)),
        ("upgrade", date(2025, 7, 1), date(2026, 7, 21)),
        ("re_evaluation", date(2026, 5, 21), date(2026, 6, 21)),
        ("first", date(2026, 5, 22), None),
    ],
)
def test_dossiers_under_1489_are_finished_within_the_transition(kind, submitted_on, finish_by):
    assert shipped("2025-1489").finish_by(kind, submitted_on) == finish_by
    assert shipped("2026-26").finish_by(kind, submitted_on) is None


def test_certificates_last_36_months_and_26_has_a_window_to_renew():
    assert [shipped(code).validity_months for code in CODES] == [36, 36, 36]
    assert [shipped(code).renewal_window for code in CODES] == [None, None, (120, 180)]
    assert [shipped(code).late_extension_days for code in CODES] == [None, None, 180]


def test_only_26_gives_the_commune_a_deadline():
    deadlines = {code: {s.key: s.deadline for s in shipped(code).stages if s.deadline} for code in CODES}

    assert deadlines == {
        "2023-148": {},
        "2025-1489": {},
        "2026-26": {"commune_review": Deadline(15, "working_days", "Quyết định 26/2026/QĐ-TTg, Điều 7")},
    }


def test_the_commune_must_meet_until_26_leaves_it_the_choice():
    calls = [
        shipped(code).step(step).guards
        for code, step in zip(CODES, ["send_to_city", "send_to_province", "send_to_province"], strict=True)
    ]

    assert calls == [
        (Call("commune_report_complete", {"meeting": "required"}),),
        (Call("commune_report_complete", {"meeting": "required"}),),
        (Call("commune_report_complete", {"meeting": "optional"}),),
    ]


def test_the_council_under_148():
    rulebook = shipped("2023-148")
    steps = {step.key: step for step in rulebook.steps_from("council")}

    assert rulebook.stage("council").body == "council"
    assert {key: [call.name for call in (*step.guards, *step.effects)] for key, step in steps.items()} == {
        "unseal": [
            "on_agenda",
            "session_open",
            "quorum_met",
            "ballots_sealed",
            "ballots_complete",
            "unseal_ballots",
        ],
        "new_reading": ["on_agenda", "session_open", "ballots_unsealed", "new_reading"],
        "conclude": [
            "scorecard_available",
            "on_agenda",
            "session_open",
            "quorum_met",
            "ballots_unsealed",
            "spread_within",
            "disagreements_settled",
            "compute_result",
        ],
    }
    assert {step.by for step in steps.values()} == {(Office("council", "chair"),)}
    assert [step.target_from("council") for step in steps.values()] == ["council", "council", "result"]


def test_a_certificate_is_issued_by_a_signed_decision():
    step = shipped("2026-26").step("recognise")

    assert step.by == (Office("authority", "approver"),)
    assert step.guards == (Call("decision_signed", {"kind": "recognition"}),)
    assert step.effects == (
        Call("issue_certificate", {}),
        Call("draw_papers", {"papers": ("decision", "certificate")}),
    )


def test_tourism_hands_in_no_sample():
    samples = [call for call in shipped("2023-148").step("send_to_council").guards if call.name == "samples_received"]

    assert samples == [Call("samples_received", {"count": 5, "except_sets": (26,)})]


def test_receipts_are_numbered_as_the_act_says():
    where = {"province": "12", "commune": "03408", "year": 2026}

    assert shipped("2026-26").receipt_number(15, **where) == "15/PĐK-12-03408-2026"
    assert shipped("2023-148").receipt_number(15, **{**where, "year": 2024}) == "15/PĐK-03408-2024"
