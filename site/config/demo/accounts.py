"""The demonstration's accounts as `make run` prints them."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from config.demo.people import MORE_COMMUNE_PEOPLE, PEOPLE, PEOPLE_2025
from ocop_workflow.domain import clock
from ocop_workflow.models import Membership, ProducerMember

ACCOUNTS = (*PEOPLE, *MORE_COMMUNE_PEOPLE, *PEOPLE_2025)


def acting_today() -> Iterator[str]:
    """Yield a line for each account that may do something on the clock's day: name and whom it stands for."""
    found = {user.username: user for user in _with_office().filter(username__in=ACCOUNTS)}
    for username in ACCOUNTS:
        if username in found:
            yield f"  {username:<20} {found[username].display_name}"


def _with_office() -> QuerySet[User]:
    today = clock.today()
    member = Membership.objects.on(today).filter(user=OuterRef("pk"))
    producer = ProducerMember.objects.on(today).filter(user=OuterRef("pk"))
    by_role = Q(is_superuser=True) | Q(groups__isnull=False)
    return User.objects.filter(Exists(member) | Exists(producer) | by_role).distinct()
