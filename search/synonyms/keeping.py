"""Entering and changing what means the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from search.editors.rights import may_edit_search
from search.synonyms.models import Synonym
from search.words import exact_words

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class SynonymFacts:
    """What a group says: its phrases, whether the first alone leads to the others, whether it is in use."""

    phrases: tuple[str, ...]
    one_way: bool = False
    in_use: bool = True


@transaction.atomic
def keep_synonym(synonym: Synonym | None, facts: SynonymFacts, *, actor: "User | AnonymousUser") -> Synonym:
    """Enter a group of phrases, or change one; every search knows it from the next question on.

    Raises NotAllowed for whoever does not look after the search today, WorkflowError when a phrase leads to others in
    another group already: it would mean two things.
    """
    if not actor.is_authenticated or not may_edit_search(actor, clock.today()):
        raise NotAllowed(gettext_noop("Only the communications staff change synonyms."))
    synonym = synonym or Synonym()
    if facts.in_use:
        _refuse_doubled(synonym, leading(facts.phrases, one_way=facts.one_way))
    synonym.phrases, synonym.one_way, synonym.in_use = "\n".join(facts.phrases), facts.one_way, facts.in_use
    return synonym.save_as(actor, reason="search.synonym")


def leading(phrases: Sequence[str], *, one_way: bool) -> dict[str, str]:
    """Return the phrases that lead to the others of their group, as written, by their words."""
    return {words_of_phrase(phrase): phrase for phrase in (phrases[:1] if one_way else phrases)}


def words_of_phrase(phrase: str) -> str:
    """Return a phrase as phrases are told apart: by its words with their marks, whatever the case and the signs."""
    return " ".join(exact_words(phrase))


def _refuse_doubled(synonym: Synonym, phrases: dict[str, str]) -> None:
    # All rows are locked, in one order: who waits for another editor then sees what that one entered.
    list(Synonym.objects.select_for_update().order_by("pk").values_list("pk"))
    for other in Synonym.objects.filter(in_use=True).exclude(pk=synonym.pk):
        taken = leading(other.lines, one_way=other.one_way).keys() & phrases.keys()
        if taken:
            message = gettext_noop("“%(phrase)s” stands in the group “%(group)s” already; change that one.")
            params = {"phrase": phrases[min(taken)], "group": str(other)}
            raise WorkflowError(message, params, field="phrases", code="taken")
