"""What the read API takes and gives, for its OpenAPI description. What is sent is judged by search/forms.py."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema

from ocop_workflow.domain.certificates import STATES
from ocop_workflow.models.registry import OrganisationType
from search.api_forms import LARGEST_PAGE, YES_OR_NO
from search.forms import LONGEST_TEXT, MOST_STARS
from search.question import ALL, PAGE_SIZE, PRICES, RELEVANCE, SORTS

Many = list[str]
Shape = dict[str, Any]


def one_of(*values: str) -> Shape:
    return {"items": {"type": "string", "enum": list(values)}}


def numbers(least: int, most: int | None = None) -> Shape:
    return {"items": {"type": "integer", "minimum": least} | ({} if most is None else {"maximum": most})}


def number(least: int, otherwise: int, most: int | None = None) -> Shape:
    shape = {"type": "integer", "minimum": least, "default": otherwise}
    return shape if most is None else shape | {"maximum": most}


class Words(Schema):
    q: str = Field(
        "",
        description="Words, with or without marks.",
        json_schema_extra={"maxLength": LONGEST_TEXT},
    )


class Paged(Words):
    literal: str = Field(
        "0",
        description="1 takes the words as they are; otherwise filters said in words are filters, see `understood`.",
        json_schema_extra={"enum": list(YES_OR_NO)},
    )
    commune: Many = Field([], description="Key of a unit, as in the facet, or its code.")
    page: str = Field("", description="Past the end there are no results.", json_schema_extra=number(1, 1))
    page_size: str = Field("", json_schema_extra=number(1, PAGE_SIZE, LARGEST_PAGE))


class ProductsAsked(Paged):
    """Values of one filter widen it, filters narrow each other."""

    group: Many = Field([], description="Product group: its name, or its value in the facet.")
    set: Many = Field([], description="Number of a product set that a law names.", json_schema_extra=numbers(1))
    stars: Many = Field([], json_schema_extra=numbers(1, MOST_STARS))
    producer: str = Field("", description="Code of the producer.", json_schema_extra={"maxLength": 20})
    status: Many = Field(
        [],
        description="State of the certificate; without it valid, expiring, extended.",
        json_schema_extra=one_of(*STATES, ALL),
    )
    organisation: Many = Field(
        [],
        description="What kind of producer makes it.",
        json_schema_extra=one_of(*OrganisationType.values),
    )
    price: Many = Field(
        [],
        description="Range of the lowest price, by the thousands of đồng from which it begins.",
        json_schema_extra=one_of(*PRICES),
    )
    sort: str = Field(RELEVANCE, json_schema_extra={"enum": list(SORTS)})
    cursor: str = Field(
        "",
        description="Begin empty, then go to `next` until it is null: every product once, by code. Not beside q, sort, "
        "page; facets are not counted then. Keeping a copy? Come back daily and ask status=all.",
        json_schema_extra={"maxLength": 20},
    )


class Fault(Schema):
    field: str
    reason: str


class Refusal(Schema):
    errors: list[Fault]


class Said(Schema):
    detail: str


class NamedThing(Schema):
    code: str
    name: str
    url: str


class CertificateOfProduct(Schema):
    number: str
    decision: str
    valid_from: date
    valid_to: date
    verify_url: str


class Highlight(Schema):
    """HTML: text escaped, matches in <mark>."""

    title: str
    text: str


Status = Literal[STATES]  # type: ignore[valid-type]  # the states of the law, in one place


class ProductFound(Schema):
    code: str
    name: str
    url: str
    producer: NamedThing
    commune: str
    group: str
    set: int
    stars: int | None
    status: Status
    certificate: CertificateOfProduct | None
    image: str | None
    illustrative: bool
    highlight: Highlight | None = None


class EarlierCertificate(CertificateOfProduct):
    stars: int
    status: Status


class ProductDetail(ProductFound):
    description: str
    subgroup: str
    commune_now: str
    earlier: list[EarlierCertificate]


class ProducerFound(Schema):
    code: str
    name: str
    url: str
    type: str
    commune: str
    products: int
    illustrative: bool
    highlight: Highlight | None = None


class ProducerDetail(ProducerFound):
    address: str
    phone: str
    website: str


class Choice(Schema):
    value: str | int
    label: str
    count: int


class Taken(Schema):
    """Words of the question that were taken as a filter."""

    filter: str
    value: str | int
    words: str


class Listing(Schema):
    """`next` is the address of what follows, null at the end."""

    count: int
    page: int
    page_size: int
    engine: Literal["elasticsearch", "embedded"]
    suggestion: str | None
    understood: list[Taken]
    next: str | None


class ProducerFacets(Schema):
    commune: list[Choice]


class ProductFacets(ProducerFacets):
    group: list[Choice]
    set: list[Choice]
    stars: list[Choice]
    status: list[Choice]
    organisation: list[Choice]
    price: list[Choice]


class Products(Listing):
    facets: ProductFacets
    results: list[ProductFound]


class Producers(Listing):
    facets: ProducerFacets
    results: list[ProducerFound]


class SuggestionFound(Schema):
    type: str
    label: str
    url: str


class Suggestions(Schema):
    suggestions: list[SuggestionFound]


class CertificateChecked(Schema):
    status: Status
    product: NamedThing
    producer: NamedThing
    stars: int
    number: str
    decision: str
    valid_from: date
    valid_to: date
    checked_at: datetime
