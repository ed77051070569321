"""A ballot as its page shows it: the scorecard's rows with what one member filled in, and what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from ocop_workflow.backoffice.ballot_faults import named, words_by_criterion
from ocop_workflow.backoffice.council_forms import case_label
from ocop_workflow.domain import scoring
from ocop_workflow.domain.ballot import WHOLE_DOSSIER, BallotFault, BallotPoints
from ocop_workflow.domain.scorecard import Node, Scorecard
from ocop_workflow.models import Ballot, Dossier
from ocop_workflow.queries import council
from ocop_workflow.queries.reports import present_commune_report
from ocop_workflow.services.ballots import BallotInput

LONGEST_CODE = 40
CHOICE, REASON = "chon:", "loai:"


def filled_from(post: QueryDict) -> BallotInput:
    """Return what the page sent, as it was typed; a reason for elimination proposes it."""
    return BallotInput(
        choices=_given(post, CHOICE),
        case=post.get("truong-hop", "")[:LONGEST_CODE],
        eliminations={code: reason for code, reason in _given(post, REASON).items() if reason.strip()},
        opinion=post.get("y-kien", ""),
    )


def _given(post: QueryDict, prefix: str) -> dict[str, str]:
    sent = ((name.removeprefix(prefix), value) for name, value in post.items() if name.startswith(prefix))
    return {name[:LONGEST_CODE]: value for name, value in sent if value}


def of_its_case(card: Scorecard, filled: BallotInput) -> BallotInput:
    """Return a ballot without the choices of the case that is not scored: a page cannot take those back by itself."""
    if filled.case not in card.cases:
        return filled
    known = {criterion.code for criterion in card.criteria}
    kept = {
        code: option
        for code, option in filled.choices.items()
        if code not in known or card.case_of(code) in (None, filled.case)
    }
    return BallotInput(kept, filled.case, filled.eliminations, filled.opinion)


def filled_before(ballot: Ballot) -> BallotInput:
    """Return what a ballot holds: its draft, or its lines once it is handed in."""
    if ballot.handed_in_at is None:
        draft = ballot.draft or {}
        return BallotInput(
            **{key: draft[key] for key in ("choices", "case", "eliminations", "opinion") if key in draft}
        )
    sheet = council.sheet(ballot, list(ballot.lines.order_by("pk")))
    return BallotInput(sheet.choices, sheet.case or "", sheet.eliminations, ballot.opinion)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its options, what is chosen, and what stands beside it."""

    node: Node
    options: tuple[Node, ...]
    chosen: Node | None
    is_disabled: bool
    is_missing: bool
    conditions: tuple[Node, ...]
    case: str
    case_label: str
    findings: tuple[tuple[str, str], ...]
    reason: str
    faults: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.node.code

    @property
    def points(self) -> int | None:
        """What is earned here, or None while it is open."""
        if self.is_disabled:
            return 0
        return self.chosen.points if self.chosen else None

    @property
    def evidence(self) -> str:
        return self.node.argument if self.node.rule == "evidence" else ""

    @property
    def clause(self) -> str:
        return self.node.argument if self.node.rule == "eliminates" else ""


@dataclass(frozen=True, slots=True)
class Section:
    """The criteria below one group, or straight below their part."""

    group: Node | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the sheet with the points earned in it."""

    node: Node
    earned: int
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole ballot as its page shows it."""

    parts: tuple[Part, ...]
    total: int
    most: int
    cases: tuple[tuple[str, str], ...]
    filled: BallotInput
    missing: tuple[str, ...]
    faults: tuple[tuple[str, str, str], ...]
    whole_reason: str

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for part in self.parts for section in part.sections for criterion in section.criteria)

    @property
    def eliminations(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.reason)


def sheet_of(dossier: Dossier, filled: BallotInput, faults: Sequence[BallotFault] = ()) -> Sheet:
    """Return a dossier's ballot filled in so far, counted as the scoring rules count it."""
    card = dossier.rulebook.scorecard(dossier.set_no)
    counted = scoring.points(card, _as_ballot(filled))
    maker = _Rows(card, filled, counted, findings_of(dossier), words_by_criterion(faults))
    missing = tuple(row.code for row in maker.rows() if row.is_missing)
    return Sheet(
        parts=tuple(maker.part(part) for part in card.parts),
        total=counted.total,
        most=card.total,
        cases=tuple((case, case_label(card, case)) for case in card.cases),
        filled=filled,
        missing=missing,
        faults=tuple(named(card, fault) for fault in faults),
        whole_reason=filled.eliminations.get(WHOLE_DOSSIER, ""),
    )


def _as_ballot(filled: BallotInput) -> scoring.Ballot:
    return scoring.Ballot("", filled.choices, filled.case or None, filled.eliminations)


def findings_of(dossier: Dossier) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the commune's findings as (content, finding), by the criterion each stands beside."""
    report = present_commune_report(dossier)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for content in dossier.rulebook.commune if report else ():
        criterion = content.criteria.get(dossier.set_no)
        text = str(report.findings.get(content.key, {}).get("finding", ""))
        if criterion and text:
            found[criterion] = (*found.get(criterion, ()), (content.label.vi, text))
    return found


@dataclass(frozen=True)
class _Rows:
    card: Scorecard
    filled: BallotInput
    counted: BallotPoints
    findings: Mapping[str, tuple[tuple[str, str], ...]]
    words: Mapping[str, tuple[str, ...]]

    def rows(self) -> list[Criterion]:
        return [self.row(node) for node in self.card.criteria]

    def part(self, part: Node) -> Part:
        sections: list[tuple[Node | None, list[Criterion]]] = []
        for node in self.card.criteria:
            above = self.card.ancestors(node.code)
            if above[-1].code != part.code:
                continue
            group = above[0] if above[0].code != part.code else None
            if not sections or sections[-1][0] != group:
                sections.append((group, []))
            sections[-1][1].append(self.row(node))
        made = tuple(Section(group, tuple(criteria)) for group, criteria in sections)
        return Part(part, self.counted.parts[part.code], made)

    def row(self, node: Node) -> Criterion:
        options = self.card.options(node.code)
        case = self.card.case_of(node.code) or ""
        is_scored = case in ("", self.filled.case)
        return Criterion(
            node=node,
            options=options,
            chosen=next((option for option in options if option.code == self.filled.choices.get(node.code)), None),
            is_disabled=node.code in self.counted.disabled,
            is_missing=is_scored and node.code not in self.counted.criteria,
            conditions=tuple(self.card.node(code) for code in self.card.conditions(node.code)),
            case=case,
            case_label=case_label(self.card, case) if case else "",
            findings=self.findings.get(node.code, ()),
            reason=self.filled.eliminations.get(node.code, ""),
            faults=self.words.get(node.code, ()),
        )
