"""Who looks after the search: the communications staff, by their office of the day."""

from datetime import date
from typing import TYPE_CHECKING

from ocop_workflow.models import BodyKind
from ocop_workflow.queries.rights import offices_held

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def may_edit_search(user: "User | AnonymousUser", day: date) -> bool:
    """Return whether a person reads what found nothing and pins results: who acts for communications on that day."""
    if not user.is_authenticated:
        return False
    if user.is_superuser:
        return user.is_active
    return any(office.body_kind == BodyKind.COMMUNICATION for office in offices_held(user, day))
