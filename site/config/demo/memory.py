"""What the story remembers: which scenes were played, and which row of the database each of its things became."""

from typing import TypeVar

from django.db import models

from accounts.models import User
from ocop_workflow.models import Body, Counter

PREFIX = "demo/"
Row = TypeVar("Row", bound=models.Model)


def is_played(scene: str) -> bool:
    return Counter.objects.filter(series=f"{PREFIX}scene/{scene}").exists()


def keep_played(scene: str) -> None:
    """Note a scene as played; belongs into the scene's own transaction."""
    Counter.objects.create(series=f"{PREFIX}scene/{scene}", last=1)


def keep(row: Row, key: str) -> Row:
    """Note which row a thing of the story became."""
    Counter.objects.create(series=_series(type(row), key), last=row.pk)
    return row


def the(model: type[Row], key: str) -> Row:
    """Return the row a thing of the story became; Counter.DoesNotExist when it did not."""
    return model._default_manager.get(pk=Counter.objects.get(series=_series(model, key)).last)


def find(model: type[Row], key: str) -> Row | None:
    """Return the row a thing of the story became, or None."""
    known = Counter.objects.filter(series=_series(model, key)).first()
    return model._default_manager.get(pk=known.last) if known else None


def _series(model: type[models.Model], key: str) -> str:
    return f"{PREFIX}{model._meta.model_name}/{key}"


def person(username: str) -> User:
    return User.objects.get(username=username)


def body(code: str) -> Body:
    return Body.objects.get(code=code)
