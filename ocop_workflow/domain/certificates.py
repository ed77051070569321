"""What a certificate is worth on a day."""

from dataclasses import dataclass
from datetime import date

VALID, EXPIRING, EXTENDED = "valid", "expiring", "extended"
SUSPENDED, EXPIRED, REVOKED, SUPERSEDED = "suspended", "expired", "revoked", "superseded"
STATES = (VALID, EXPIRING, EXTENDED, SUSPENDED, EXPIRED, REVOKED, SUPERSEDED)
IN_FORCE = (VALID, EXPIRING, EXTENDED)

EXPIRING_DAYS = 180


@dataclass(frozen=True, slots=True)
class Term:
    """The stored facts a certificate's state is computed from; the last days count."""

    valid_from: date
    valid_to: date
    extended_to: date | None = None
    suspended_on: date | None = None
    suspended_to: date | None = None
    revoked_on: date | None = None
    superseded_on: date | None = None


def state_on(term: Term, day: date) -> str:
    """Return one of `STATES` for a day; `expiring` means 180 days or fewer are left (QĐ 26/2026, Điều 5)."""
    if term.revoked_on and term.revoked_on <= day:
        return REVOKED
    if term.superseded_on and term.superseded_on <= day:
        return SUPERSEDED
    if day > max(term.valid_to, term.extended_to or term.valid_to):
        return EXPIRED
    if term.suspended_on and term.suspended_on <= day and (term.suspended_to is None or day <= term.suspended_to):
        return SUSPENDED
    if day > term.valid_to:
        return EXTENDED
    return EXPIRING if (term.valid_to - day).days <= EXPIRING_DAYS else VALID


def counts_until(term: Term, state: str) -> date | None:
    """Return the last day a certificate counts that is in a state, a provisional extension included; none when it does
    no longer.
    """
    if state not in IN_FORCE:
        return None
    return term.extended_to if state == EXTENDED else term.valid_to


def elapsed_fraction(term: Term, day: date) -> float:
    """Return how much of the term has passed on a day, from 0 to 1."""
    whole = (term.valid_to - term.valid_from).days or 1
    return min(1.0, max(0.0, (day - term.valid_from).days / whole))
