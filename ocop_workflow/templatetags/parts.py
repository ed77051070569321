"""Parts that depend on nothing but a few plain values: drawn once a process, then remembered.

    {% part "components/icon.html" name="search" %}

draws what `{% include "components/icon.html" with name="search" only %}` would. A page shows a hundred of them.
"""

from datetime import date, datetime
from functools import lru_cache
from types import NoneType

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

PLAIN = (str, int, date, NoneType, Promise)
# Enough for the days of certificates' terms; who asks for more in turn draws some anew.
MOST = 1500


@register.tag
def part(parser: Parser, token: Token) -> "PartNode":
    """Read a part's template, named by a literal, and its values, each by its name."""
    _tag, name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    if name[0] not in "\"'" or bits:
        raise template.TemplateSyntaxError(f'Write it as {{% part "file.html" name=value %}}, not {token.contents}.')
    return PartNode(name[1:-1], values)


class PartNode(template.Node):
    """What it remembers goes with the compiled template it stands in: whoever loads templates anew draws parts anew.

    Values count as the same when they are equal and of one type: marked safe, a text is another than the plain one.
    """

    def __init__(self, name: str, values: dict[str, FilterExpression]) -> None:
        self.name, self.values = name, values
        self.remembered = lru_cache(maxsize=MOST, typed=True)(self.drawn)

    def render(self, context: template.Context) -> SafeString:
        values = [value.resolve(context) for value in self.values.values()]
        for value in values:
            if not isinstance(value, PLAIN) or isinstance(value, datetime):
                raise TypeError(f"{self.name} is remembered by plain values, not by {type(value).__name__}.")
        engine = context.template.engine  # type: ignore[union-attr]  # bound for as long as a template renders
        return self.remembered(engine, get_language(), *values)

    def drawn(self, engine: template.Engine, _language: str, *values: object) -> SafeString:
        return engine.get_template(self.name).render(template.Context(dict(zip(self.values, values, strict=True))))
