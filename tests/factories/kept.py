"""Acts of which a process keeps what they wrote: done again in the very same state, the rows are written at once.

A state is every row of the project's tables, the moment, the language, and what the act is given. So a test meets
the rows and files it would have met had the act been done before it; in any other state the act is done in earnest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

from ocop_workflow.domain import clock
from ocop_workflow.models import RulebookVersion
from ocop_workflow.models.rulebook import rulebook_name, rulebook_of
from ocop_workflow.services.files import open_stored, store
from tests.factories.snapshot import Change, Content, changes, columns, content, write

Given = ParamSpec("Given")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an act wrote and stored, and the model and key of the row it returned."""

    changes: list[Change]
    files: list[bytes]
    row: tuple[type[Model], object]

    def repeat(self) -> None:
        for file in self.files:
            store(file)
        write(self.changes)
        know_the_laws()


_kept: dict[tuple[object, ...], Kept] = {}


def kept(act: Callable[Given, Row]) -> Callable[Given, Row]:
    """Keep what an act writes, where a test rolls it back; the row it returns is read anew."""

    @wraps(act)
    def done(*args: Given.args, **given: Given.kwargs) -> Row:
        if not connection.in_atomic_block:
            return act(*args, **given)
        before = content()
        said = tuple((name, _name(value)) for name, value in [*enumerate(args), *sorted(given.items())])
        state = (act.__name__, said, clock.now(), get_language(), _digest(before))
        if state in _kept:
            _kept[state].repeat()
        else:
            row = act(*args, **given)
            written = changes(before, content())
            _kept[state] = Kept(written, _files(written), (type(row), row.pk))
        model, key = _kept[state].row
        return model._default_manager.get(pk=key)

    return done


def know_the_laws() -> None:
    """Let the process remember the rulebooks, as it does after an act done in earnest."""
    for version in RulebookVersion.objects.values_list("pk", flat=True):
        rulebook_of(version)
        rulebook_name(version)


def _name(value: object) -> object:
    """Return what tells a thing an act is given from others; a world says it by its method `facts`."""
    if isinstance(value, Model):
        return type(value).__name__, value.pk
    return tuple(map(_name, value.facts())) if hasattr(value, "facts") else repr(value)


def _digest(rows: Content) -> str:
    return blake2b(repr([list(each.values()) for each in rows.values()]).encode()).hexdigest()


def _files(written: list[Change]) -> list[bytes]:
    """Return the files that the new rows name by their hash."""
    named = set()
    for change in written:
        if "sha256" in columns(change.model):
            place = columns(change.model).index("sha256")
            named |= {str(row[place]) for row in change.new if row[place]}
    found = []
    for sha256 in named:
        with open_stored(sha256) as file:
            found.append(file.read())
    return found
