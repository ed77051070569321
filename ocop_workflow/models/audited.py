"""History by construction: what an auditor may ask about inherits `Audited`."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from ocop_workflow.domain import clock

if TYPE_CHECKING:
    from accounts.models import User

_act: ContextVar[uuid.UUID | None] = ContextVar("current_act", default=None)


@contextmanager
def one_act() -> Iterator[uuid.UUID]:
    """Give the history rows and the event written inside one common id; an inner act belongs to the outer one."""
    current = _act.get()
    if current:
        yield current
        return
    token = _act.set(uuid.uuid4())
    try:
        yield _act.get()
    finally:
        _act.reset(token)


class HistoryOfAct(models.Model):
    """The act a history row belongs to: its event carries the same id."""

    act = models.UUIDField(_("act"), null=True, db_index=True, editable=False)

    class Meta:
        abstract = True


def _note_act(sender: type, **kwargs: Any) -> None:
    history = kwargs["history_instance"]
    if hasattr(history, "act"):
        history.act = _act.get()
    history.history_date = clock.now()


pre_create_historical_record.connect(_note_act, dispatch_uid="ocop-history-act")


class AuditedQuerySet(models.QuerySet):
    """Refuses the calls that change rows and write no history."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("update() writes no history; save each object with save_as()")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("bulk_update() writes no history; save each object with save_as()")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("bulk_create() writes no history; save each object with save_as()")

    def delete(self) -> NoReturn:
        raise TypeError("audited rows are never deleted; end their validity instead")


class Audited(models.Model):
    """A row whose every change is kept, field by field, with who and when."""

    history = HistoricalRecords(
        inherit=True,
        bases=[HistoryOfAct],
        history_user_id_field=models.BigIntegerField(null=True),
        history_user_getter=lambda historical_instance, **_: historical_instance.history_user_id,
        history_user_setter=lambda historical_instance, user, **_: setattr(
            historical_instance, "history_user_id", getattr(user, "pk", user)
        ),
        history_change_reason_field=models.CharField(max_length=100, null=True),
    )
    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_as(self, actor: "User | None", *, reason: str = "", update_fields: list[str] | None = None) -> Self:
        """Save and keep a history row under the actor's id; `reason` is the key of the act, never personal words."""
        self._history_user = actor
        self._change_reason = reason or None
        self.save(update_fields=update_fields)
        return self

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("audited rows are never deleted; end their validity instead")
