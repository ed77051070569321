"""What a producer writes: known parts only, each replaced on its own."""

import unicodedata

import pytest

from ocop_workflow.domain.answers import TEXT_LIMIT, merged_answers
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.scorecard import Node, Scorecard

CARD = Scorecard(
    set_no=6,
    slug="x",
    group="Thực phẩm",
    subgroup="",
    name="Chế biến từ gạo",
    lead="",
    nodes=(
        Node("part", "A", None, "Phần A", 40, None, "", ""),
        Node("criterion", "1a", "A", "Nguyên liệu", 5, None, "", ""),
        Node("option", "1a.1", "1a", "Dưới 50%", 1, None, "", ""),
        Node("option", "1a.2", "1a", "Trên 50%", 5, None, "", ""),
        Node("criterion", "1b", "A", "Công nghệ", 3, None, "", ""),
        Node("option", "1b.1", "1b", "Có", 3, None, "", ""),
    ),
    withheld=None,
)


def test_merged_answers_replaces_what_is_given_and_keeps_the_rest():
    current = {"market": "Chợ San Thàng", "plan": "Mở rộng"}

    merged = merged_answers(current, {"plan": "  Thêm máy sấy\r\n"}, CARD)

    assert merged == {"market": "Chợ San Thàng", "plan": "Thêm máy sấy"}
    assert current == {"market": "Chợ San Thàng", "plan": "Mở rộng"}


def test_merged_answers_are_composed():
    merged = merged_answers({}, {"market": unicodedata.normalize("NFD", "Chợ đêm")}, CARD)

    assert merged == {"market": "Chợ đêm"}


def test_self_assessment_is_replaced_criterion_by_criterion():
    current = {"self_assessment": {"1a": {"option": "1a.1", "note": ""}, "1b": {"option": "1b.1", "note": "máy mới"}}}

    merged = merged_answers(current, {"self_assessment": {"1a": {"option": "1a.2", "note": " 60% "}, "1b": {}}}, CARD)

    assert merged == {"self_assessment": {"1a": {"option": "1a.2", "note": "60%"}}}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"stage": "certified"}, "stage"),
        ({"market": 5}, "market"),
        ({"market": "x" * (TEXT_LIMIT + 1)}, "market"),
        ({"self_assessment": "1a.1"}, "self_assessment"),
        ({"self_assessment": {"9z": {"option": ""}}}, "self_assessment.9z"),
        ({"self_assessment": {"A": {"option": ""}}}, "self_assessment.A"),
        ({"self_assessment": {"1a": {"option": "1b.1"}}}, "self_assessment.1a"),
        ({"self_assessment": {"1a": {"points": "5"}}}, "self_assessment.1a"),
        ({"self_assessment": {"1a": "1a.1"}}, "self_assessment.1a"),
        ({"self_assessment": {"1a": {"note": 3}}}, "self_assessment.1a"),
    ],
)
def test_merged_answers_refuses_what_no_dossier_has(given, field):
    with pytest.raises(InvalidInput) as refused:
        merged_answers({}, given, CARD)

    assert refused.value.field == field


def test_self_assessment_needs_a_scorecard():
    with pytest.raises(InvalidInput):
        merged_answers({}, {"self_assessment": {"1a": {"option": "1a.1"}}}, None)
