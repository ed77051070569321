"""Pressing a step's button, as the tests of the one door do."""

from accounts.models import User
from ocop_workflow.models import Dossier, Event
from ocop_workflow.services.steps import take_step


def press(
    dossier: Dossier, key: str, actor: User, *, version: int | None = None, intent: str = "once", **more: object
) -> Event:
    """Take a step as the page would send it: seen at the version at hand, under the key of one intent."""
    return take_step(
        dossier, key, actor=actor, expected_version=version or dossier.version, idempotency_key=intent, **more
    )
