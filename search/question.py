"""What can be asked. A question is a value, and every question has its address."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from ocop_workflow.domain.certificates import IN_FORCE

PRODUCT, PRODUCER, NEWS = "product", "producer", "news"
KINDS = (PRODUCT, PRODUCER, NEWS)
ALL = "all"
RELEVANCE, STARS, NEWEST = "relevance", "stars", "newest"
SORTS = (RELEVANCE, STARS, NEWEST)
FACETS = ("kind", "group", "set", "stars", "commune", "status", "organisation", "price")
PAGE_SIZE = 20
# What a thing costs, by the least it is sold for: each range by the thousands of đồng from which it begins.
PRICES = {"0": 0, "50": 50_000, "100": 100_000, "200": 200_000, "500": 500_000}

PAGE = "/tim-kiem/"
# What the fields of a question are called in an address.
NAMES = {
    "text": "q", "kind": "loai", "group": "nhom", "set": "bo", "stars": "sao", "commune": "xa",
    "status": "tinh-trang", "organisation": "loai-hinh", "price": "gia", "literal": "nguyen-van", "sort": "xep",
    "page": "trang",
}  # fmt: skip
KIND_NAMES = {PRODUCT: "san-pham", PRODUCER: "chu-the", NEWS: "tin-tuc"}
SORT_NAMES = {RELEVANCE: "", STARS: "sao", NEWEST: "moi"}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question. Values of one facet widen it, facets narrow each other.

    `group` holds slugs of group names, `commune` keys of units, `status` certificate states: empty means those in
    force, `("all",)` all of them; `organisation` kinds of producers; `price` keys of `PRICES`. A `literal` text is
    taken word for word: nothing in it is understood as a filter. `page` counts from 1.
    """

    text: str = ""
    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    set: tuple[int, ...] = ()
    stars: tuple[int, ...] = ()
    commune: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    literal: bool = False
    producer: str = ""
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE

    @property
    def states(self) -> tuple[str, ...] | None:
        """The states asked for; None means all."""
        if ALL in self.status:
            return None
        return self.status or IN_FORCE

    def chosen(self, facet: str) -> tuple[str | int, ...]:
        """Return the values chosen in a facet."""
        values: tuple[str | int, ...] = getattr(self, facet)
        return values

    def toggled(self, facet: str, value: str | int) -> Self:
        """Return the first page of the question with a value chosen, or no longer chosen when it was."""
        values = self.chosen(facet)
        kept = tuple(one for one in values if one not in (value, ALL))
        return self.asking(facet, kept if value in values else (*kept, value))

    def asking(self, facet: str, values: tuple[str | int, ...]) -> Self:
        """Return the first page of the question with exactly these values in a facet."""
        return replace(self, **{facet: values, "page": 1})  # type: ignore[arg-type]  # the facet's own kind of value

    @property
    def url(self) -> str:
        """The address that asks this question, whatever is usual left out."""
        said: dict[str, object] = {name: getattr(self, field) for field, name in NAMES.items()}
        said["loai"] = [KIND_NAMES[kind] for kind in self.kind]
        said["xep"] = SORT_NAMES[self.sort]
        said["nguyen-van"] = 1 if self.literal else ""
        said["trang"] = self.page if self.page > 1 else ""
        asked = urlencode({name: value for name, value in said.items() if value}, doseq=True, safe="/")
        return f"{PAGE}?{asked}" if asked else PAGE


def price_range(price: int | None) -> str:
    """Return the key of the range a price in đồng falls in; empty without a price."""
    return "" if price is None else max((least, key) for key, least in PRICES.items() if least <= price)[1]
