from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ocop_workflow.domain.process import Deadline, Label, Office
from ocop_workflow.domain.rulebook import (
    Band,
    NoRulebook,
    UnknownKey,
    choose_rulebook,
    read_rulebook,
)
from ocop_workflow.domain.scoring import band_of
from tests.ocop_workflow.domain.rulebook_files import CODES, FIXTURES, example, shipped, written


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 2, 24), "2023-148"),
        (date(2025, 6, 30), "2023-148"),
        (date(2025, 7, 1), "2025-1489"),
        (date(2026, 5, 21), "2025-1489"),
        (date(2026, 5, 22), "2026-26"),
        (date(2030, 1, 1), "2026-26"),
    ],
)
def test_the_rulebook_is_chosen_by_the_day_of_submission(day, code):
    for order in (CODES, CODES[::-1]):
        assert choose_rulebook(map(shipped, order), day).code == code


def test_no_rulebook_applies_before_the_first():
    with pytest.raises(NoRulebook) as refused:
        choose_rulebook(map(shipped, CODES), date(2023, 2, 23))

    assert str(refused.value) == "No rulebook applies to dossiers submitted on 2023-02-23."


def test_a_correction_of_the_same_act_takes_over(tmp_path):
    first = read_rulebook(written(tmp_path / "a", example()))
    renamed = {**example(), "rulebook.toml": example()["rulebook.toml"].replace("A trial regulation", "Corrected")}
    second = read_rulebook(written(tmp_path / "b", renamed))

    assert choose_rulebook([first, second], date(2030, 1, 1)) is second


def test_unknown_keys_are_told():
    rulebook = shipped("2023-148")
    for look_up in (rulebook.stage, rulebook.step, rulebook.steps_from, rulebook.body, rulebook.level, rulebook.paper):
        with pytest.raises(UnknownKey):
            look_up("nowhere")
    with pytest.raises(UnknownKey):
        rulebook.scorecard(27)
    with pytest.raises(UnknownKey):
        rulebook.evidence_kind("nowhere")


def test_labels_speak_vietnamese_unless_asked_for_english():
    label = Label("Hội đồng", "Council")

    assert [label.text(language) for language in ("vi", "en", "en-gb", "fr", "")] == [
        "Hội đồng",
        "Council",
        "Council",
        "Hội đồng",
        "Hội đồng",
    ]


def test_a_rulebook_of_quite_another_shape_loads():
    rulebook = read_rulebook(FIXTURES / "festival")

    assert rulebook.code == "lang-nghe.2031"
    assert rulebook.bands[0] == Band(4, Decimal("12.5"), None, Label("Bàn tay vàng", "Golden hand"))
    assert band_of(Fraction(20), rulebook.bands) == 4
    assert (rulebook.points_total, rulebook.renewal_window) == (20, (0, 30))
    assert rulebook.initial.key == "y_tuong"
    assert [stage.key for stage in rulebook.stages if stage.kind == "scoring"] == ["vong-1", "vong-2", "vong-3"]
    assert rulebook.stage("vong-2").deadline == Deadline(45, "days", "")
    assert [step.key for step in rulebook.steps_from("vong-2")] == ["mo", "cham_lai", "chot"]
    assert [step.key for step in rulebook.steps_from("cho_trung_uong")] == ["nuoc_nhan"]
    assert rulebook.step("thi").by == (Office("producer", "producer"),)
    assert list(rulebook.scorecards) == [21, 22]
    assert rulebook.commune == ()
    kinds = {set_no: [(k.key, k.needed_for(set_no)) for k in rulebook.evidence_for(set_no)] for set_no in (21, 22, 3)}
    assert kinds == {
        21: [("anh", True), ("khung_cui", False)],
        22: [("anh", True), ("khung_cui", True)],
        3: [("khung_cui", False)],
    }
