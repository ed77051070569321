import pytest

from ocop_workflow.domain.process import STAGE_KINDS
from ocop_workflow.domain.registry import EFFECTS, GUARDS, Param


def test_the_registries_are_closed_lists():
    assert list(GUARDS) == [
        "form_complete",
        "evidence_complete",
        "scorecard_available",
        "commune_report_complete",
        "samples_received",
        "completeness_checked",
        "appraisal_complete",
        "on_agenda",
        "session_open",
        "quorum_met",
        "ballots_complete",
        "ballots_sealed",
        "ballots_unsealed",
        "spread_within",
        "disagreements_settled",
        "outcome_is",
        "decision_signed",
        "elimination_recorded",
    ]
    assert list(EFFECTS) == [
        "freeze_revision",
        "issue_receipt",
        "unseal_ballots",
        "new_reading",
        "compute_result",
        "record_elimination",
        "issue_certificate",
        "record_forwarding",
        "draw_papers",
    ]


def test_every_entry_is_described_and_allowed_in_known_stages():
    for entry in (*GUARDS.values(), *EFFECTS.values()):
        assert entry.description.endswith(".")
        assert set(entry.kinds) <= set(STAGE_KINDS)
        assert all(param.description.endswith(".") for param in entry.params)
        assert all(param.required or param.accepts(param.default) for param in entry.params)


def test_defaults_are_filled_in():
    assert dict(GUARDS["samples_received"].fill({})) == {"count": 5, "except_sets": ()}
    assert dict(GUARDS["samples_received"].fill({"except_sets": [26]})) == {"count": 5, "except_sets": (26,)}
    assert dict(GUARDS["commune_report_complete"].fill({})) == {"meeting": "required"}
    assert dict(GUARDS["decision_signed"].fill({})) == {"kind": "recognition"}
    assert dict(GUARDS["form_complete"].fill({})) == {}


@pytest.mark.parametrize(
    ("param", "good", "bad"),
    [
        (Param("n", "number", ""), [1, 40], [0, -1, True, 1.5, "1", None, [1]]),
        (Param("n", "choice", "", choices=("a", "b")), ["a", "b"], ["c", "", 1, ["a"]]),
        (Param("n", "choices", "", choices=("a", "b")), [["a"], ["b", "a"]], [[], ["c"], ["a", "a"], "a", [1]]),
        (Param("n", "sets", ""), [[], [1, 26]], [[0], [27], [1, 1], [True], ["1"], 3]),
        (Param("n", "papers", ""), [["decision"]], [[], [1], "decision", ["a", "a"]]),
    ],
)
def test_parameters_take_only_their_own_type(param, good, bad):
    assert [value for value in good if not param.accepts(value)] == []
    assert [value for value in bad if param.accepts(value)] == []
