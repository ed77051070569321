"""The OCOP part of the staff area's side bar."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ocop_workflow.models import BodyKind

COUNCIL_KINDS = {BodyKind.COUNCIL, BodyKind.STANDING_OFFICE, BodyKind.ASSISTANCE_TEAM, BodyKind.INSPECTORATE}
DECISION_KINDS = {BodyKind.AUTHORITY, BodyKind.STANDING_OFFICE, BodyKind.INSPECTORATE}


class OfficeItem(MenuItem):
    """Shown to people with an office, of certain kinds of body where some are named."""

    def __init__(self, *args: object, kinds: set[str] | None = None, **kwargs: object) -> None:
        self.kinds = kinds
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        if request.user.is_superuser:
            return True
        kinds = _kinds_of(request)
        return bool(kinds & self.kinds if self.kinds else kinds)


def _kinds_of(request: HttpRequest) -> set[str]:
    if not hasattr(request, "ocop_body_kinds"):
        request.ocop_body_kinds = set(request.user.memberships.values_list("body__kind", flat=True))
    return request.ocop_body_kinds


def ocop_menu() -> SubmenuMenuItem:
    menu = Menu(
        items=[
            OfficeItem(_("My desk"), reverse_lazy("ocop:desk"), name="desk", icon_name="tasks", order=10),
            OfficeItem(
                _("Dossiers"), reverse_lazy("ocop:dossiers"), name="dossiers", icon_name="folder-open-1", order=20
            ),
            OfficeItem(
                _("Council sessions"),
                reverse_lazy("ocop:sessions"),
                name="sessions",
                icon_name="group",
                order=30,
                kinds=COUNCIL_KINDS,
            ),
            OfficeItem(
                _("Decisions"),
                reverse_lazy("ocop:decisions"),
                name="decisions",
                icon_name="doc-full",
                order=40,
                kinds=DECISION_KINDS,
            ),
            OfficeItem(
                _("Certificates"), reverse_lazy("ocop:certificates"), name="certificates", icon_name="success", order=50
            ),
        ]
    )
    return SubmenuMenuItem(_("OCOP"), menu, name="ocop", icon_name="clipboard-list", order=50)
