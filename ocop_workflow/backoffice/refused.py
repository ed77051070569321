"""What becomes of a refused form on a dossier's page: it stays, and says who was first."""

import uuid

from django.forms import BaseForm

from ocop_workflow.backoffice.dossier_forms import DossierForm
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Dossier
from ocop_workflow.queries.events import last_event
from ocop_workflow.services.dossiers import changed_meanwhile

MOVED = frozenset({"wrong_stage", "not_editable"})


def renewed(form: BaseForm, dossier: Dossier) -> None:
    """Let a form that came too late be sent again on purpose: its words stay, what it has seen is what is there now."""
    if isinstance(form, DossierForm):
        form.came_late = True
    form.data = form.data.copy()
    form.data["seen"] = last_event(dossier)
    form.data["version"] = dossier.version
    form.data["intent"] = str(uuid.uuid4())


def told_who_was_first(error: WorkflowError, seen: int | None, dossier: Dossier) -> WorkflowError:
    """Return the refusal that names who moved the dossier when a form comes from before that, else the error."""
    if error.code in MOVED and seen is not None and seen != dossier.version:
        return changed_meanwhile(dossier)
    return error
