"""What a question costs: how often an engine is asked, and the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.services.products import register_product
from search import queries
from search.catalogue import catalogue_on
from search.engines.choice import PlainEngine
from search.queries import search_catalogue, suggest
from search.question import FACETS, SearchQuery
from search.suggesting import suggested
from search.ways import ways_out
from tests.search.conftest import Market, certify

pytestmark = pytest.mark.django_db


@dataclass
class Counted:
    """An engine that notes what it is asked."""

    engine: Any = field(default_factory=lambda: PlainEngine(is_reduced=False))
    asked: list[str] = field(default_factory=list)
    name: str = "counted"
    is_reduced: bool = False

    def __getattr__(self, name: str) -> Callable[..., object]:
        def ask(*args: object) -> object:
            self.asked.append(name)
            return getattr(self.engine, name)(*args)

        return ask


@pytest.fixture
def asked(market: Market, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counted = Counted()
    monkeypatch.setattr(queries, "current_engine", lambda _live: counted)
    return counted.asked


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("", ["start_find"]),
        ("miến dong", ["start_find"]),
        ("mieens dong", ["start_find"]),
        ("chè 5 sao", ["start_find", "similar"]),
        # A word that no document holds: what was meant is asked for at once.
        ("mien dobg", ["start_find"]),
        ("mat onng", ["start_find", "similar"]),
        # Known words that nothing holds together, and nothing is near them.
        ("gạo tủa", ["start_find", "similar"]),
        # Nothing is near: no engine can find it.
        ("zzzqqq", ["similar"]),
        ("zzzqqq miến", ["similar"]),
        # One word of four may be missing.
        ("zzzqqq mien dong kho", ["start_find", "similar"]),
    ],
)
def test_an_engine_is_asked_only_what_it_may_find(asked: list[str], text: str, engine: list[str]) -> None:
    search_catalogue(SearchQuery(text))

    assert asked == engine


def test_a_question_no_engine_was_asked_is_answered_as_by_one(market: Market) -> None:
    found = search_catalogue(SearchQuery("zzzqqq", stars=(4,)))
    catalogue = catalogue_on()
    question = queries.asked(SearchQuery("zzzqqq"), queries.typed_terms("zzzqqq"), catalogue)

    assert PlainEngine(is_reduced=False).find(question) == queries.NOTHING
    assert (found.count, found.hidden_count, found.hits) == (0, 0, ())
    assert [(facet.key, [(one.value, one.count) for one in facet.values]) for facet in found.facets] == [
        ("stars", [(4, 0)]),
    ]
    assert set(queries.NOTHING.tallies) == set(FACETS)


def spent(act: Callable[[], object]) -> int:
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_page_asks_the_database_little_besides_the_engine(market: Market) -> None:
    """One stamp, three by the embedded engine, and one each for products, producers and texts."""
    both = spent(lambda: search_catalogue(SearchQuery("miến")))
    products = spent(lambda: search_catalogue(SearchQuery("miến", kind=("product",))))

    assert (both, products) == (7, 6)


def test_a_suggestion_asks_the_database_little_besides_the_engine(market: Market) -> None:
    """One by the embedded engine, one for each kind found, and one for lists where some are named so."""
    catalogue = catalogue_on()

    assert spent(lambda: suggested("mi", catalogue)) == 3
    assert spent(lambda: suggested("htx", catalogue)) == 2
    assert spent(lambda: suggest("mi")) == 3


def test_a_page_without_results_counts_the_register_once(market: Market) -> None:
    catalogue = catalogue_on()
    found = search_catalogue(SearchQuery("zzzqqq"), catalogue)
    ways = ways_out(found, catalogue)

    with CaptureQueriesContext(connection) as captured:
        again = ways_out(found, catalogue)

    assert again == ways
    assert (ways.products, ways.producers) == (7, 2)
    assert not [query for query in captured if "COUNT(DISTINCT" in query["sql"]]


def test_what_becomes_public_is_counted_and_shown_at_once(market: Market) -> None:
    def ways() -> tuple[int, int, list[str]]:
        catalogue = catalogue_on()
        out = ways_out(search_catalogue(SearchQuery("zzzqqq"), catalogue), catalogue)
        return out.products, out.producers, [one.name for one in out.newest]

    before = ways()
    certify(market.products["hidden"], on=market.products["honey"].certificates.get().valid_from)
    register_product(market.producers["maker"], name="Chưa có gì", set_no=6)

    assert before == (7, 2, ["Mật ong hoa", "Mien dong khô", "Miến dong San Thàng"])
    assert ways()[:2] == (8, 3)
