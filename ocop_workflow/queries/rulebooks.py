"""Which law a dossier falls under."""

from datetime import date

from ocop_workflow.domain.rulebook import Rulebook, choose_rulebook
from ocop_workflow.models import RulebookVersion, rulebook_of


def newest_versions() -> dict[str, int]:
    """Return the id of the newest stored version of each rulebook, by its code."""
    rows = RulebookVersion.objects.order_by("version").values_list("code", "pk")
    return dict(rows)


def version_for(day: date) -> int:
    """Return the id of the version that governs dossiers submitted on a day; NoRulebook where none does."""
    newest = newest_versions()
    return newest[choose_rulebook([rulebook_of(pk) for pk in newest.values()], day).code]


def newest_rulebooks() -> list[Rulebook]:
    """Return the newest version of each rulebook, the one that applies latest first."""
    rulebooks = [rulebook_of(pk) for pk in newest_versions().values()]
    return sorted(rulebooks, key=lambda rulebook: rulebook.applies_from, reverse=True)
