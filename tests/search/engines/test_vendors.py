"""How rows are found by words, by whatever words there may be."""

from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Closeness, Form, Term
from search.engines.embedded import EmbeddedEngine
from search.engines.sql import Sql, rows
from search.kinds.base import document
from search.models import SearchDocument
from search.question import NEWS
from search.words import exact_words, folded_words
from tests.search.engines.asking import asking
from tests.search.engines.oracle import answer

LONG = ("hippopotomonstrosesquippe", "daliophobia")
UNUSUAL = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("'\\\"&|!():*=<_ đếơ\u0301\x7f½ﬁİ")),
    max_size=30,
)
pytestmark = pytest.mark.django_db


def stored(*names: str) -> list[SearchDocument]:
    documents = [document(NEWS, f"tin-{number}", name) for number, name in enumerate(names)]
    return SearchDocument.objects.bulk_create(documents)


def meaning(words: Sequence[str]) -> Term:
    """Return a term that no document holds as typed, with these words side by side for a meaning."""
    return Term((Form(("zzz",), ("zzz",)), Form(tuple(words), None, Closeness.MEANT)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("mat", "ong"), {"tin-0"}),
        (("mat", "ong", "rung"), {"tin-0"}),
        (LONG, {"tin-3"}),
        (("a", *LONG), {"tin-3"}),
        ((*LONG, "b", "c"), {"tin-3"}),
    ],
)
def test_words_of_any_length_are_found_side_by_side_and_not_apart(words: tuple[str, ...], expected: set[str]) -> None:
    first, last = LONG
    stored("Mật ong rừng", "Mật của ong, ong rừng", "Ong mật", f"a {first} {last} b c", f"{last} {first} a b, c {last}")

    found = EmbeddedEngine().find(asking(terms=(meaning(words),)))

    assert {code for _kind, code in found.keys} == expected


def test_a_pair_stands_in_one_text() -> None:
    SearchDocument.objects.bulk_create([document(NEWS, "tin", "Mật", maker=("Ong",), body=("rừng",))])

    assert EmbeddedEngine().find(asking(terms=(meaning(("mat", "ong")),))).count == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=UNUSUAL)
def test_whatever_is_written_is_found_by_its_words(db: None, text: str) -> None:
    SearchDocument.objects.all().delete()
    documents = stored(text.replace("\x00", ""), "Mật ong")
    folded, exact = folded_words(text), exact_words(text)
    typed = tuple(Term((Form((word,), (marked,)),)) for word, marked in zip(folded, exact, strict=True))
    questions = [asking(terms=typed), *([asking(terms=(meaning(folded),))] if folded else [])]

    found = [EmbeddedEngine().find(asked).keys for asked in questions]

    assert found == [answer(asked, documents).keys for asked in questions]


def test_how_a_question_is_planned_holds_for_it_alone() -> None:
    before = planning()

    rows(Sql("SELECT COUNT(*) FROM search_searchdocument WHERE kind = %s", ("product",)))

    assert planning() == before


def planning() -> object:
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('jit'), current_setting('work_mem')")
        return cursor.fetchone()
