"""Which law a dossier falls under, and what the laws in use say of their stages."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Q

from ocop_workflow.domain.rulebook import Rulebook, Stage, choose_rulebook
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


def every_rulebook() -> Iterator[tuple[int, Rulebook]]:
    """Yield every stored version with its id: dossiers run under any of them."""
    for pk in RulebookVersion.objects.order_by("pk").values_list("pk", flat=True):
        yield pk, rulebook_of(pk)


def in_stages(fits: Callable[[Rulebook, Stage], bool]) -> Q:
    """Return the database condition of dossiers that stand in a stage that fits, each by its own law."""
    condition = Q(pk__in=())
    for pk, rulebook in every_rulebook():
        if keys := [stage.key for stage in rulebook.stages if fits(rulebook, stage)]:
            condition |= Q(rulebook_version=pk, stage__in=keys)
    return condition


def roles_named(body_kind: str) -> frozenset[str]:
    """Return the roles in bodies of a kind that the steps of any stored law name."""
    return frozenset(
        office.role
        for _, rulebook in every_rulebook()
        for step in rulebook.steps
        for office in step.by
        if any(body.key == office.body and body.kind == body_kind for body in rulebook.bodies)
    )
