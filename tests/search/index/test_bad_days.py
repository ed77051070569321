"""I7, I8, I9 on bad days: the real server behind a proxy that fails in every way, asked through page and API."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags
from elasticsearch import Elasticsearch

from ocop_workflow.services.products import change_product
from search.engines import guarded
from search.engines.elastic import client as connecting
from search.engines.failures import BUSY, REFUSED, Unanswered
from search.index import building
from search.index.building import build_index
from search.index.models import SearchChange
from search.index.outbox import live_index
from search.index.pushing import push
from search.models import SearchDocument
from tests.search.conftest import Market, revoke
from tests.services import faulty
from tests.services.faulty import Fault, Faulty

pytestmark = pytest.mark.either_database

WORDS, REDUCED = {"q": "mien dong"}, "Tìm kiếm đang chạy ở chế độ dự phòng"
PAGE, SUGGESTIONS, API = "/tim-kiem/", "/tim-kiem/goi-y/", "/api/v1/products"
HITS = ["plain", "noodles", "east", "honey"]
NO_ANSWER = b'{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0}}'
NO_HITS = NO_ANSWER[:-1] + b',"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}'
HALF = NO_HITS.replace(b'"successful":1,"skipped":0,"failed":0', b'"successful":0,"skipped":0,"failed":1')
FAULTS: dict[str, tuple[Fault, str]] = {
    "hanging": (faulty.hanging, "silent"),
    "dripping": (faulty.dripping, "silent"),
    "slower than the limit": (faulty.slow(2.5), "silent"),
    "breaking off": (faulty.broken_off, "stopped"),
    "truncated JSON": (faulty.truncated, "nonsense"),
    "no JSON": (faulty.saying(b"<html>proxy</html>", "text/html"), "nonsense"),
    "another JSON": (faulty.saying(b'{"ok":true}'), "nonsense"),
    "a list": (faulty.saying(b"[]"), "nonsense"),
    "no hits at all": (faulty.saying(NO_ANSWER), "nonsense"),
    "half the shards": (faulty.saying(HALF), "nonsense"),
    "overloaded": (faulty.refusing(429), "busy"),
    "unavailable": (faulty.refusing(503), "broken"),
    "forbidden": (faulty.refusing(403), "refused"),
    "no index": (faulty.refusing(404), "missing"),
}


@pytest.fixture
def proxy(server: Elasticsearch, elasticsearch_server: str, settings: Any) -> Iterator[Faulty]:
    """A proxy through which the site reaches the server."""
    place = Faulty(elasticsearch_server)
    settings.ELASTICSEARCH_NODES = (place.url,)
    yield place
    place.stop()


@pytest.fixture
def served(proxy: Faulty, market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """The market, found through the proxy."""
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)
    build_index()
    return market


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine under test is slow: only who tests the limit has the real one."""
    monkeypatch.setattr(guarded, "LIMIT", 20.0)
    monkeypatch.setattr(connecting, "SECONDS", 20.0)


@pytest.fixture
def punctual(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second, as in service."""
    monkeypatch.setattr(guarded, "LIMIT", 1.0)
    monkeypatch.setattr(connecting, "SECONDS", 1.0)


def asked(client: Client, words: dict[str, str] = WORDS) -> dict[str, Any]:
    response = client.get(API, words)
    assert response.status_code == 200
    return json.loads(response.content)


def answer(client: Client, market: Market) -> tuple[str, list[str]]:
    """Ask the API and return which engine answered, and what."""
    said = asked(client)
    return said["engine"], market.names(hit["code"] for hit in said["results"])


def words(response: HttpResponse) -> str:
    """Return what a page says, its tags left out."""
    return " ".join(strip_tags(response.content.decode()).split())


def alarms(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.args[0] for each in caplog.records if each.name == "search.elasticsearch"]


def test_on_a_good_day_elasticsearch_answers(served: Market, client: Client, proxy: Faulty):
    before = proxy.asked

    assert answer(client, served) == ("elasticsearch", HITS)
    assert proxy.asked == before + 1
    assert REDUCED not in words(client.get(PAGE, WORDS))


def test_a_server_slower_than_usual_still_answers(served: Market, client: Client, proxy: Faulty):
    with proxy.failing(faulty.slow(0.4)):
        assert answer(client, served) == ("elasticsearch", HITS)


@pytest.mark.parametrize("path", [PAGE, SUGGESTIONS])
def test_an_answer_is_one_question_until_another_index_serves(
    path: str, served: Market, client: Client, proxy: Faulty, caplog: pytest.LogCaptureFixture
):
    client.get(path, WORDS)
    before = proxy.asked
    assert "Miến dong San Thàng" in words(client.get(path, WORDS))
    assert proxy.asked == before + 1

    build_index()

    page = words(client.get(path, WORDS))
    assert ("Miến dong San Thàng" in page, REDUCED in page) == (True, False)
    assert (guarded.GUARD.trouble, alarms(caplog)) == ("", [])


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_it_does_the_embedded_engine_answers_the_same_and_one_alarm_tells(
    name: str, served: Market, client: Client, proxy: Faulty, caplog: Any, request: pytest.FixtureRequest
):
    fault, kind = FAULTS[name]
    if kind == "silent":
        request.getfixturevalue("punctual")
    with proxy.failing(fault):
        page = client.get(PAGE, WORDS)
        suggestions = client.get(SUGGESTIONS, WORDS)
        said = [answer(client, served) for _ in range(2)]

    assert (page.status_code, suggestions.status_code) == (200, 200)
    assert said == [("embedded", HITS)] * 2
    assert "Miến dong San Thàng" in words(suggestions)
    assert REDUCED in words(page)
    assert [each for each in alarms(caplog) if each != "crowded"] == [kind]


def test_a_stopped_server_is_left_alone_after_three_failures_and_asked_again_when_it_returns(
    served: Market, client: Client, proxy: Faulty, caplog: pytest.LogCaptureFixture
):
    proxy.stop()
    assert [answer(client, served) for _ in range(4)] == [("embedded", HITS)] * 4
    assert guarded.GUARD.breaker.is_open
    assert alarms(caplog) == ["stopped"]
    assert client.get("/readyz").json()["search"] == "degraded: stopped"

    proxy.start()

    until_it_answers(client, served)
    assert client.get("/readyz").json()["search"] == "ok"


def until_it_answers(client: Client, market: Market) -> None:
    end = time.monotonic() + 30
    while answer(client, market) != ("elasticsearch", HITS):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_while_it_hangs_nobody_waits_once_the_breaker_is_open(
    served: Market, client: Client, proxy: Faulty, punctual: None
):
    with proxy.failing(faulty.hanging):
        for _ in range(3):
            answer(client, served)
        before, began = proxy.asked, time.monotonic()
        for _ in range(10):
            assert answer(client, served) == ("embedded", HITS)
        took = time.monotonic() - began

    assert guarded.GUARD.breaker.is_open
    assert proxy.asked - before <= 3  # probes, which nobody waits for
    assert took < 60


def test_other_pages_never_ask_it(served: Market, client: Client, proxy: Faulty):
    product = served.products["noodles"]
    before = proxy.asked
    with proxy.failing(faulty.hanging):
        change_product(product, {"name": "Miến dong San Thàng mới"})
        statuses = [client.get(path).status_code for path in (product.get_absolute_url(), "/", "/healthz")]

    assert statuses[0] == statuses[2] == 200
    assert proxy.asked == before


def test_a_question_it_cannot_read_says_nothing_about_the_server(served: Market, client: Client, proxy: Faulty):
    with proxy.failing(faulty.refusing(400)):
        assert [answer(client, served)[0] for _ in range(4)] == ["embedded"] * 4

    assert not guarded.GUARD.breaker.is_open
    assert answer(client, served) == ("elasticsearch", HITS)


def test_a_lost_index_is_no_empty_result(served: Market, client: Client, server: Elasticsearch):
    server.indices.delete(index=live_index().name)

    assert answer(client, served) == ("embedded", HITS)


def test_an_alias_that_leads_to_an_empty_index_deceives_nobody(
    served: Market, client: Client, server: Elasticsearch, settings: Any
):
    alias, name = settings.ELASTICSEARCH_INDEX, live_index().name
    server.indices.create(index=f"{alias}-other")
    acts = [{"remove": {"index": name, "alias": alias}}, {"add": {"index": f"{alias}-other", "alias": alias}}]
    server.indices.update_aliases(actions=acts)

    assert answer(client, served)[1] == HITS


@pytest.mark.parametrize(("block", "kind"), [("read_only_allow_delete", BUSY), ("write", REFUSED)])
def test_a_read_only_index_answers_and_its_changes_wait(
    block: str, kind: str, served: Market, client: Client, server: Elasticsearch
):
    name = live_index().name
    server.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
    change_product(served.products["tea"], {"name": "Chè mới"})

    with pytest.raises(Unanswered) as refused:
        push()

    assert (refused.value.kind, SearchChange.objects.count()) == (kind, 2)
    assert answer(client, served) == ("elasticsearch", HITS)
    server.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
    assert push() == 2


def test_what_was_revoked_is_gone_though_the_index_still_has_it(served: Market, client: Client, server: Elasticsearch):
    noodles = served.products["noodles"]
    revoke(noodles)

    hits = server.get(index=live_index().name, id=f"product:{noodles.code}")["_source"]
    assert "revoked_on" not in hits
    assert answer(client, served) == ("elasticsearch", ["plain", "east", "honey"])
    assert noodles.get_absolute_url() not in client.get(PAGE, WORDS).content.decode()
    assert noodles.get_absolute_url() not in client.get(SUGGESTIONS, WORDS).content.decode()


def test_what_left_the_table_is_gone_though_the_index_still_has_it(served: Market, client: Client):
    SearchDocument.objects.filter(code=served.products["noodles"].code).delete()

    assert answer(client, served) == ("elasticsearch", ["plain", "east", "honey"])
