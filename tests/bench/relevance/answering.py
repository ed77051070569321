"""One process of the relevance bench: lays out the corpus in its own database and asks every engine every question.

It writes what it found to a file; the bench puts the files of both databases together.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from ocop_workflow.domain import clock
from search.catalogue import catalogue_on
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.bench.children import tell
from tests.bench.relevance import stock
from tests.bench.relevance.labels import Key, Label, Thing, labels
from tests.bench.relevance.things import things_on

DAY, LOAD = date(2026, 11, 21), 2000
TOP, TRIES, BETWEEN = 10, 60, 0.5
Ask = Callable[[str, bool], Sequence[Key]]
NAMES = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


def main() -> None:
    """Write the answers of all engines of this database to the file named on the command line."""
    lay_out()
    things = things_on(clock.today())
    asked = [(label, label.right(things)) for label in labels()]
    found = {name: answers(ask, asked) for name, ask in engines(things).items()}
    tell({"right": {label.query: sorted(right) for label, right in asked}, "found": found})


def lay_out() -> None:
    """Play the demonstration to its end and add the load data: the corpus the labels were written for."""
    call_command("migrate", verbosity=0)
    call_command("seed_demo", until=DAY, products=LOAD, stdout=sys.stderr)


def answers(ask: Ask, asked: Sequence[tuple[Label, frozenset[Key]]]) -> Mapping[str, Any]:
    began = time.perf_counter()
    found = {label.query: list(ask(label.query, "state:" not in label.rule)) for label, _right in asked}
    return {"seconds": time.perf_counter() - began, "answers": found}


def engines(things: Sequence[Thing]) -> dict[str, Ask]:
    """Return what can be asked on this database, ours first; Elasticsearch where its address is given."""
    here, nodes = NAMES[connection.vendor], settings.ELASTICSEARCH_NODES
    asks: dict[str, Ask] = {f"embedded, {here}": ours("embedded", ())}
    if nodes:
        call_command("search_index", "build", stdout=sys.stderr)
        asks["Elasticsearch"] = ours("elasticsearch", nodes)
        asks |= stocks(things, here, nodes)
    return asks


def stocks(things: Sequence[Thing], here: str, nodes: Sequence[str]) -> dict[str, Ask]:
    stock.fill(things)
    backend = stock.stock(stock.ELASTICSEARCH, URLS=list(nodes), INDEX_PREFIX="bench_")
    return {
        f"Wagtail, {here}": stock.asking(stock.stock(stock.DATABASE)),
        "Wagtail, Elasticsearch": stock.asking(backend),
        "Wagtail, Elasticsearch, Fuzzy": stock.asking(backend, fuzzy=True),
    }


def ours(engine: str, nodes: Sequence[str]) -> Ask:
    """Return what asks our search as the page does until the engine meant answers: here only the answer counts."""
    catalogue = catalogue_on()

    def ask(text: str, only_in_force: bool) -> list[Key]:
        for _try in range(TRIES):
            with override_settings(ELASTICSEARCH_NODES=nodes):
                results = search_catalogue(SearchQuery(text=text, page_size=TOP), catalogue)
            if results.engine == engine:
                return [(hit.kind, hit.code) for hit in results.hits]
            time.sleep(BETWEEN)
        raise RuntimeError(f"“{text}” was answered by {results.engine}, not by {engine}")

    return ask
