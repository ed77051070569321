"""All that can be found, in the order it is listed in."""

from collections.abc import Iterable, Iterator

from search.catalogue import Catalogue
from search.kinds import news, producers, products
from search.kinds.base import Kind
from search.models import SearchDocument
from search.question import KINDS

PORTION = 500

REGISTRY: dict[str, Kind] = {kind.name: kind for kind in (products.KIND, producers.KIND, news.KIND)}
BY_PLURAL = {kind.plural: kind for kind in REGISTRY.values()}
assert tuple(REGISTRY) == KINDS  # noqa: S101 -- a kind is named in `question`, for its address, and declared here


def all_documents(catalogue: Catalogue, *, size: int = PORTION) -> Iterator[list[SearchDocument]]:
    """Return every document there should be, in portions; memory does not grow with their number."""
    for kind in REGISTRY.values():
        for portion in _portions(kind.rows().order_by("pk").values_list("pk", flat=True), size):
            yield kind.documents(portion, catalogue)


def expected_count() -> int:
    """Return how many documents there should be."""
    return sum(kind.rows().count() for kind in REGISTRY.values())


def _portions(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    listed = list(ids)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
