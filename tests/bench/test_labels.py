"""The labelled set itself: enough of each kind, no question twice, rules that mean what they say."""

from collections import Counter

import pytest

from tests.bench.relevance.labels import FIRST, SECOND, THIRD, Label, Thing, labels

FIELDS = {
    "is", "kind", "name", "maker", "also", "place", "pack", "text", "code", "stars", "state", "certificate",
    "decision", "type",
}  # fmt: skip


def thing(name: str, state: str = "valid", **fields: str) -> Thing:
    said = {"is": (name,), "name": (name,), "state": (state,), **{field: (text,) for field, text in fields.items()}}
    return Thing(("product", "SP-1"), state, said)


def test_labels_are_300_or_more_and_16_or_more_of_a_kind():
    found = list(labels())

    kinds = Counter(label.kind for label in found)
    assert len(found) >= 300
    assert min(kinds.values()) >= 16
    assert len(kinds) == 18
    assert [query for query, times in Counter(label.query for label in found).items() if times > 1] == []


def test_labels_use_known_fields_and_say_their_part():
    found = list(labels())

    assert {field for label in found for field, _ in label.conditions} <= FIELDS
    assert Counter(label.part for label in found) == {FIRST: 336, SECOND: 98, THIRD: 65}


@pytest.mark.parametrize(
    ("rule", "answer", "right"),
    [
        ("is:Chè Shan", thing("Chè Shan"), True),
        ("is:Chè Shan", thing("Chè Shan tuyết"), False),
        ("name:dừa", thing("Kẹo dừa"), True),
        ("name:dừa", thing("Dứa sấy"), False),
        ("name:hòa", thing("Hoà Bình"), True),
        ("name:chè|trà; stars:4", thing("Hồng trà", stars="4"), True),
        ("name:chè|trà; stars:4", thing("Hồng trà", stars="3"), False),
        ("name:dừa", thing("Kẹo dừa", state="expired"), False),
        ("name:dừa; state:expired", thing("Kẹo dừa", state="expired"), True),
        ("name:dừa; state:expired", thing("Kẹo dừa"), False),
        ("code:SP-1", thing("Kẹo dừa", state="revoked", code="SP-1"), True),
    ],
)
def test_a_rule_accepts(rule: str, answer: Thing, right: bool):
    assert Label("exact", "?", rule).accepts(answer) is right


def test_a_label_nothing_answers_is_a_fault():
    with pytest.raises(ValueError, match="Nothing answers"):
        Label("exact", "?", "name:cam").right([thing("Kẹo dừa")])
