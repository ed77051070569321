"""What is wrong with a ballot, in words, and where on its page."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop_workflow.domain.ballot import WHOLE_DOSSIER, BallotFault
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.services.ballots import BallotRefused

OPINION, TOO_LONG = "opinion", "too_long"
FAULTS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("Choose one option."),
    "unknown_criterion": gettext_lazy("The sheet has no such criterion."),
    "unknown_option": gettext_lazy("The sheet has no such option."),
    "other_criterion": gettext_lazy("The option belongs to another criterion. Choose one of this criterion."),
    "two_cases": gettext_lazy("This criterion belongs to the case that was not chosen."),
    "missing_case": gettext_lazy("Choose which case is scored."),
    "unknown_case": gettext_lazy("The sheet has no such case."),
    "unknown_elimination": gettext_lazy("The sheet has no such clause of elimination."),
    "elimination_without_reason": gettext_lazy("Give the reason for eliminating."),
    TOO_LONG: gettext_lazy("This text has %(length)s characters; at most %(limit)s fit."),
}


def faults_of(error: InvalidInput) -> tuple[BallotFault, ...]:
    """Return what is wrong with a ballot that cannot be taken: its open points, or the text that is too long."""
    if isinstance(error, BallotRefused):
        return error.faults
    return (BallotFault(error.field, TOO_LONG, error.params),)


def words_by_criterion(faults: Iterable[BallotFault]) -> dict[str, tuple[str, ...]]:
    """Return what is wrong, in words, by the criterion it is about."""
    words: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        words[fault.criterion] = (*words.get(fault.criterion, ()), _said(fault))
    return words


def _said(fault: BallotFault) -> str:
    return str(FAULTS[fault.code]) % fault.params


def named(card: Scorecard, fault: BallotFault) -> tuple[str, str, str]:
    """Return a fault as where it is on the page, the row's name, what is wrong."""
    known = {criterion.code: criterion.label for criterion in card.criteria}
    if fault.criterion in known:
        return f"tc-{fault.criterion}", f"{fault.criterion} {known[fault.criterion]}", _said(fault)
    if fault.criterion == OPINION:
        return "o-y-kien", _("My opinion"), _said(fault)
    if fault.criterion == WHOLE_DOSSIER:
        return f"loai-{WHOLE_DOSSIER}", _("the whole dossier"), _said(fault)
    place = "truong-hop" if fault.code in {"missing_case", "unknown_case"} else "noi-dung"
    return place, fault.criterion or _("The case that is scored"), _said(fault)
