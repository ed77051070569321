"""What can be refused, and how it is said.

A message is an English msgid with named holes; whoever shows it translates it and fills the holes.
"""

from collections.abc import Mapping


class WorkflowError(Exception):
    """An act was refused and nothing was changed.

    `code` names the reason for programs; `field` names the input it is about, empty when it is about the whole act.
    """

    code = "refused"

    def __init__(
        self, message: str, params: Mapping[str, object] | None = None, *, code: str = "", field: str = ""
    ) -> None:
        self.message = message
        self.params = dict(params or {})
        self.code = code or self.code
        self.field = field
        super().__init__(message % self.params if self.params else message)


class NotAllowed(WorkflowError):
    """The actor has no authority for this act on that day."""

    code = "not_allowed"


class Stale(WorkflowError):
    """Somebody else acted first: the version the actor saw is gone."""

    code = "stale"


class StepBarred(WorkflowError):
    """The step exists but its guards say no; `reasons` holds every one of them."""

    code = "barred"

    def __init__(self, message: str, params: Mapping[str, object], *, reasons: "tuple[WorkflowError, ...]") -> None:
        super().__init__(message, params)
        self.reasons = reasons


class UnknownStep(WorkflowError):
    """The rulebook knows no such step from the stage the dossier is in."""

    code = "unknown_step"


class ReasonRequired(WorkflowError):
    """The step needs a reason in words."""

    code = "reason_required"


class InvalidInput(WorkflowError):
    """What was typed or uploaded cannot be taken."""

    code = "invalid"
