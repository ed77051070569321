"""What is not exactly an answer counts as none: a genuine answer of the server, spoiled in one place."""

import copy
from typing import Any

import pytest

from search.engines.elastic import question
from search.engines.elastic.answer import Nonsense, complete, found_in, keys_of
from search.engines.elastic.client import client
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.errors import SearchUnavailable
from tests.search.engines.asking import IN_FORCE, asking

ASKED = asking("mien dong", filters={"status": IN_FORCE}, limit=5)


@pytest.fixture
def genuine(elastic_engine: ElasticsearchEngine, corpus_index: str) -> dict[str, Any]:
    return client().search(index=corpus_index, body=question.page(ASKED, offset=0, limit=5)).body


def put(answer: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return an answer with another value at a path; nothing there when it is `missing`."""
    spoiled = copy.deepcopy(answer)
    *way, last = path.split(".")
    place: Any = spoiled
    for step in way:
        place = place[key(place, step)]
    if value == "missing":
        del place[last]
    else:
        place[key(place, last)] = value
    return spoiled


def key(place: object, step: str) -> str | int:
    return int(step) if isinstance(place, list) else step


def test_genuine_answer_is_understood(genuine: dict[str, Any]) -> None:
    found = found_in(complete(genuine), ASKED)

    assert (len(found.keys), found.count, found.hidden) == (5, 14, 2)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("timed_out", True),
        ("timed_out", "missing"),
        ("_shards.failed", 1),
        ("_shards", []),
        ("hits", None),
        ("hits.total", 3),
        ("hits.total.value", "13"),
        ("hits.total.value", -1),
        ("hits.total.value", True),
        ("hits.total.relation", "gte"),
        ("hits.hits", {}),
        ("hits.hits.0.fields", "missing"),
        ("hits.hits.0.fields.kind", "product"),
        ("hits.hits.0.fields.code", []),
        ("hits.hits.0.fields.code", ["SP-1", "SP-2"]),
        ("hits.hits.0.fields.code.0", 7),
        ("hits.hits.0", "text"),
        ("aggregations", "missing"),
        ("aggregations.within_all.stars.buckets", {}),
        ("aggregations.within_all.stars.buckets.0.key", 4.5),
        ("aggregations.within_all.stars.buckets.0.doc_count", "missing"),
        ("aggregations.within_all.stars.buckets.0.doc_count", True),
        ("aggregations.within_all.stars.buckets.0.doc_count", -1),
        ("aggregations.within_all.stars.buckets.0", 3),
        ("aggregations.without_status.status.buckets", []),
        ("aggregations.without_status.status.buckets.revoked", 3),
        ("aggregations.without_status.until.buckets.valid.doc_count", "3"),
        ("aggregations.without_status.until", "missing"),
        ("aggregations.without_status.doc_count", 13),
    ],
)
def test_spoiled_answer_is_no_answer(genuine: dict[str, Any], path: str, value: object) -> None:
    spoiled = put(genuine, path, value)

    with pytest.raises(Nonsense):
        found_in(complete(spoiled), ASKED)


@pytest.mark.parametrize("answer", [None, [], "<html>", 7, {}])
def test_something_else_is_no_answer(answer: object) -> None:
    with pytest.raises(Nonsense):
        keys_of(complete(answer))


def test_missing_index_is_unavailable(elastic_engine: ElasticsearchEngine) -> None:
    with pytest.raises(SearchUnavailable, match=r"^ApiError: ApiError\(404, 'refused', 'no such index"):
        ElasticsearchEngine("ocop-test-none").find(ASKED)
