"""What the read API takes and gives, for its OpenAPI description. What is sent is judged by search/forms.py."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from ocop_workflow.domain.certificates import STATES
from search.question import ALL, PAGE_SIZE, RELEVANCE, SORTS

Many = list[str]


def one_of(*values: str) -> dict[str, Any]:
    return {"items": {"type": "string", "enum": list(values)}}


class Paged(Schema):
    q: str = Field("", description="Words, with or without marks; at most 200 characters.")
    commune: Many = Field([], description="Key of a unit, as in the facet, or its code.")
    page: str = Field("1", description="From 1; past the end there are no results.")
    page_size: str = Field(str(PAGE_SIZE), description="From 1 to 100.")


class ProductsAsked(Paged):
    group: Many = Field([], description="Product group: its name or value in the facet.")
    set: Many = Field([], description="Number of the product set, 1 to 26.")
    stars: Many = Field([], description="Stars, 1 to 5.")
    producer: str = Field("", description="Code of the producer.")
    status: Many = Field(
        [], description="State of the certificate; without it valid, expiring, extended.",
        json_schema_extra=one_of(*STATES, ALL),
    )  # fmt: skip
    sort: str = Field(RELEVANCE, json_schema_extra={"enum": list(SORTS)})


class Fault(Schema):
    field: str
    reason: str


class Refusal(Schema):
    errors: list[Fault]


class Missing(Schema):
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


class ProductFound(Schema):
    code: str
    name: str
    url: str
    producer: NamedThing
    commune: str
    group: str
    set: int
    stars: int | None
    status: str
    certificate: CertificateOfProduct | None
    image: str | None
    illustrative: bool
    highlight: Highlight | None = None


class EarlierCertificate(CertificateOfProduct):
    stars: int
    status: str


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


class Listing(Schema):
    count: int
    page: int
    page_size: int
    engine: str
    suggestion: str | None


class Products(Listing):
    facets: dict[str, list[Choice]]
    results: list[ProductFound]


class Producers(Listing):
    facets: dict[str, list[Choice]]
    results: list[ProducerFound]


class SuggestionFound(Schema):
    type: str
    label: str
    url: str


class Suggestions(Schema):
    suggestions: list[SuggestionFound]


class CertificateChecked(Schema):
    status: str
    product: NamedThing
    producer: NamedThing
    stars: int
    number: str
    decision: str
    valid_from: date
    valid_to: date
    checked_at: datetime
