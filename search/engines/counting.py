"""How many rows each value of a facet leads to, in one pass over those that match."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.engines.base import Asked
from search.engines.rowset import COLUMNS, NARROW, candidates, filtered
from search.engines.sql import Sql, rows, values_of
from search.engines.vendors import is_sqlite
from search.question import FACETS

Tallies = Mapping[str, Mapping[str, int]]
COUNTED = tuple(dict.fromkeys(COLUMNS[facet] for facet in FACETS))


def counted(asked: Asked, conditions: Sequence[Sql]) -> tuple[int, int, Tallies]:
    """Return how many rows match with all filters, how many more only the states leave out, and the facets' counts."""
    found = candidates(asked, conditions, Sql(NARROW))
    tallies: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, number in (_in_parts if is_sqlite() else _in_sets)(asked, found):
        if value is not None:
            tallies[facet][value] = number
    return (*_by_state(asked, tallies["status"]), tallies)


def _in_parts(asked: Asked, found: Sql) -> Iterable[tuple[str, str | None, int]]:
    """Return each facet's values and counts from the rows kept apart, facet by facet."""
    parts = [
        Sql(
            f"SELECT '{facet}', CAST({COLUMNS[facet]} AS TEXT), COUNT(*) FROM found "  # noqa: S608 -- ours
            f"WHERE {(where := filtered(asked, but=facet)).text} GROUP BY {COLUMNS[facet]}",
            where.values,
        )
        for facet in FACETS
    ]
    text = f"WITH found AS MATERIALIZED ({found.text}) " + " UNION ALL ".join(part.text for part in parts)
    return rows(Sql(text, (*found.values, *values_of(parts))))


def _in_sets(asked: Asked, found: Sql) -> Iterator[tuple[str, str, int]]:
    """Return the same from one reading of the rows, each of which is counted once for each column and set of filters.

    GROUPING has a bit for each column, the first the highest, set where the row of counts is not of that column.
    """
    filters = {facet: filtered(asked, but=facet) for facet in FACETS}
    different = list(dict.fromkeys(filters.values()))
    counts = [Sql(f"COUNT(*) FILTER (WHERE {one.text})", one.values) for one in different]
    columns = ", ".join(COUNTED)
    query = Sql(
        f"SELECT GROUPING({columns}), {columns}, {', '.join(one.text for one in counts)} "  # noqa: S608 -- ours
        f"FROM ({found.text}) AS found GROUP BY GROUPING SETS ({', '.join(f'({column})' for column in COUNTED)})",
        (*values_of(counts), *found.values),
    )
    every = 2 ** len(COUNTED) - 1
    for others, *values in rows(query):
        place = len(COUNTED) - (every - others).bit_length()
        for facet in (facet for facet in FACETS if COLUMNS[facet] == COUNTED[place]):
            number = values[len(COUNTED) + different.index(filters[facet])]
            if number and values[place] is not None:
                yield facet, str(values[place]), number


def _by_state(asked: Asked, states: Mapping[str, int]) -> tuple[int, int]:
    """Return how many are in a state asked for, and how many in another."""
    everything = sum(states.values())
    if "status" not in asked.filters:
        return everything, 0
    wanted = {*asked.filters["status"], *([""] if asked.unrated else [])}
    shown = sum(number for state, number in states.items() if state in wanted)
    return shown, everything - shown
