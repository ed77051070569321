"""What a certificate is worth on a day, as conditions on its term: the same as `certificates.state_on`."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from ocop_workflow.domain import certificates
from search.engines.elastic.clauses import Query, every, known, lacking, limited, some

UNRATED = ""


def begun(day: date) -> Query:
    """Return the condition that a certificate's term has begun; what has none is there always."""
    return lacking(limited("valid_from", gt=day.isoformat()))


def in_states(states: Collection[str], day: date) -> Query:
    """Return the condition of being in one of the states on a day; '' is that of things without certificate."""
    conditions = conditions_on(day)
    return some([conditions[state] for state in states if state in conditions])


def conditions_on(day: date) -> Mapping[str, Query]:
    """Return the condition of each state. Every thing is in exactly one."""
    today, soon = day.isoformat(), (day + timedelta(days=certificates.EXPIRING_DAYS)).isoformat()
    revoked, superseded = limited("revoked_on", lte=today), limited("superseded_on", lte=today)
    over, extended = limited("valid_to", lt=today), limited("extended_to", gte=today)
    paused = every([limited("suspended_on", lte=today), lacking(limited("suspended_to", lt=today))])
    ending = limited("valid_to", lte=soon)
    standing = [known("valid_from"), lacking(revoked), lacking(superseded)]
    current = [*standing, lacking(over)]
    return {
        UNRATED: lacking(known("valid_from")),
        certificates.REVOKED: every([known("valid_from"), revoked]),
        certificates.SUPERSEDED: every([known("valid_from"), lacking(revoked), superseded]),
        certificates.EXTENDED: every([*standing, over, extended]),
        certificates.EXPIRED: every([*standing, over, lacking(extended)]),
        certificates.SUSPENDED: every([*current, paused]),
        certificates.EXPIRING: every([*current, lacking(paused), ending]),
        certificates.VALID: every([*current, lacking(paused), lacking(ending)]),
    }
