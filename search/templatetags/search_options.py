"""How the search field shows what it offers: drawn at each letter typed, so not node by node."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from search.suggesting import Item
from search.templatetags.search_marks import marked

register = template.Library()


@register.simple_tag
def options(items: Iterable[Item]) -> SafeString:
    """Return an option of the combobox for each item, a link: its name, what was typed of it marked, and what stands
    beside it."""
    return SafeString("".join(map(_option, items)))


def _option(item: Item) -> str:
    return (
        f'<a role="option" id="{escape(item.id)}" href="{escape(item.url)}" tabindex="-1" aria-selected="false">'
        f"<span>{marked(item.parts)}</span>{_beside(item)}</a>"
    )


def _beside(item: Item) -> str:
    return f' <span class="muted">{escape(item.beside)}</span>' if item.beside else ""
