"""How pages show the values of a facet: forty on a page, so not node by node."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString

from search.page import Choice

register = template.Library()


@register.simple_tag
def facet_values(values: Iterable[Choice], facet: str) -> SafeString:
    """Return a list entry for each value: its name and how many it leads to, as a link that says whether it is chosen.

    Each has a name of its own, under which the focus finds it again when the results have been replaced.
    """
    return SafeString("".join(_entry(value, facet) for value in values))


def _entry(value: Choice, facet: str) -> str:
    chosen = ' aria-current="true"' if value.selected else ""
    name, count = escape(str(value.label)), localize(value.count)
    return (
        f'<li><a href="{escape(value.url)}" rel="nofollow"{chosen} id="loc-{escape(facet)}-{escape(str(value.value))}">'
        f"<span>{name}</span> <span>{count}</span></a></li>"
    )
