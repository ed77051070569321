"""What the shipped rulebooks ask of each product set: evidence, the commune's contents, scorecards."""

import pytest

from tests.ocop_workflow.domain.rulebook_files import CODES, shipped


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("set_no", "needed"),
    [
        (1, ["production_conditions", "test_report"]),
        (6, ["production_conditions", "quality_declaration", "test_report"]),
        (20, ["production_conditions", "quality_declaration", "test_report"]),
        (21, []),
        (26, []),
    ],
)
def test_evidence_a_set_must_have(code, set_no, needed):
    kinds = shipped(code).evidence_for(set_no)

    assert [kind.key for kind in kinds if kind.needed_for(set_no)] == [
        "registration_form",
        "self_assessment",
        "business_registration",
        *needed,
    ]
    assert len(kinds) == 17


COMMUNE = {
    "local_material": ("Nguồn gốc sản phẩm", "Nguồn nguyên liệu"),
    "local_labour": ("Sử dụng lao động địa phương",),
    "idea": ("Nguồn gốc ý tưởng sản phẩm",),
    "local_identity": ("Trí tuệ/bản sắc địa phương",),
}


@pytest.mark.parametrize("code", CODES)
def test_the_commune_contents_stand_beside_the_criterion_of_that_title(code):
    rulebook = shipped(code)
    blank = []
    for content in rulebook.commune:
        assert list(content.criteria) == list(range(1, 27))
        for set_no, criterion in content.criteria.items():
            if criterion is None:
                blank.append((content.key, set_no))
            else:
                title = rulebook.scorecard(set_no).node(criterion).label
                assert title.startswith(COMMUNE[content.key]), (set_no, criterion, title)

    assert blank == [("local_material", 26), ("local_identity", 26)]


@pytest.mark.parametrize("code", CODES)
def test_shipped_scorecards_are_whole(code):
    cards = shipped(code).scorecards

    assert list(cards) == list(range(1, 27))
    assert {card.total for card in cards.values()} == {100}
    assert [number for number, card in cards.items() if card.withheld] == ([] if code == "2026-26" else [11, 12, 13])


def test_1489_uses_the_sheets_of_148_in_full():
    assert shipped("2025-1489").scorecards == shipped("2023-148").scorecards
    assert shipped("2025-1489").scorecard(6).node("1a").label == "Nguồn nguyên liệu"
