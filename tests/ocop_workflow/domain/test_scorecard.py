import pytest

from ocop_workflow.domain.rulebook import UnknownKey
from ocop_workflow.domain.scorecard import Node
from tests.ocop_workflow.domain.rulebook_files import CODES, shipped

TOURISM_CASES = {"2023-148": ("cong_dong", "diem_dich_vu"), "2026-26": ("cong_dong", "diem_du_lich")}


def codes(nodes):
    return [node.code for node in nodes]


def test_a_sheet_is_walked_by_code():
    card = shipped("2023-148").scorecard(6)

    assert codes(card.parts) == ["A", "B", "C"]
    assert [part.points for part in card.parts] == [40, 25, 35]
    assert codes(card.children("1")) == ["1a", "1b", "1c", "1d", "1đ", "1e"]
    assert codes(card.ancestors("1a.1")) == ["1a", "1", "A"]
    assert card.node("1a").points == 5
    assert [option.points for option in card.options("1a")] == sorted(option.points for option in card.options("1a"))
    assert card.options("1") == ()
    assert (card.slug, card.group, card.withheld) == ("che-bien-tu-gao-ngu-coc", "Thực phẩm", None)


def test_unknown_codes_are_told():
    card = shipped("2023-148").scorecard(6)

    for look_up in (card.node, card.children, card.options, card.ancestors, card.case_of):
        with pytest.raises(UnknownKey):
            look_up("9z")


@pytest.mark.parametrize("code", ["2023-148", "2026-26"])
def test_tourism_is_scored_in_one_of_two_cases(code):
    card = shipped(code).scorecard(26)
    first, second = TOURISM_CASES[code]
    suffixes = ("a", "b") if code == "2023-148" else (".TH1", ".TH2")

    assert card.cases == (first, second)
    chosen = {case: set(codes(card.criteria_for(case))) for case in card.cases}
    assert chosen[first] - chosen[second] == {f"{group}{suffixes[0]}" for group in (8, 9, 15)}
    assert chosen[second] - chosen[first] == {f"{group}{suffixes[1]}" for group in (8, 9, 15)}
    assert sum(criterion.points for criterion in card.criteria_for(first)) == 100
    assert card.case_of(f"8{suffixes[1]}") == second


@pytest.mark.parametrize("code", CODES)
def test_only_tourism_has_cases(code):
    assert [number for number, card in shipped(code).scorecards.items() if card.cases] == [26]


def test_without_cases_every_criterion_is_scored():
    card = shipped("2026-26").scorecard(11)

    assert card.criteria_for(None) == card.criteria
    assert sum(criterion.points for criterion in card.criteria) == 100


def test_a_row_keeps_its_mark_and_rule():
    card = shipped("2023-148").scorecard(26)

    assert card.node("3e") == Node("criterion", "3e", "3", "Sở hữu trí tuệ", 2, 4, "", "")
    assert card.node("8a").rule == "one_of"
    assert card.node("8a").argument == "cong_dong"
