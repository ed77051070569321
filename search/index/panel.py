"""What staff see of the search's health on the first page of the staff area."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from ocop_workflow.domain import clock
from search.editors.rights import may_edit_search
from search.index.health import DEGRADED, EMBEDDED, Health, health
from search.index.models import SearchCheck

REASONS = {
    "stopped": _("The search server cannot be reached."),
    "silent": _("The search server does not answer in time."),
    "crowded": _("More questions reach the search server than it answers."),
    "missing": _("The search server has lost its index; it is being built anew."),
    "unbuilt": _("The index of the search server is being built."),
    "refused": _("The search server refuses what it is asked."),
    "busy": _("The search server has too much to do."),
    "broken": _("The search server reports a fault of its own."),
    "nonsense": _("The search server answers what cannot be understood."),
    "late": _("The search server has not taken the latest changes."),
}


class HealthPanel(Component):
    """How the search is; a warning while it is degraded."""

    name = "ocop_search_health"
    order = 20
    template_name = "search/health_panel.html"

    def __init__(self, health: Health) -> None:
        self.health = health

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        return {
            "health": self.health,
            "is_degraded": self.health.state == DEGRADED,
            "reason": REASONS.get(self.health.reason, ""),
            "check": SearchCheck.objects.exclude(done_at=None).order_by("day").last(),
        }


def add_health_panel(request: HttpRequest, panels: list[object]) -> None:
    """Show those who look after the search how it is, where there is a search server."""
    if may_edit_search(request.user, clock.today()):
        now = health()
        if now.state != EMBEDDED:
            panels.append(HealthPanel(now))
