"""What a process remembers of the database, and how it hears that it is old.

One query tells whether anything changed since, in whatever process; only then is anything read. Every change of an
audited row writes a row of history, and none is ever taken away, so their number and the newest one tell each state
from all others. Words and documents are written under one lock: their numbers grow in the order of commits.
"""

from collections.abc import Callable
from functools import cache
from itertools import islice
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from django.db import connection, models

from ocop_workflow.models import AdministrativeUnit, RulebookVersion, UnitSuccession
from search.editors.models import Pin
from search.index.models import SearchIndex
from search.models import SearchDocument, SearchWord
from search.synonyms.models import Synonym

Thing = TypeVar("Thing")
Stamp = tuple[object, ...]


class Stamps(NamedTuple):
    """What tells a state of some tables from all others, with the name of the database.

    `words` has the first and the last number, `documents` the last one, `live` the name and the print of the index in
    Elasticsearch that serves, all others in one text how many rows there are and the last number.
    """

    words: Stamp
    documents: Stamp
    laws: Stamp
    units: Stamp
    synonyms: Stamp
    pins: Stamp
    live: Stamp


class Memory(Generic[Thing]):
    """Something read once and kept until its stamp is another; every thread may ask."""

    every: "list[Memory[object]]" = []

    def __init__(self) -> None:
        self._lock = Lock()
        self.kept: tuple[Stamp, Thing] | None = None
        Memory.every.append(self)  # type: ignore[arg-type]  # of whatever things

    def at(self, stamp: Stamp, read: Callable[[], Thing]) -> Thing:
        """Return the thing as of a stamp; it is read when that is not the one it is kept under."""
        kept = self.kept
        if kept is None or kept[0] != stamp:
            with self._lock:
                kept = self.kept
                if kept is None or kept[0] != stamp:
                    kept = self.kept = (stamp, read())
        return kept[1]


def forget() -> None:
    """Read everything anew at the next question."""
    for memory in Memory.every:
        memory.kept = None


def stamps() -> Stamps:
    """Return the stamps of this moment, by one query."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        figures = (figure or 0 for figure in cursor.fetchone())
    database = connection.settings_dict["NAME"]
    return Stamps(*((database, *islice(figures, len(asked))) for asked in _asked().values()))


@cache
def _question() -> str:
    return "SELECT " + ", ".join(f"({one})" for asked in _asked().values() for one in asked)


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    """Return for each stamp the queries that make it."""
    return {
        "words": (_one("MIN(id)", SearchWord), _one("MAX(id)", SearchWord)),
        "documents": (_one("MAX(id)", SearchDocument),),
        "laws": (_rows("id", RulebookVersion),),
        "units": (_changes(AdministrativeUnit), _changes(UnitSuccession)),
        "synonyms": (_changes(Synonym),),
        "pins": (_changes(Pin),),
        "live": tuple(f"{_one(column, SearchIndex)} WHERE is_live" for column in ("name", "fingerprint")),
    }


def _changes(audited: type[models.Model]) -> str:
    return _rows("history_id", audited.history.model)  # type: ignore[attr-defined]  # what is audited has a history


def _rows(number: str, model: type[models.Model]) -> str:
    """Return the query for how many rows there are and the last number, in one text: one query less to plan."""
    return _one(f"COUNT(*) || ' ' || COALESCE(MAX({number}), 0)", model)


def _one(figure: str, model: type[models.Model]) -> str:
    return f"SELECT {figure} FROM {model._meta.db_table}"  # noqa: S608 -- our own tables
