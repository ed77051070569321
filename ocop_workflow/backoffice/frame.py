"""What every officer's screen shares: finding objects in sight, and saying refusals in words."""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ocop_workflow.domain.errors import NotAllowed, Stale, StepBarred, WorkflowError
from ocop_workflow.models import Dossier
from ocop_workflow.queries.rights import visible_dossiers

if TYPE_CHECKING:
    from accounts.models import User

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


def words(error: WorkflowError) -> str:
    """Return a refusal in the reader's language; a barred step names everything that bars it."""
    text = _(error.message) % error.params if error.params else _(error.message)
    if isinstance(error, StepBarred):
        return " ".join([text, *(words(reason) for reason in error.reasons)])
    return text


def find(queryset: QuerySet[Row], **lookup: object) -> Row:
    """Return the one row in sight, or answer 404 so that a guessed code tells nothing."""
    row = queryset.filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def dossier_in_sight(user: "User", code: str) -> Dossier:
    """Return the dossier of that code when the user may see it today, else 404."""
    dossiers = visible_dossiers(user).select_related("product", "producer", "unit__parent__parent", "round")
    return find(dossiers, code=code)


@contextmanager
def refusals(request: HttpRequest, form: BaseForm | None = None) -> Iterator[list[WorkflowError]]:
    """Turn a refusal inside the block into words on the form's field, or at the top of the page; nothing typed is lost.

    Yields a list that is empty after the block when the act was done.
    """
    refused: list[WorkflowError] = []
    try:
        yield refused
    except WorkflowError as error:
        refused.append(error)
        if form is None:
            messages.error(request, words(error))
        else:
            form.add_error(place_of(error, form), words(error))


def place_of(error: WorkflowError, form: BaseForm) -> str | None:
    """Return the field of a form a refusal is about, as the form itself says; None for the whole form."""
    if hasattr(form, "place_of"):
        return form.place_of(error)
    return error.field if error.field in form.fields else None


def intent(request: HttpRequest) -> str:
    """Return the key of this form's one intent: the same button pressed twice sends the same key."""
    return re.sub(r"[^\w:.-]", "", request.POST.get("intent", ""), flags=re.ASCII)[:80] or str(uuid.uuid4())


def attempt(request: HttpRequest, act: Callable[[], T], *, done: str, form: BaseForm | None = None) -> bool:
    """Run an act; on success say `done` on the next page, on refusal say why. Returns whether it was done."""
    with refusals(request, form) as refused:
        act()
    if not refused:
        messages.success(request, done)
    return not refused


def refusal_status(error: WorkflowError) -> int:
    """Return how HTTP names a refusal: without the right, after somebody else, or for what was typed."""
    if isinstance(error, NotAllowed):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if isinstance(error, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY
