"""What stock Wagtail makes of the same corpus: a model indexed as its documentation shows, in a table of its own."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection, models
from modelsearch import index
from modelsearch.abstract_models import TextIDGenericRelation
from modelsearch.backends import get_search_backend
from modelsearch.query import Fuzzy
from wagtail.search.models import IndexEntry

from tests.bench.relevance.labels import Key, Thing

DATABASE, ELASTICSEARCH = "wagtail.search.backends.database", "wagtail.search.backends.elasticsearch9"
PORTION, TOP = 1000, 10


class StockThing(index.Indexed, models.Model):
    """A product, producer or article: the texts that our own documents are made of."""

    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    maker = models.TextField()
    body = models.TextField()
    in_force = models.BooleanField()
    # What the library gives every indexed model when the site starts; this one is there only later.
    index_entries = TextIDGenericRelation(IndexEntry)

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("maker"),
        index.SearchField("body"),
        index.FilterField("in_force"),
    ]

    class Meta:
        app_label = "search"
        db_table = "bench_stock_thing"

    def __str__(self) -> str:
        return self.code


def fill(things: Iterable[Thing]) -> None:
    """Create the table and write the things."""
    with connection.schema_editor() as editor:
        editor.create_model(StockThing)
    rows = iter(things)
    while portion := [_row(thing) for thing in islice(rows, PORTION)]:
        StockThing.objects.bulk_create(portion)


def _row(thing: Thing) -> StockThing:
    kind, code = thing.key
    said = thing.fields
    maker = "\n".join((*said["maker"], *said["place"]))
    body = "\n".join((*said["text"], *said["code"], *said.get("certificate", ()), *said.get("decision", ())))
    return StockThing(kind=kind, code=code, title=said["name"][0], maker=maker, body=body, in_force=thing.is_in_force)


def stock(path: str, **options: Any) -> Any:
    """Return a backend with everything in its index, rebuilt as `update_index` does."""
    backend = get_search_backend(path, **options)
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(StockThing))
    target = rebuilder.start()
    target.add_model(StockThing)
    rows = StockThing.objects.order_by("pk")
    for start in range(0, rows.count(), PORTION):
        target.add_items(StockThing, list(rows[start : start + PORTION]))
    rebuilder.finish()
    target.refresh()
    return backend


def asking(backend: Any, *, fuzzy: bool = False) -> Callable[[str, bool], list[Key]]:
    """Return what asks the backend: the first ten answers, those in force alone unless the question says more."""

    def ask(text: str, only_in_force: bool) -> list[Key]:
        rows = StockThing.objects.filter(in_force=True) if only_in_force else StockThing.objects.all()
        found = backend.search(Fuzzy(text) if fuzzy else text, rows)
        return [(row.kind, row.code) for row in found[:TOP]]

    return ask
