import pytest
from django.template import Context, Engine
from django.utils.safestring import SafeString

from search.templatetags.search_marks import marked


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((), ""),
        ((("Mật ong", False),), "Mật ong"),
        ((("Mật ", False), ("ong", True), (" rừng", False)), "Mật <mark>ong</mark> rừng"),
        ((("<script>", True), ("\"'&</mark>", False)), "<mark>&lt;script&gt;</mark>&quot;&#x27;&amp;&lt;/mark&gt;"),
    ],
)
def test_what_matches_is_marked_and_every_piece_escaped(parts: tuple[tuple[str, bool], ...], shown: str):
    text = marked(parts)

    assert (text, type(text)) == (shown, SafeString)


def test_templates_print_marks_as_they_are():
    page = Engine(libraries={"search_marks": "search.templatetags.search_marks"}).from_string(
        "{% load search_marks %}{{ parts|marked }}"
    )

    assert page.render(Context({"parts": (("<b>", True), (" & ", False))})) == "<mark>&lt;b&gt;</mark> &amp; "
