"""What the acts on units, bodies and the registry share: who administers, and input that cannot be taken."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


def require_administrator(actor: "User | None") -> None:
    """Let pass an administrator, or the installation itself, which acts without an account; NotAllowed otherwise."""
    if actor is None or (actor.is_active and actor.is_superuser):
        return
    raise NotAllowed("Only an administrator may do this.")


def checked(row: Row) -> Row:
    """Return a row whose own fields are well formed; InvalidInput names the first one that is not.

    Relations and uniqueness are the caller's matter.
    """
    skipped = [field.name for field in row._meta.fields if field.is_relation or not field.editable]
    try:
        row.clean_fields(exclude={*skipped, "code"})
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise InvalidInput(messages[0], field=name) from error
    return row


def require_period(valid_from: date, valid_to: date | None) -> None:
    """Refuse a period whose last day lies before its first."""
    if valid_to is not None and valid_to < valid_from:
        raise InvalidInput(
            "The last day %(last)s lies before the first day %(first)s.",
            {"last": f"{valid_to:%d/%m/%Y}", "first": f"{valid_from:%d/%m/%Y}"},
            field="valid_to",
        )


def require_past(day: date, field: str) -> None:
    """Refuse a day that has not come yet."""
    if day > clock.today():
        raise InvalidInput("The day %(day)s lies in the future.", {"day": f"{day:%d/%m/%Y}"}, field=field)
