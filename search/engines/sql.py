"""Pieces of SQL that SQLite and PostgreSQL read alike, and how they are asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

# PostgreSQL takes it that to read a long text costs nothing, so it would sooner read all of them than ask the index. No
# question is worth compiling, and a count of everything stays in memory. All for the one query, in one message.
PLANNED = {"enable_seqscan": "off", "jit": "off", "work_mem": "'16MB'"}


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values of its holes."""

    text: str
    values: tuple[Any, ...] = ()


ALWAYS, NEVER = Sql("1 = 1"), Sql("1 = 0")


def every(conditions: Iterable[Sql]) -> Sql:
    """Return the condition that all of these hold; without any it always does."""
    return _joined(" AND ", conditions) or ALWAYS


def either(conditions: Iterable[Sql]) -> Sql:
    """Return the condition that one of these holds; without any it never does."""
    return _joined(" OR ", conditions) or NEVER


def among(column: str, values: Sequence[Any]) -> Sql:
    """Return the condition that a column holds one of some values; without any it never does."""
    holes = ", ".join(["%s"] * len(values))
    return Sql(f"{column} IN ({holes})", tuple(values)) if values else NEVER


def at_least(number: int, conditions: Iterable[Sql]) -> Sql:
    """Return the condition that so many of these hold."""
    listed = list(conditions)
    if number >= len(listed):
        return every(listed)
    counted = " + ".join(f"CASE WHEN {one.text} THEN 1 ELSE 0 END" for one in listed)
    return Sql(f"{counted} >= {number}", values_of(listed))


def chosen(cases: Iterable[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """Return the expression that takes the value of the first condition that holds."""
    listed = list(cases)
    if not listed:
        return otherwise
    text = " ".join(f"WHEN {condition.text} THEN {value.text}" for condition, value in listed)
    values = values_of(part for case in listed for part in case)
    return Sql(f"CASE {text} ELSE {otherwise.text} END", (*values, *otherwise.values))


def rows(query: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query.text if connection.vendor == "sqlite" else _planned(query.text), query.values)
        while cursor.description is None and cursor.nextset():
            pass
        return list(cursor.fetchall())


def _planned(text: str) -> str:
    before = [f"SET LOCAL {name} = {value}" for name, value in PLANNED.items()]
    return "; ".join([*before, text, *(f"SET LOCAL {name} TO DEFAULT" for name in PLANNED)])


def _joined(word: str, conditions: Iterable[Sql]) -> Sql | None:
    listed = list(conditions)
    if len(listed) < 2:  # noqa: PLR2004 -- nothing to join
        return listed[0] if listed else None
    return Sql(f"({word.join(one.text for one in listed)})", values_of(listed))


def values_of(parts: Iterable[Sql]) -> tuple[Any, ...]:
    """Return the values of pieces, in their order."""
    return tuple(value for part in parts for value in part.values)
