"""A rulebook: one legal act as immutable data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from ocop_workflow.domain.process import Label, Stage, Step
from ocop_workflow.domain.scorecard import Scorecard, UnknownKey

DOSSIER_KINDS = ("first", "upgrade", "re_evaluation")


@dataclass(frozen=True, slots=True)
class Band:
    """The star of the points floor <= x < below; the top band has no `below` and ends with the full points."""

    star: int
    floor: Decimal
    below: Decimal | None
    label: Label


@dataclass(frozen=True, slots=True)
class Level:
    """A level of government and the stars it certifies."""

    key: str
    unit_types: tuple[str, ...]
    certifies: frozenset[int]
    label: Label


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body that acts in the process; which body that is on a day is asked of the memberships."""

    key: str
    kind: str
    level: str
    label: Label


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of paper in a dossier, the sets it is offered in and those that must have it.

    `sets` None means all sets; `required_sets` None means all in which it is offered, when `required`.
    """

    key: str
    label: Label
    hint: Label
    required: bool
    sets: frozenset[int] | None
    except_sets: frozenset[int]
    required_sets: frozenset[int] | None = None

    def offered_for(self, set_no: int) -> bool:
        """Whether a dossier of that product set may hold this kind."""
        return (self.sets is None or set_no in self.sets) and set_no not in self.except_sets

    def needed_for(self, set_no: int) -> bool:
        """Whether a dossier of that product set must hold this kind."""
        named = self.required_sets is None or set_no in self.required_sets
        return self.required and named and self.offered_for(set_no)


@dataclass(frozen=True, slots=True)
class CommuneContent:
    """One content of the commune's report and, for each set, the criterion it stands beside (None: blank)."""

    key: str
    label: Label
    criteria: Mapping[int, str | None]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper the system prints: its number's symbol (QĐ-UBND) and its template's name."""

    key: str
    label: Label
    symbol: str
    template: str


@dataclass(frozen=True, slots=True)
class Transition:
    """Dossiers of these kinds submitted before a day are finished under this rulebook up to another day."""

    kinds: tuple[str, ...]
    submitted_before: date
    finish_by: date
    label: Label
    source: str


Keyed = TypeVar("Keyed", Stage, Step, BodyRef, Level, PaperKind, EvidenceKind)


def _find(items: tuple[Keyed, ...], key: str) -> Keyed:
    for item in items:
        if item.key == key:
            return item
    raise UnknownKey(key)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything a legal act says about the road of a dossier. Look-ups raise UnknownKey."""

    code: str
    title: Label
    legal_basis: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    applies_from: date
    applies_to: date | None
    transitions: tuple[Transition, ...]
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]
    bodies: tuple[BodyRef, ...]
    evaluating_level: str
    forward_on: Literal["points", "star"]
    points_total: int
    validity_months: int
    renewal_window: tuple[int, int] | None
    late_extension_days: int | None
    receipt_series: str
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    evidence: tuple[EvidenceKind, ...]
    commune: tuple[CommuneContent, ...]
    papers: tuple[PaperKind, ...]
    scorecards: Mapping[int, Scorecard]

    def __deepcopy__(self, memo: dict[int, object]) -> "Rulebook":
        return self

    @property
    def initial(self) -> Stage:
        """The one stage of kind draft."""
        return next(stage for stage in self.stages if stage.kind == "draft")

    def stage(self, key: str) -> Stage:
        return _find(self.stages, key)

    def step(self, key: str) -> Step:
        return _find(self.steps, key)

    def steps_from(self, stage: str) -> tuple[Step, ...]:
        """Return the steps that can be taken in a stage, in the order of the rulebook."""
        self.stage(stage)
        return tuple(step for step in self.steps if stage in step.sources)

    def body(self, key: str) -> BodyRef:
        return _find(self.bodies, key)

    def level(self, key: str) -> Level:
        return _find(self.levels, key)

    def paper(self, key: str) -> PaperKind:
        return _find(self.papers, key)

    def paper_of(self, template: str) -> PaperKind:
        """Return the first paper printed from a template."""
        found = next((paper for paper in self.papers if paper.template == template), None)
        if found is None:
            raise UnknownKey(template)
        return found

    def evidence_kind(self, key: str) -> EvidenceKind:
        return _find(self.evidence, key)

    def scorecard(self, set_no: int) -> Scorecard:
        try:
            return self.scorecards[set_no]
        except KeyError:
            raise UnknownKey(set_no) from None

    def evidence_for(self, set_no: int) -> tuple[EvidenceKind, ...]:
        """Return the kinds of evidence offered to a product set, in the order of the rulebook."""
        return tuple(kind for kind in self.evidence if kind.offered_for(set_no))

    def finish_by(self, kind: str, submitted_on: date) -> date | None:
        """Return the last day for a dossier of that kind under this rulebook's transition; None without one."""
        days = [
            rule.finish_by for rule in self.transitions if kind in rule.kinds and submitted_on < rule.submitted_before
        ]
        return min(days, default=None)

    def receipt_number(self, number: int, *, province: str, commune: str, year: int) -> str:
        """Return a receipt's number as printed: "15/PĐK-12-03408-2026"."""
        return f"{number}/{self.receipt_series.format(province=province, commune=commune, year=year)}"
