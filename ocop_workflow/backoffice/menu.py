"""What officers find in the staff area's side bar and on its first page: only what an office held today fits."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ocop_workflow.backoffice.desk import DeskPanel
from ocop_workflow.domain import clock
from ocop_workflow.models import BodyKind
from ocop_workflow.queries.decisions import deciding_kinds
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.queries.worklists import desk_of

COUNCIL_KINDS = {BodyKind.COUNCIL, BodyKind.STANDING_OFFICE, BodyKind.ASSISTANCE_TEAM, BodyKind.INSPECTORATE}


class OfficeItem(MenuItem):
    """Shown to people who hold an office today, in certain kinds of body where some are named."""

    def __init__(self, *args: object, kinds: set[str] | None = None, **kwargs: object) -> None:
        self.kinds = kinds
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        if request.user.is_superuser:
            return True
        kinds = kinds_today(request)
        return bool(kinds & self.kinds if self.kinds else kinds)


class DecisionsItem(OfficeItem):
    """Shown to people of the bodies that decide, or watch over it, by any law in use."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(kinds_today(request) & deciding_kinds())


class DeskItem(MenuItem):
    """Shown to whoever may enter: the desk says when nothing waits, or that no office is held."""


def kinds_today(request: HttpRequest) -> set[str]:
    """Return the kinds of the bodies in which the person signed in holds an office today; asked once a request."""
    if not hasattr(request, "ocop_body_kinds"):
        request.ocop_body_kinds = {held.body_kind for held in offices_held(request.user, clock.today())}
    return request.ocop_body_kinds


def menu_items() -> list[MenuItem]:
    """Return the site's own entries of the side bar, before those of pages and pictures."""
    return [
        DeskItem(_("My desk"), reverse_lazy("ocop:desk"), name="desk", icon_name="tasks", order=10),
        OfficeItem(_("Dossiers"), reverse_lazy("ocop:dossiers"), name="dossiers", icon_name="folder-open-1", order=20),
        OfficeItem(
            _("Council sessions"),
            reverse_lazy("ocop:sessions"),
            name="sessions",
            icon_name="group",
            order=30,
            kinds=COUNCIL_KINDS,
        ),
        DecisionsItem(_("Decisions"), reverse_lazy("ocop:decisions"), name="decisions", icon_name="doc-full", order=40),
        OfficeItem(
            _("Certificates"), reverse_lazy("ocop:certificates"), name="certificates", icon_name="success", order=50
        ),
    ]


def add_desk_panel(request: HttpRequest, panels: list[object]) -> None:
    """Put the desk on the first page of the staff area for people who hold an office today."""
    if kinds_today(request):
        panels.append(DeskPanel(desk_of(request.user, clock.today())))
