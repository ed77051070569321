"""The guards and effects a rulebook may name, with their parameters: closed lists.

`services/guards.py` and `services/effects.py` implement them; `site/docs/rulebook-format.md` describes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ocop_workflow.domain.frozen import FrozenMap
from ocop_workflow.domain.process import STAGE_KINDS

OUTCOMES = ("certify", "forward", "not_recognised", "eliminated")
DECISION_KINDS = ("recognition", "rejection", "revocation")
SETS = range(1, 27)

ParamType = Literal["number", "choice", "choices", "sets", "papers"]


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a guard or effect; `default` None means it must be given.

    Types: a number from 1; one of `choices`; a non-empty list of `choices`; a list of sets 1 to 26; a non-empty list
    of keys of papers.toml.
    """

    name: str
    type: ParamType
    description: str
    default: object = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        return self.default is None

    def accepts(self, value: object) -> bool:
        """Whether a value written in a rulebook has this parameter's type and range."""
        if self.type == "number":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 1
        if self.type == "choice":
            return value in self.choices
        if not isinstance(value, list | tuple) or len(set(map(repr, value))) != len(value):
            return False
        if self.type == "sets":
            return all(isinstance(item, int) and not isinstance(item, bool) and item in SETS for item in value)
        return bool(value) and all(
            isinstance(item, str) and (item in self.choices or not self.choices) for item in value
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A guard or an effect: its parameters and the kinds of stage whose steps may carry it."""

    name: str
    description: str
    kinds: tuple[str, ...] = STAGE_KINDS
    params: tuple[Param, ...] = ()

    def fill(self, given: Mapping[str, object]) -> FrozenMap[str, object]:
        """Return every parameter with the value given or its default, lists as tuples, in the order declared."""
        values = {param.name: given.get(param.name, param.default) for param in self.params}
        return FrozenMap({name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def _table(*entries: Entry) -> Mapping[str, Entry]:
    return FrozenMap({entry.name: entry for entry in entries})


SUBMITTING = ("draft", "returned")
REVIEWING = ("intake", "evaluation", "appraisal")
DECIDING = (*REVIEWING, "result", "decision", "forwarded")

GUARDS = _table(
    Entry("form_complete", "Every required answer of the dossier is there: product, producer, set, self-description."),
    Entry("evidence_complete", "Every evidence kind that the product set needs is attached."),
    Entry("scorecard_available", "The scoring sheet of the product set exists and is not withheld."),
    Entry(
        "commune_report_complete",
        "The commune's report has a finding for each content, a number and a date, and names the meeting and who came.",
        params=(
            Param(
                "meeting",
                "choice",
                "`required`: the report must name a meeting; `optional`: only where one was held.",
                default="required",
                choices=("required", "optional"),
            ),
        ),
    ),
    Entry(
        "samples_received",
        "So many samples of the product were received.",
        params=(
            Param("count", "number", "How many samples.", default=5),
            Param("except_sets", "sets", "Product sets that hand in no sample.", default=()),
        ),
    ),
    Entry(
        "completeness_checked",
        "Every paper the product set needs was ticked as sufficient during this stay in the stage.",
        kinds=REVIEWING,
    ),
    Entry(
        "appraisal_complete",
        "The appraisal report has a number and a date, the day of the survey, its findings and a recommendation.",
    ),
    Entry(
        "on_agenda", "The dossier is on the agenda of a session of the council it stands before.", kinds=("scoring",)
    ),
    Entry("session_open", "That session is open.", kinds=("scoring",)),
    Entry(
        "quorum_met", "As many members are present as the council's by-law of that day asks for.", kinds=("scoring",)
    ),
    Entry(
        "ballots_complete",
        "All members who are present, may vote and have no conflict of interest handed in for the current reading, "
        "and they are at least as many as the by-law asks for.",
        kinds=("scoring",),
    ),
    Entry("ballots_sealed", "The ballots of the current reading are still sealed.", kinds=("scoring",)),
    Entry("ballots_unsealed", "The ballots of the current reading are unsealed.", kinds=("scoring",)),
    Entry(
        "spread_within",
        "Highest and lowest total lie no further apart than the by-law allows.",
        kinds=("scoring",),
    ),
    Entry(
        "disagreements_settled",
        "The chair recorded an agreed option wherever members differ on a minimum, and an agreed case or elimination "
        "wherever they differ on that.",
        kinds=("scoring",),
    ),
    Entry(
        "outcome_is",
        "The council's result is one of these outcomes.",
        kinds=("result", "decision", "forwarded"),
        params=(Param("outcomes", "choices", "The outcomes that let the step pass.", choices=OUTCOMES),),
    ),
    Entry(
        "decision_signed",
        "The step is taken by signing a decision of this kind that lists the dossier.",
        kinds=DECIDING,
        params=(Param("kind", "choice", "The kind of decision.", default="recognition", choices=DECISION_KINDS),),
    ),
    Entry(
        "elimination_recorded",
        "A ground for elimination was recorded with its reason.",
        kinds=(*REVIEWING, "scoring", "result"),
    ),
)

# In the order they are applied when a step has several.
EFFECTS = _table(
    Entry(
        "freeze_revision",
        "Freezes the answers and the hashes of the files as a revision; the first one pins the rulebook.",
        kinds=SUBMITTING,
    ),
    Entry(
        "issue_receipt",
        "Gives the dossier its receipt number, once.",
        kinds=(*SUBMITTING, "intake", "evaluation"),
    ),
    Entry("unseal_ballots", "Unseals the ballots of the current reading; none changes afterwards.", kinds=("scoring",)),
    Entry("new_reading", "Opens another reading; the ballots of the one before are kept.", kinds=("scoring",)),
    Entry("compute_result", "Computes the result from the ballots of the current reading.", kinds=("scoring",)),
    Entry(
        "record_elimination",
        "Records a ground for elimination with the reason given.",
        kinds=(*REVIEWING, "scoring", "result"),
    ),
    Entry(
        "issue_certificate",
        "Issues the certificate by the signed decision.",
        kinds=("result", "decision", "forwarded"),
    ),
    Entry(
        "record_forwarding",
        "Records what is sent to the next level.",
        kinds=("scoring", "result", "decision"),
    ),
    Entry(
        "draw_papers",
        "Queues these papers for printing.",
        params=(Param("papers", "papers", "Keys of papers.toml."),),
    ),
)
