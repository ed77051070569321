"""I1, I8, I9 with real commits and a real worker: the server goes and returns, the index is built while all search."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from elasticsearch import Elasticsearch

from ocop_workflow.models import Product
from ocop_workflow.services.products import change_product, register_product
from search.engines import guarded
from search.engines.elastic import client as connecting
from search.index.building import build_index, followers
from search.index.checking import index_drift
from search.index.drift import Drift
from search.index.models import SearchChange, SearchIndex
from search.index.outbox import live_index
from search.models import SearchDocument
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.search.conftest import Market, build_market, certify, revoke
from tests.services.copies import Copy
from tests.services.faulty import Faulty
from tests.services.site import Site, end

pytestmark = pytest.mark.commits
PATIENCE = 180
Figure = Callable[[str, object], None]


@pytest.fixture
def market(committed: Copy, october: None, server: Elasticsearch) -> Market:
    """The market as it is committed."""
    return build_market()


@pytest.fixture
def proxy(elasticsearch_server: str, settings: Any, market: Market) -> Iterator[Faulty]:
    place = Faulty(elasticsearch_server)
    settings.ELASTICSEARCH_NODES = (place.url,)
    yield place
    place.stop()


@pytest.fixture
def site(committed: Copy, proxy: Faulty, settings: Any, tmp_path: Path, static_root: Path) -> Site:
    """Processes on the same database and server."""
    leading = {"ELASTICSEARCH_URL": proxy.url, "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX}
    return Site(committed.url, tmp_path, static_root=static_root, environ=leading)


@pytest.fixture
def worker(site: Site) -> Iterator[Site]:
    """The process that runs the tasks and does the duties."""
    site.start_worker()
    yield site
    site.kill_worker()


@pytest.mark.timeout(900)  # seven hundred steps through the real services, and a worker that starts
def test_saves_and_withdrawals_while_the_server_is_down_are_all_there_after_it_returns(
    market: Market, proxy: Faulty, worker: Site, figure: Figure, on_postgresql: bool
):
    saves, withdrawals = (500, 100) if on_postgresql else (100, 20)
    withdrawn = certified(market, withdrawals)
    wait_for(lambda: live_index() is not None)
    usual = timed(lambda number: save(market, number), saves // 5)
    wait_for(lambda: not SearchChange.objects.exists())
    before = proxy.asked

    proxy.stop()
    late = timed(lambda number: save(market, number), saves)
    for product in withdrawn:
        revoke(product)

    assert SearchChange.objects.count() == 2 * (saves + withdrawals)
    assert proxy.asked == before
    proxy.start()
    began = time.monotonic()
    wait_for(lambda: not SearchChange.objects.exists())
    figure("search server back: seconds until it had caught up", round(time.monotonic() - began, 1))
    figure("saves while the search server is down: p95 against usual", round(p95(late) / p95(usual), 2))
    assert index_drift() == Drift()
    assert check() == ["Tài liệu tìm kiếm khớp với sổ.", "Elasticsearch: 0 thiếu, 0 thừa, 0 đã cũ."]


def certified(market: Market, count: int) -> list[Product]:
    """Return certified products to withdraw."""
    with transaction.atomic():
        rows = [
            register_product(market.producers["maker"], name=f"Chè số {number}", set_no=11) for number in range(count)
        ]
        for row in rows:
            certify(row)
    return rows


def save(market: Market, number: int) -> None:
    change_product(market.products["honey"], {"name": f"Mật ong lần {number}"})


def timed(act: Callable[[int], None], times: int) -> list[float]:
    took = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        took.append(time.perf_counter() - began)
    return took


def p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]


def check() -> list[str]:
    said = StringIO()
    call_command("search_index", "check", stdout=said)
    return said.getvalue().splitlines()


def wait_for(so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_worker_killed_in_the_middle_loses_nothing(market: Market, proxy: Faulty, worker: Site):
    wait_for(lambda: live_index() is not None)

    for number in range(3):
        for each in range(20):
            save(market, 100 * number + each)
        worker.kill_worker()
        worker.start_worker()

    wait_for(lambda: not SearchChange.objects.exists())
    assert index_drift() == Drift()


def test_a_build_killed_in_the_middle_leaves_the_old_index_and_the_next_clears_its_remains(market: Market, site: Site):
    fill(3000)
    build_index()
    old = live_index().name

    process = site.begin("search_index", "build", "--only", "elasticsearch")
    wait_for(lambda: SearchIndex.objects.filter(is_live=False).exists())
    end(process, signal.SIGKILL)

    assert (live_index().name, followers(), SearchIndex.objects.count()) == (old, [old], 2)
    assert index_drift() == Drift()
    build_index()
    (index,) = SearchIndex.objects.all()
    assert followers() == [index.name]
    assert index.name != old


def test_no_search_fails_while_the_index_is_built_anew(
    market: Market, server: Elasticsearch, monkeypatch: pytest.MonkeyPatch, figure: Figure
):
    monkeypatch.setattr(guarded, "LIMIT", 20.0)
    monkeypatch.setattr(guarded, "QUEUE", 20.0)
    monkeypatch.setattr(connecting, "SECONDS", 20.0)
    fill(3000)
    build_index()
    before, stop = answer(), threading.Event()

    def search() -> list[tuple[str, list[str]]]:
        answers = []
        while not stop.wait(0.05):
            answers.append(answer())
        connections.close_all()
        return answers

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search) for _ in range(2)]
        build_index()
        build_index()
        stop.set()
        answers = [each for one in searching for each in one.result(timeout=60)]

    figure("searches while the index was built twice", len(answers))
    assert len(answers) > 10
    assert [each for each in answers if each != before] == []
    assert before[0] == "elasticsearch"


def fill(count: int) -> None:
    """Make the index longer to build, by documents nobody asks for."""
    row = SearchDocument.objects.get(title="Chè Tủa Thàng")
    facts = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name != "id"}
    rows = [SearchDocument(**facts | {"code": f"SP-X{number}"}) for number in range(count)]
    SearchDocument.objects.bulk_create(rows)


def answer() -> tuple[str, list[str]]:
    results = search_catalogue(SearchQuery("mien dong"))
    return results.engine, [hit.code for hit in results.hits]
