"""How many rows each value of a facet leads to, in one pass over those that match."""

from collections.abc import Mapping, Sequence

from search.engines.base import Asked
from search.engines.rowset import COLUMNS, NARROW, candidates, filtered
from search.engines.sql import Sql, rows
from search.question import FACETS

Tallies = Mapping[str, Mapping[str, int]]


def counted(asked: Asked, conditions: Sequence[Sql]) -> tuple[int, int, Tallies]:
    """Return how many rows match with all filters, how many more only the states leave out, and the facets' counts."""
    found = candidates(asked, conditions, Sql(NARROW))
    parts = [
        Sql(
            f"SELECT '{facet}', CAST({COLUMNS[facet]} AS TEXT), COUNT(*) FROM found "  # noqa: S608 -- ours
            f"WHERE {(where := filtered(asked, but=facet)).text} GROUP BY {COLUMNS[facet]}",
            where.values,
        )
        for facet in FACETS
    ]
    query = Sql(
        f"WITH found AS MATERIALIZED ({found.text}) " + " UNION ALL ".join(part.text for part in parts),
        (*found.values, *(value for part in parts for value in part.values)),
    )
    tallies: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, number in rows(query):
        if value is not None:
            tallies[facet][value] = number
    return (*_by_state(asked, tallies["status"]), tallies)


def _by_state(asked: Asked, states: Mapping[str, int]) -> tuple[int, int]:
    """Return how many are in a state asked for, and how many in another."""
    everything = sum(states.values())
    if "status" not in asked.filters:
        return everything, 0
    wanted = {*asked.filters["status"], *([""] if asked.unrated else [])}
    shown = sum(number for state, number in states.items() if state in wanted)
    return shown, everything - shown
