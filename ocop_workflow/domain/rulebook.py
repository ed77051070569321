"""The law as data: what the rest of the plugin uses of a rulebook.

`read_rulebook` reads and lints a folder of plain files, `to_document` and `from_document` keep it in the database,
`choose_rulebook` says which one a dossier is judged by.
"""

from collections.abc import Iterable
from datetime import date

from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.domain.process import (
    BODY_KINDS,
    ROLES,
    STAGE_KINDS,
    TERMINAL_KINDS,
    UNIT_TYPES,
    Call,
    Deadline,
    Label,
    Office,
    Stage,
    StageNames,
    Step,
)
from ocop_workflow.domain.rulebook_data import (
    DOSSIER_KINDS,
    Band,
    BodyRef,
    CommuneContent,
    EvidenceKind,
    Level,
    PaperKind,
    Rulebook,
    Transition,
)
from ocop_workflow.domain.rulebook_document import checksum, from_document, to_document
from ocop_workflow.domain.rulebook_faults import Fault, RulebookFaults
from ocop_workflow.domain.rulebook_reader import read_rulebook
from ocop_workflow.domain.scorecard import Node, Scorecard, UnknownKey

__all__ = [
    "BODY_KINDS",
    "DOSSIER_KINDS",
    "ROLES",
    "STAGE_KINDS",
    "TERMINAL_KINDS",
    "UNIT_TYPES",
    "Band",
    "BodyRef",
    "Call",
    "CommuneContent",
    "Deadline",
    "EvidenceKind",
    "Fault",
    "Label",
    "Level",
    "NoRulebook",
    "Node",
    "Office",
    "PaperKind",
    "Rulebook",
    "RulebookFaults",
    "Scorecard",
    "Stage",
    "StageNames",
    "Step",
    "Transition",
    "UnknownKey",
    "checksum",
    "choose_rulebook",
    "from_document",
    "read_rulebook",
    "to_document",
]


class NoRulebook(WorkflowError):
    """No rulebook applies to dossiers submitted on that day."""

    code = "no_rulebook"


def choose_rulebook(candidates: Iterable[Rulebook], submitted_on: date) -> Rulebook:
    """Return the rulebook for a dossier submitted on a day: of those that apply to it, the one that began last.

    Of two that began on the same day, as with a correction of the same act, the later candidate is taken.
    Raises NoRulebook where none applies.
    """
    chosen: Rulebook | None = None
    for rulebook in candidates:
        applies = rulebook.applies_from <= submitted_on and (rulebook.applies_to or submitted_on) >= submitted_on
        if applies and (chosen is None or rulebook.applies_from >= chosen.applies_from):
            chosen = rulebook
    if chosen is None:
        raise NoRulebook("No rulebook applies to dossiers submitted on %(day)s.", {"day": submitted_on.isoformat()})
    return chosen
