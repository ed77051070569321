"""The search in Elasticsearch; see `engines.base.Engine` for the promises."""

from collections.abc import Mapping
from typing import Any

from search.engines.base import Asked, Found, Key
from search.engines.elastic import question
from search.engines.elastic.answer import Part, complete, found_in, hits_of, keys_of
from search.engines.elastic.client import answer

# The server counts off no more than this from the start; further pages are reached in strides of as many.
STRIDE = 10_000


class ElasticsearchEngine:
    """Answers from an index, or from what an alias stands for; raises `SearchUnavailable` for whatever goes wrong."""

    name = "elasticsearch"

    def __init__(self, index: str) -> None:
        self._index = index

    def find(self, asked: Asked) -> Found:
        """Answer by one request; a page beyond the ten thousandth document takes one more for each ten thousand."""
        is_near = asked.offset + asked.limit <= STRIDE
        request = question.page(asked, offset=asked.offset, limit=asked.limit) if is_near else None
        found = found_in(self._ask(request or question.page(asked, offset=0, limit=0)), asked)
        if is_near or asked.offset >= found.count or not asked.limit:
            return found
        return Found(self._far_page(asked), found.count, found.hidden, found.tallies)

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        return keys_of(self._ask(question.beginning(asked)))

    def similar(self, asked: Asked) -> tuple[str, ...]:
        hits = hits_of(self._ask(question.similar(asked)))
        return tuple(title.text() for hit in hits for title in hit["fields"]["title"].listed())

    def _far_page(self, asked: Asked) -> tuple[Key, ...]:
        after: list[object] = []
        left = asked.offset
        while left:
            stride = min(left, STRIDE)
            hits = hits_of(self._ask(question.stretch(asked, after=after, limit=stride)))
            if len(hits) < stride:
                return ()
            after, left = hits[-1]["sort"].listed_values(), left - stride
        return keys_of(self._ask(question.stretch(asked, after=after, limit=asked.limit)))

    def _ask(self, request: Mapping[str, Any]) -> Part:
        return complete(answer(self._index, request))
