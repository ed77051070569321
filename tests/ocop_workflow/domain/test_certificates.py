"""What a certificate is worth on a day, case by case."""

from datetime import date

import pytest

from ocop_workflow.domain.certificates import STATES, Term, counts_until, state_on

FROM, TO, LONGER = date(2024, 1, 10), date(2027, 1, 10), date(2027, 7, 1)
IN_TERM, AFTER = date(2025, 5, 5), date(2027, 3, 1)


@pytest.mark.parametrize(
    ("facts", "day", "state"),
    [
        ({}, IN_TERM, "valid"),
        ({}, date(2026, 7, 14), "expiring"),
        ({}, TO, "expiring"),
        ({}, date(2027, 1, 11), "expired"),
        ({"extended_to": LONGER}, AFTER, "extended"),
        ({"extended_to": LONGER}, LONGER, "extended"),
        ({"extended_to": LONGER}, date(2027, 7, 2), "expired"),
        ({"extended_to": date(2026, 1, 1)}, TO, "expiring"),
        ({"suspended_on": IN_TERM}, IN_TERM, "suspended"),
        ({"suspended_on": IN_TERM, "suspended_to": IN_TERM}, date(2025, 5, 6), "valid"),
        ({"extended_to": LONGER, "suspended_on": IN_TERM}, AFTER, "suspended"),
        ({"extended_to": LONGER, "suspended_on": IN_TERM, "suspended_to": TO}, AFTER, "extended"),
        ({"suspended_on": IN_TERM}, AFTER, "expired"),
        ({"extended_to": LONGER, "suspended_on": IN_TERM}, date(2027, 7, 2), "expired"),
        ({"extended_to": LONGER, "suspended_on": IN_TERM, "revoked_on": AFTER}, AFTER, "revoked"),
        ({"extended_to": LONGER, "suspended_on": IN_TERM, "superseded_on": AFTER}, AFTER, "superseded"),
    ],
)
def test_state_of_a_day(facts, day, state):
    assert state_on(Term(FROM, TO, **facts), day) == state


def test_what_is_in_force_counts_until_its_term_or_its_extension_ends():
    term = Term(FROM, TO, extended_to=LONGER)

    assert {state: counts_until(term, state) for state in STATES} == {
        "valid": TO,
        "expiring": TO,
        "extended": LONGER,
        "suspended": None,
        "expired": None,
        "revoked": None,
        "superseded": None,
    }
