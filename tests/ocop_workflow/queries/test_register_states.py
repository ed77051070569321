"""The database and the domain agree on what a certificate is worth, whatever its term and on any day."""

from datetime import date, timedelta
from itertools import product as combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop_workflow.domain.certificates import STATES, Term, state_on
from ocop_workflow.models import Certificate, Product
from ocop_workflow.models.outcome import state_condition
from tests.factories.city import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

FIRST = date(2024, 1, 31)
OFFSETS = (None, -1, 0, 1)
LAST = date(2024, 6, 15)


def around(day: date, offset: int | None) -> date | None:
    return None if offset is None else day + timedelta(days=offset)


def stored(product: Product, term: Term, number: str = "X") -> Certificate:
    """Keep a certificate of that term past every check but the database's own."""
    row = Certificate(
        product=product,
        number=number,
        token=number,
        stars=3,
        product_name="x",
        producer_name="x",
        producer_address="x",
        issuer="x",
        decision_number="1",
        decision_date=term.valid_from,
        **{name: getattr(term, name) for name in Term.__slots__},
    )
    row.save_base(raw=True)
    return row


def states_in_database(row: Certificate, day: date) -> list[str]:
    rows = Certificate.objects.filter(pk=row.pk)
    return [state for state in STATES if rows.filter(state_condition(state, day)).exists()]


def test_database_and_domain_agree_on_the_state_at_every_boundary(city: City):
    day = LAST
    terms = [
        Term(FIRST, around(day, left), around(day, extended), around(day, paused), around(day, resumed), revoked, None)
        for left, extended, paused, resumed in combinations((-1, 0, 1, 180, 181), OFFSETS, OFFSETS, OFFSETS)
        for revoked in (None, day)
    ]
    terms += [
        Term(FIRST, around(day, 10), None, None, None, around(day, revoked), around(day, superseded))
        for revoked, superseded in combinations(OFFSETS, OFFSETS)
    ]
    rows = {stored(city.product, term, f"B{number}").pk: term for number, term in enumerate(terms)}

    by_database = {
        state: set(Certificate.objects.in_state(state, day).values_list("pk", flat=True)) for state in STATES
    }

    assert by_database == {state: {pk for pk, term in rows.items() if state_on(term, day) == state} for state in STATES}
    assert all(by_database.values())


days = st.integers(min_value=-400, max_value=400).map(lambda offset: LAST + timedelta(days=offset))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dates=st.fixed_dictionaries(
        {
            "extended_to": st.none() | days,
            "suspended_on": st.none() | days,
            "suspended_to": st.none() | days,
            "revoked_on": st.none() | days,
            "superseded_on": st.none() | days,
        }
    ),
    length=st.integers(min_value=1, max_value=1200),
    day=days,
)
def test_database_and_domain_agree_on_the_state_of_any_term(city: City, dates, length, day):
    term = Term(valid_from=LAST - timedelta(days=400), valid_to=LAST - timedelta(days=400 - length), **dates)
    row = Certificate.objects.filter(number="X").first() or stored(city.product, term)
    for name in Term.__slots__:
        setattr(row, name, getattr(term, name))
    row.save_base(raw=True)

    assert states_in_database(row, day) == [state_on(term, day)]
