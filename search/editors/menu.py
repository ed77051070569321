"""What the communications staff find of the search in the staff area's side bar."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from ocop_workflow.domain import clock
from search.editors.rights import may_edit_search

HOOK = "register_search_menu_item"
# Asked once a request, for all entries.
ASKED = "ocop_edits_search"


class EditorsItem(MenuItem):
    """Shown to those who look after the search today."""

    def is_shown(self, request: HttpRequest) -> bool:
        known = vars(request)
        if ASKED not in known:
            known[ASKED] = may_edit_search(request.user, clock.today())
        return bool(known[ASKED])


def search_menu() -> SubmenuMenuItem:
    """Return the search's own entry; other screens of the search join it by the hook `register_search_menu_item`."""
    items = [
        EditorsItem(_("Questions without results"), reverse_lazy("search_editors:misses"), icon_name="help", order=10),
        EditorsItem(_("Pinned results"), reverse_lazy("search_editors:pins"), icon_name="thumbtack", order=20),
    ]
    menu = Menu(register_hook_name=HOOK, items=items)
    return SubmenuMenuItem(_("Search page"), menu, name="ocop-search", icon_name="search", order=60)
