"""How pages show which parts of a text match."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from search.highlight import Parts

register = template.Library()


@register.filter
def marked(parts: Parts) -> SafeString:
    """Return a text that was found, each of its pieces escaped, those that match within <mark>."""
    return SafeString("".join(f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in parts))
