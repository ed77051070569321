import pytest

from search.engines.elastic import engine
from search.engines.elastic.engine import ElasticsearchEngine
from search.question import NEWEST, RELEVANCE, STARS
from tests.search.engines.asking import IN_FORCE, asking
from tests.search.engines.corpus import corpus
from tests.search.engines.oracle import answer


@pytest.mark.parametrize("sort", [RELEVANCE, STARS, NEWEST])
@pytest.mark.parametrize("offset", [3, 7, 8, 21, 60, 10**9])
def test_far_pages_are_those_that_follow(
    elastic_engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch, sort: str, offset: int
) -> None:
    monkeypatch.setattr(engine, "STRIDE", 7)
    asked = asking("dong", sort=sort, offset=offset, limit=5, filters={"status": IN_FORCE})

    found = elastic_engine.find(asked)

    assert (found.keys, found.count) == (answer(asked, corpus()).keys, answer(asked, corpus()).count)


def test_page_beyond_what_the_server_counts_off_is_empty(elastic_engine: ElasticsearchEngine) -> None:
    found = elastic_engine.find(asking("dong", offset=20 * 10**9, limit=20))

    assert (found.keys, found.count) == ((), answer(asking("dong"), corpus()).count)


def test_all_counts_come_with_one_request(elastic_engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    asking_server = elastic_engine._ask
    monkeypatch.setattr(elastic_engine, "_ask", lambda request: sent.append(request) or asking_server(request))

    elastic_engine.find(asking("mien dong", filters={"status": IN_FORCE, "set": (6,), "stars": (3, 4)}))

    assert len(sent) == 1
