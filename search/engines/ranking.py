"""What comes first, as SQL that SQLite and PostgreSQL read alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from ocop_workflow.domain import certificates
from search.engines.base import Asked
from search.question import KINDS, NEWEST, RELEVANCE, STARS
from search.words import column

TITLE, MAKER, EVERYTHING = ("title",), ("title", "maker"), ("title", "maker", "body")
# Each rung: is the whole phrase there, with marks or folded, in which texts.
EXACT = ((True, "exact", TITLE), (False, "exact", TITLE), (False, "exact", MAKER), (False, "exact", EVERYTHING))
FOLDED = ((True, "folded", TITLE), (False, "folded", TITLE), (False, "folded", MAKER))
# Who typed no marks may have meant any: then the place counts before the marks.
UNMARKED = (EXACT[0], EXACT[1], FOLDED[0], FOLDED[1], EXACT[2], FOLDED[2], EXACT[3])

IN_FORCE_FIRST = "CASE WHEN status IN ('', 'valid', 'expiring', 'extended') THEN 0 ELSE 1 END"
_KINDS = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
KIND_ORDER = f"CASE kind {_KINDS} END"
_LAST = f"{KIND_ORDER}, {{newest}}{{name}}, code"
ORDERS = {
    RELEVANCE: f"{{tier}}, {{in_force}}, {_LAST}",
    STARS: f"stars DESC NULLS LAST, {{tier}}, {{in_force}}, {_LAST}",
    NEWEST: f"dated_on DESC NULLS LAST, {{tier}}, {{in_force}}, {_LAST}",
}


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values of its holes."""

    text: str
    values: tuple[Any, ...] = ()


def status_on(day: date) -> Sql:
    """Return the expression for a row's state on a day, the same as `certificates.state_on`; '' without a term."""
    today = connection.ops.adapt_datefield_value(day)
    soon = connection.ops.adapt_datefield_value(day + timedelta(days=certificates.EXPIRING_DAYS))
    text = (
        "CASE WHEN valid_from IS NULL THEN '' WHEN revoked_on <= %s THEN 'revoked' "
        "WHEN superseded_on <= %s THEN 'superseded' "
        "WHEN valid_to < %s THEN CASE WHEN extended_to >= %s THEN 'extended' ELSE 'expired' END "
        "WHEN suspended_on <= %s AND (suspended_to IS NULL OR suspended_to >= %s) THEN 'suspended' "
        "WHEN valid_to <= %s THEN 'expiring' ELSE 'valid' END"
    )
    return Sql(text, (*[today] * 6, soon))


def tier(asked: Asked) -> Sql:
    """Return the expression for how well a row matches: 0 is best.

    With marks typed: exact in the name, by the producer, in the story; then the same folded. Within the name the
    whole phrase comes first.
    """
    if not asked.folded:
        return Sql("0")
    rungs = (*EXACT, *FOLDED) if asked.is_marked else UNMARKED
    conditions = [_holds(asked, *rung) for rung in rungs]
    cases = " ".join(f"WHEN {condition.text} THEN {place}" for place, condition in enumerate(conditions))
    values = tuple(value for condition in conditions for value in condition.values)
    return Sql(f"CASE {cases} ELSE {len(rungs)} END", values)


def _holds(asked: Asked, whole: bool, spelling: str, texts: Sequence[str]) -> Sql:
    words = asked.exact if spelling == "exact" else asked.folded
    wanted = [column(words)] if whole else [column([word]) for word in dict.fromkeys(words)]
    text = " || ".join(f"{name}_{spelling}" for name in texts)
    position = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
    return Sql(" AND ".join([f"{position}({text}, %s) > 0"] * len(wanted)), tuple(wanted))
