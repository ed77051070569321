"""What a certificate is worth on a day. No state is stored but when each begins and ends, which is the term said anew:
so the state of any day is found, and none goes stale.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from ocop_workflow.domain.certificates import EXPIRING_DAYS, IN_FORCE, STATES, Term, state_on
from search.engines.elastic.clauses import Query, equals, lacking, limited, some
from search.models import TERM, SearchDocument

UNRATED = ""
# Fields of ranges of days: one for each state, one for being in force or never certified.
DAYS = {state: f"days_{state}" for state in STATES}
CURRENT = "days_current"
ONE_DAY = timedelta(days=1)


def ranges(row: SearchDocument) -> dict[str, list[dict[str, str]]]:
    """Return for each state, and for being current, from which days on and before which a document is in it."""
    if row.valid_from is None:
        return {CURRENT: [{}]}
    term = Term(**{name: getattr(row, name) for name in TERM})
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    days = _turning_days(term)
    for day, following in zip(days, (*days[1:], None), strict=True):
        state = state_on(term, day)
        span = {"gte": day.isoformat()} | ({"lt": following.isoformat()} if following else {})
        for field in (DAYS[state], *([CURRENT] if state in IN_FORCE else [])):
            found[field].append(span)
    return found


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
    return equals(CURRENT, day.isoformat())


def in_states(states: Collection[str], day: date) -> Query:
    """Return the condition of being in one of the states on a day; '' is that of things without certificate."""
    if set(states) == {*IN_FORCE, UNRATED}:
        return current(day)
    return some([in_state(state, day) for state in states if state in DAYS or state == UNRATED])


def in_state(state: str, day: date) -> Query:
    if state == UNRATED:
        return lacking({"exists": {"field": "valid_from"}})
    return equals(DAYS[state], day.isoformat())
