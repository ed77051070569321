from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection

from ocop_workflow.domain.certificates import EXPIRING_DAYS, STATES, Term, state_on
from search.engines.ranking import status_on
from search.models import TERM, SearchDocument

BEGAN, ENDS = date(2022, 5, 10), date(2025, 5, 10)
DAY = timedelta(days=1)
BASE = Term(BEGAN, ENDS)
# Each stored fact with none, one within the term and, where that can be, one beyond it.
FACTS = {
    "extended_to": (None, ENDS + 90 * DAY),
    "suspended_on": (None, date(2024, 3, 1)),
    "suspended_to": (None, date(2024, 4, 1)),
    "revoked_on": (None, date(2024, 3, 15), ENDS + 5 * DAY),
    "superseded_on": (None, date(2024, 3, 10)),
}
TERMS = [replace(BASE, **dict(zip(FACTS, values, strict=True))) for values in product(*FACTS.values())]
EDGES = sorted({BEGAN, ENDS, ENDS - EXPIRING_DAYS * DAY, *(day for days in FACTS.values() for day in days if day)})
DAYS = [edge + step * DAY for edge in EDGES for step in (-1, 0, 1)]


@pytest.mark.django_db
def test_status_in_the_database_is_that_of_the_domain():
    rows = [
        SearchDocument(kind="product", code=str(number), **{name: getattr(term, name) for name in TERM})
        for number, term in enumerate(TERMS)
    ]
    SearchDocument.objects.bulk_create(rows)

    seen = set()
    for day in DAYS:
        expected = {str(number): state_on(term, day) for number, term in enumerate(TERMS)}
        assert stored_states(day) == expected
        seen |= set(expected.values())
    assert seen == set(STATES)


@pytest.mark.django_db
def test_status_without_a_term_is_empty():
    SearchDocument.objects.create(kind="producer", code="CT-1")

    assert stored_states(ENDS) == {"CT-1": ""}


def stored_states(day: date) -> dict[str, str]:
    status = status_on(day)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code, {status.text} FROM search_searchdocument", status.values)
        return dict(cursor.fetchall())
