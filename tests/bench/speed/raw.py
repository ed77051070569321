"""Elasticsearch itself, tuned as one would by hand: what our search is measured against.

One folded field `all` of which 75 % of the words must be there, a field with marks and the name count more, synonyms,
four aggregations, highlighting; nothing else: no page, no register, no second question.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from ocop_workflow.domain import clock
from ocop_workflow.domain.text import fold, tone_normal
from search.models import SearchDocument

INDEX = "bench-raw"
SYNONYMS = ["che, tra", "ngo, bap", "lon, heo", "lac, dau phong", "htx, hop tac xa", "mien dong, mien rong"]
FACETS = ("set_no", "stars", "commune", "organisation")
PORTION, AT_ONCE = 2000, 500

_WORDS = {"type": "text", "analyzer": "whitespace"}
_FOLDED = _WORDS | {"search_analyzer": "meaning"}
_KEYWORD = {"type": "keyword"}
BODY: dict[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "analysis": {
            "filter": {
                "same": {"type": "synonym_graph", "synonyms": SYNONYMS},
                "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": 12},
            },
            "analyzer": {
                "meaning": {"tokenizer": "whitespace", "filter": ["same"]},
                "beginning": {"tokenizer": "whitespace", "filter": ["beginnings"]},
            },
        },
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "all": _FOLDED,
            "marks": _WORDS,
            "name": _FOLDED
            | {"fields": {"edge": {"type": "text", "analyzer": "beginning", "search_analyzer": "whitespace"}}},
            "title": {"type": "keyword", "index": False},
            "set_no": {"type": "short"},
            "stars": {"type": "short"},
            "commune": _KEYWORD,
            "organisation": _KEYWORD,
            "valid_to": {"type": "date"},
        },
    },
}


def connection() -> Elasticsearch:
    return Elasticsearch(list(settings.ELASTICSEARCH_NODES), request_timeout=120)


def source(row: SearchDocument) -> dict[str, Any]:
    """Return the document: the same texts as ours, in one field."""
    said = {name: getattr(row, name) for name in ("title", *FACETS)}
    return {
        **{name: value for name, value in said.items() if value not in (None, "")},
        "name": row.title_folded,
        "all": f"{row.title_folded}{row.maker_folded}{row.body_folded}",
        "marks": f"{row.title_exact}{row.maker_exact}{row.body_exact}",
        **({"valid_to": row.valid_to.isoformat()} if row.valid_to else {}),
    }


def rows(limit: int | None = None) -> Iterator[SearchDocument]:
    return SearchDocument.objects.order_by("pk")[:limit].iterator(PORTION)


def acts(limit: int | None = None) -> Iterator[dict[str, Any]]:
    for row in rows(limit):
        yield {"_index": INDEX, "_id": f"{row.kind}:{row.code}", "_source": source(row)}


def build(given: Any) -> None:
    """Build the index anew by the client's own bulk helper."""
    server = connection()
    server.indices.delete(index=INDEX, ignore_unavailable=True)
    server.indices.create(index=INDEX, **BODY)
    for _answer in streaming_bulk(server, given, chunk_size=AT_ONCE):
        pass
    server.indices.refresh(index=INDEX)


def settle(*indices: str) -> None:
    """Have indices brought into one piece, as ours is after its build: in nobody's time."""
    server = connection().options(request_timeout=3600)
    for index in indices:
        server.indices.forcemerge(index=index, max_num_segments=1)
        server.indices.refresh(index=index)


def searching() -> Any:
    """Return what asks for a page of 20 with four aggregations and highlights."""
    server, today = connection(), clock.today().isoformat()

    def ask(text: str) -> object:
        folded, marked = fold(text), tone_normal(text).lower()
        return server.search(
            index=INDEX,
            size=20,
            source=["title"],
            track_total_hits=True,
            query={
                "bool": {
                    "filter": [{"range": {"valid_to": {"gte": today}}}],
                    "must": [{"match": {"all": {"query": folded, "minimum_should_match": "75%"}}}],
                    "should": [
                        {"match": {"marks": {"query": marked, "boost": 2}}},
                        {"match": {"name": {"query": folded, "boost": 3}}},
                    ],
                }
            },
            aggs={name: {"terms": {"field": name, "size": 30}} for name in FACETS},
            highlight={"fields": {"name": {}, "all": {"fragment_size": 150, "number_of_fragments": 1}}},
        )

    return ask


def suggesting() -> Any:
    """Return what asks for eight names that hold the words, the last one perhaps unfinished."""
    server, today = connection(), clock.today().isoformat()

    def ask(text: str) -> object:
        match = {"match": {"name.edge": {"query": fold(text), "operator": "and"}}}
        wanted = {"bool": {"filter": [{"range": {"valid_to": {"gte": today}}}], "must": [match]}}
        return server.search(index=INDEX, size=8, source=["title"], track_total_hits=False, query=wanted)

    return ask


def megabytes(index: str) -> float:
    """Return what an index takes on the disk."""
    told = connection().indices.stats(index=index, metric="store")
    return float(told["_all"]["primaries"]["store"]["size_in_bytes"]) / 1024**2
