"""What a list of products or producers shows of each: one query a kind, and no more than is shown.

The queries are written out: they are asked for every page of results, and to have them put together takes longer than
to have them answered. `called` has for the id of every unit its name and, where another stands for it on the day, that
one's name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ocop_workflow.domain import addresses, certificates
from ocop_workflow.domain.certificates import Term, state_on
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.models.registry import OrganisationType

Called = Mapping[int, tuple[str, str]]
NAMELESS = ("", "")
_CERTIFICATES, _PRODUCTS, _PRODUCERS = (model._meta.db_table for model in (Certificate, Product, Producer))
_PRODUCT = ("p.code", "p.name", "p.set_no", "p.illustrative", "m.code", "m.name", "m.commune_id")
_PAPER = ("c.number", "c.stars", "c.decision_number", "c.token")
_TERM = tuple(f"c.{name}" for name in Term.__dataclass_fields__)
_PRODUCER = ("m.code", "m.name", "m.organisation_type", "m.commune_id", "m.illustrative")
_JOINED = (
    f"{_CERTIFICATES} c JOIN {_PRODUCTS} p ON p.id = c.product_id JOIN {_PRODUCERS} m ON m.id = p.producer_id "
    "WHERE c.valid_from <= %s AND"
)


@dataclass(frozen=True, slots=True)
class ListedMaker:
    """Who makes a product."""

    code: str
    name: str

    @property
    def url(self) -> str:
        return addresses.producer_path(self.code)


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """What a product's certificate says of itself, and its state on the day."""

    number: str
    stars: int
    decision_number: str
    token: str
    valid_from: date
    valid_to: date
    extended_to: date | None
    status: str

    @property
    def verify_path(self) -> str:
        return addresses.verify_path(self.token)

    @property
    def is_in_force(self) -> bool:
        return self.status in certificates.IN_FORCE

    @property
    def counts_until(self) -> date | None:
        """The last day it counts, a provisional extension included; none when it does no longer."""
        return certificates.counts_until(Term(self.valid_from, self.valid_to, self.extended_to), self.status)


@dataclass(frozen=True, slots=True)
class ListedProduct:
    """A product that ever held a certificate, on a day; `certificate` is the one in force, else the latest.

    `commune_now` names the unit the commune has become part of, empty while it stands.
    """

    code: str
    name: str
    producer: ListedMaker
    set_no: int
    group: str
    commune_name: str
    commune_now: str
    illustrative: bool
    certificate: ListedCertificate

    @property
    def url(self) -> str:
        return addresses.product_path(self.code)

    @property
    def stars(self) -> int:
        return self.certificate.stars

    @property
    def status(self) -> str:
        return self.certificate.status


@dataclass(frozen=True, slots=True)
class ListedProducer:
    """A producer; `product_count` counts its products that held a certificate by the day."""

    code: str
    name: str
    kind_label: str
    commune_name: str
    illustrative: bool
    product_count: int

    @property
    def url(self) -> str:
        return addresses.producer_path(self.code)


def listed_products(
    codes: Sequence[str], day: date, *, called: Called, group_name: Callable[[int], str]
) -> dict[str, ListedProduct]:
    """Return by their codes those products that held a certificate by a day, by one query."""
    found: dict[str, ListedProduct] = {}
    said, newest_first = ", ".join((*_PRODUCT, *_PAPER, *_TERM)), "ORDER BY c.valid_from DESC, c.id DESC"
    for row in _rows(f"SELECT {said} FROM {_JOINED} p.code", codes, day, newest_first):  # noqa: S608 -- ours
        known = found.get(row[0])
        if known and known.certificate.is_in_force:
            continue
        certificate = _certificate(row[len(_PRODUCT) :], day)
        if known is None or certificate.is_in_force:
            found[row[0]] = _product(row, certificate, called, group_name)
    return found


def _certificate(row: tuple[Any, ...], day: date) -> ListedCertificate:
    number, stars, decision_number, token, *dates = row
    term = Term(*dates)
    return ListedCertificate(
        number=number,
        stars=stars,
        decision_number=decision_number,
        token=token,
        valid_from=term.valid_from,
        valid_to=term.valid_to,
        extended_to=term.extended_to,
        status=state_on(term, day),
    )


def _product(
    row: tuple[Any, ...], certificate: ListedCertificate, called: Called, group_name: Callable[[int], str]
) -> ListedProduct:
    code, name, set_no, illustrative, maker, maker_name, commune = row[: len(_PRODUCT)]
    commune_name, commune_now = called.get(commune, NAMELESS)
    return ListedProduct(
        code=code,
        name=name,
        producer=ListedMaker(maker, maker_name),
        set_no=set_no,
        group=group_name(set_no),
        commune_name=commune_name,
        commune_now=commune_now,
        illustrative=illustrative,
        certificate=certificate,
    )


def listed_producers(codes: Sequence[str], day: date, *, called: Called) -> dict[str, ListedProducer]:
    """Return by their codes those producers with a product that held a certificate by a day, by one query."""
    said = ", ".join(_PRODUCER)
    counted = f"SELECT {said}, COUNT(DISTINCT p.id) FROM {_JOINED} m.code"  # noqa: S608 -- ours
    return {
        code: ListedProducer(
            code, name, str(OrganisationType(kind).label), called.get(commune, NAMELESS)[0], illustrative, count
        )
        for code, name, kind, commune, illustrative, count in _rows(counted, codes, day, f"GROUP BY {said}")
    }


def _rows(select: str, codes: Sequence[str], day: date, then: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query of what began by a day and has one of some codes."""
    if not codes:
        return []
    holes = ", ".join(["%s"] * len(codes))
    with connection.cursor() as cursor:
        cursor.execute(f"{select} IN ({holes}) {then}", (connection.ops.adapt_datefield_value(day), *codes))
        return list(cursor.fetchall())
