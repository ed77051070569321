"""What a certificate is worth on a day. No state is stored but when each begins and ends, which is the term said anew:
so the state of any day is found, and none goes stale.

Most certificates are valid, then expiring, then expired: of these `UNTIL`, the last day, says all. What was never
certified is current for ever. Only where more happened is there a range of days for each state.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from ocop_workflow.domain.certificates import EXPIRED, EXPIRING, EXPIRING_DAYS, IN_FORCE, STATES, VALID, Term, state_on
from search.engines.elastic.clauses import Query, equals, lacking, limited, some
from search.models import TERM

UNRATED = ""
UNTIL = "until"
FOR_EVER = "9999-12-31"
# Fields of ranges of days: one for each state, one for being in force.
DAYS = {state: f"days_{state}" for state in STATES}
CURRENT = "days_current"
ONE_DAY = timedelta(days=1)


def spans(row: Any) -> dict[str, Any]:
    """Return the last day of a plain term; else for each state, and for being in force, the days a document is in it.

    What is returned is shared: many certificates are issued on a day for the same term.
    """
    return _spans(*(getattr(row, name) for name in TERM))


@lru_cache(maxsize=4096)
def _spans(valid_from: date | None, valid_to: date, *happened: date | None) -> dict[str, Any]:
    if valid_from is None:
        return {UNTIL: FOR_EVER}
    if not any(happened):
        return {UNTIL: valid_to.isoformat()}
    return _ranges(Term(valid_from, valid_to, *happened))


def _ranges(term: Term) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    days = _turning_days(term)
    for day, following in zip(days, (*days[1:], None), strict=True):
        state = state_on(term, day)
        span = {"gte": day.isoformat()} | ({"lt": following.isoformat()} if following else {})
        for field in (DAYS[state], *([CURRENT] if state in IN_FORCE else [])):
            found[field].append(span)
    return dict(found)


def _turning_days(term: Term) -> list[date]:
    """Return the days on which a state may begin, the first day of the term first."""
    last_days = (term.valid_to, term.extended_to, term.suspended_to)
    begin = (term.valid_from, term.suspended_on, term.revoked_on, term.superseded_on)
    soon = term.valid_to - timedelta(days=EXPIRING_DAYS)
    days = {soon, *filter(None, begin), *(day + ONE_DAY for day in last_days if day)}
    return sorted(day for day in days if day >= term.valid_from)


def begun(day: date) -> Query:
    """Return the condition that a certificate's term has begun; what has none is there always."""
    return lacking(limited("valid_from", gt=day.isoformat()))


def current(day: date) -> Query:
    """Return the condition of being in force on a day, or of never having been certified."""
    return some([limited(UNTIL, gte=day.isoformat()), equals(CURRENT, day.isoformat())])


def in_states(states: Collection[str], day: date) -> Query:
    """Return the condition of being in one of the states on a day; '' is that of things without certificate."""
    if set(states) == {*IN_FORCE, UNRATED}:
        return current(day)
    return some([in_state(state, day) for state in states if state in DAYS or state == UNRATED])


def in_state(state: str, day: date) -> Query:
    if state == UNRATED:
        return equals(UNTIL, FOR_EVER)
    plain = [limited(UNTIL, **last_days(day)[state])] if state in last_days(day) else []
    return some([*plain, eventful(state, day)])


def eventful(state: str, day: date) -> Query:
    """Return the condition of being in a state on a day, for certificates to which more happened than their term."""
    return equals(DAYS[state], day.isoformat())


def last_days(day: date) -> dict[str, dict[str, str]]:
    """Return by state between which last days, the second one left out, plain terms are in it on a day."""
    today, later = day.isoformat(), (day + timedelta(days=EXPIRING_DAYS + 1)).isoformat()
    return {EXPIRED: {"lt": today}, EXPIRING: {"gte": today, "lt": later}, VALID: {"gte": later, "lt": FOR_EVER}}
