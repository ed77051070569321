"""My desk: what waits for me, the most urgent first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.ui.components import Component

from ocop_workflow.backoffice.stages import KIND_NAMES, TASKS
from ocop_workflow.domain import clock
from ocop_workflow.models import Round
from ocop_workflow.queries.worklists import LATER, OPEN_END, OVERDUE, SOON, Desk, desk_of

GROUP_NAMES = {
    OVERDUE: _("Overdue"),
    SOON: _("Within three working days"),
    LATER: _("Later"),
    OPEN_END: _("Without a day set by law"),
}


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "ocop_workflow/backoffice/desk.html", desk_context(desk_of(request.user, clock.today())))


def desk_context(desk: Desk) -> dict[str, object]:
    """Return what the desk's templates print: rows with their task, groups and stages by name."""
    return {
        "desk": desk,
        "groups": [
            (key, GROUP_NAMES[key], [(row, TASKS.get(row.kind, "")) for row in rows]) for key, rows in desk.groups
        ],
        "elsewhere": [(waiting, KIND_NAMES.get(waiting.kind, waiting.kind)) for waiting in desk.elsewhere],
        "rounds": [(round_, round_days(round_)) for round_ in desk.rounds],
    }


def round_days(round_: Round) -> list[tuple[object, object, bool]]:
    """Return the days of a round: the day, what it is, whether it has passed."""
    days = [(round_.intake_until, _("Dossiers are taken until")), (round_.finish_by, _("The round is finished"))]
    return [(day, name, day < clock.today()) for day, name in days if day]


class DeskPanel(Component):
    """The desk's summary on the first page of the staff area, for people who hold an office today."""

    name = "ocop_desk"
    order = 10
    template_name = "ocop_workflow/backoffice/desk_panel.html"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        return desk_context(self.desk)
