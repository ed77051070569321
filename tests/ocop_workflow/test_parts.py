"""Parts drawn once and remembered: never another's, never in another language, never less escaped."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import SafeString

from ocop_workflow.templatetags import parts

HOSTILE = '<script>alert("x")</script>'
TAGS = ["ocop_workflow.templatetags.parts", "django.templatetags.i18n"]


def engine(**files: str) -> tuple[Engine, dict[str, str]]:
    """Return an engine that reads these templates, and the templates themselves, to be changed."""
    kept = {f"{name}.html": text for name, text in files.items()}
    return Engine(loaders=[("django.template.loaders.locmem.Loader", kept)], builtins=TAGS), kept


def drawn(text: str, *contexts: Mapping[str, object], **files: str) -> list[str]:
    """Return what one compiled template says in each context in turn."""
    page = engine(**files)[0].from_string(text)
    return [page.render(Context(dict(context))) for context in contexts]


def test_part_says_what_an_include_of_it_would() -> None:
    context = {"name": HOSTILE, "day": date(2026, 11, 22)}
    said = "{{ name }} {{ day|date:'d/m/Y' }} {{ big }} {{ other }}"

    (part,) = drawn('{% part "a.html" name=name day=day big=True %}', context, a=said)
    (included,) = drawn('{% include "a.html" with name=name day=day big=True only %}', context, a=said)

    assert part == included == "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; 22/11/2026 True "


def test_part_is_drawn_once_for_as_long_as_its_page_stays_compiled() -> None:
    places, files = engine(a="first {{ n }}")
    page = places.from_string('{% part "a.html" n=n %}')
    page.render(Context({"n": 1}))
    files["a.html"] = "second {{ n }}"

    assert page.render(Context({"n": 1})) == "first 1"
    assert page.render(Context({"n": 2})) == "second 2"
    assert places.from_string('{% part "a.html" n=n %}').render(Context({"n": 1})) == "second 1"


@pytest.mark.parametrize("texts", [(HOSTILE, SafeString(HOSTILE)), (SafeString(HOSTILE), HOSTILE)])
def test_text_marked_safe_lends_nothing_to_the_same_text_unmarked(texts: tuple[str, str]) -> None:
    shown = drawn('{% part "a.html" name=name %}', *({"name": text} for text in texts), a="{{ name }}")

    escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
    assert shown == [HOSTILE if isinstance(text, SafeString) else escaped for text in texts]


def test_equal_values_of_different_types_are_kept_apart() -> None:
    values: tuple[object, ...] = (1, True, "1", None, "", 0, False)

    shown = drawn('{% part "a.html" x=x %}', *({"x": value} for value in values), a="{{ x }}")

    assert shown == ["1", "True", "1", "None", "", "0", "False"]


def test_each_language_has_its_own() -> None:
    page = engine(a='{% translate "Search" %}')[0].from_string('{% part "a.html" %}')
    said = []

    for language in ("vi", "en", "vi"):
        with translation.override(language):
            said.append(page.render(Context()))

    assert said == ["Tìm kiếm", "Search", "Tìm kiếm"]


def test_part_knows_nothing_of_its_page() -> None:
    assert drawn('{% part "a.html" x=1 %}', {"secret": "s"}, {"secret": "t"}, a="{{ x }}{{ secret }}") == ["1", "1"]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, object(), 1.5, datetime(2026, 11, 22, tzinfo=UTC)])
def test_value_that_may_change_or_depends_on_more_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"^a\.html is remembered by plain values, not by "):
        drawn('{% part "a.html" x=x %}', {"x": value}, a="{{ x }}")


@pytest.mark.parametrize("tag", ["part a.html", 'part "a.html" with x=1 only', 'part "a.html" x'])
def test_tag_written_otherwise_is_refused(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="Write it as"):
        engine(a="")[0].from_string(f"{{% {tag} %}}")


def test_what_is_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST", 2)
    places, files = engine(a="first")
    page = places.from_string('{% part "a.html" n=n %}')
    for number in (1, 2, 3):
        page.render(Context({"n": number}))
    files["a.html"] = "second"

    assert [page.render(Context({"n": number})) for number in (3, 1)] == ["first", "second"]
