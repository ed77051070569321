"""The entry of synonyms under the search in the staff area's side bar."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from search.editors.menu import EditorsItem


def synonyms_item() -> EditorsItem:
    return EditorsItem(
        _("Synonyms"), reverse_lazy("search_synonyms:synonyms"), name="synonyms", icon_name="openquote", order=30
    )
