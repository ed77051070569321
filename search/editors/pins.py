"""Results that communications staff put first for exactly one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from search.catalogue import Catalogue
from search.editors.models import Pin
from search.editors.rights import may_edit_search
from search.engines.base import Key
from search.words import folded_words

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

MOST_PINNED = 5


@dataclass(frozen=True, slots=True)
class PinFacts:
    """What a pin says: the question, the documents in their order, from which day to which."""

    phrase: str
    keys: tuple[Key, ...]
    valid_from: date
    valid_to: date | None = None


def folded_phrase(text: str) -> str:
    """Return the words of a question as pins compare them: marks and punctuation play no part."""
    return " ".join(folded_words(text))


def pinned_keys(text: str, catalogue: Catalogue) -> tuple[Key, ...]:
    """Return what stands first on the catalogue's day for a question of exactly these words, in order."""
    pin = catalogue.known.pins.get(folded_phrase(text))
    return pin.keys if pin and pin.is_valid_on(catalogue.day) else ()


def keep_pin(pin: Pin | None, facts: PinFacts, *, actor: "User | AnonymousUser") -> Pin:
    """Pin results to a question, or change a pin; no results means the question has none from now on.

    Raises NotAllowed for whoever does not look after the search today, WorkflowError when the question has a pin.
    """
    if not actor.is_authenticated or not may_edit_search(actor, clock.today()):
        raise NotAllowed(gettext_noop("Only the communications staff pin results."))
    pin = pin or Pin()
    pin.phrase, pin.folded = facts.phrase, folded_phrase(facts.phrase)
    pin.documents = [list(key) for key in facts.keys]
    pin.valid_from, pin.valid_to = facts.valid_from, facts.valid_to
    try:
        with transaction.atomic():
            return pin.save_as(actor, reason="search.pinned")
    except IntegrityError as fault:
        if Pin.objects.filter(folded=pin.folded).exclude(pk=pin.pk).exists():
            message = gettext_noop("This question has pinned results already; change those.")
            raise WorkflowError(message, field="phrase", code="taken") from fault
        raise


def named(keys: Sequence[Key], names: dict[Key, str]) -> list[str]:
    """Return keys in words, a line each: the code and, while it is public, the name."""
    return [" · ".join(filter(None, (code, names.get((kind, code), "")))) for kind, code in keys]
