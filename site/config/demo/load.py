"""Products by the thousand for load tests: written in bulk, round the door, no history and no events, and marked so."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

from django.db import models, transaction

from config.demo.places import COMMUNES
from config.demo.world import unit
from ocop_workflow.domain import clock
from ocop_workflow.domain.clock import months_after
from ocop_workflow.domain.text import sort_key
from ocop_workflow.models import AdministrativeUnit, Certificate, OrganisationType, Producer, Product, unit_on
from search.sync import refresh

MARK = "Dữ liệu tải thử"
SEED, PORTION, PER_PRODUCER = 2024, 500, 5
# Kind of product, its set, what it is made of.
KINDS = (
    ("Miến dong", 6, "Tinh bột dong riềng"),
    ("Gạo Séng Cù", 3, "Gạo"),
    ("Gạo nếp", 3, "Gạo nếp"),
    ("Mật ong", 4, "Mật ong"),
    ("Mắc ca sấy", 7, "Hạt mắc ca"),
    ("Măng khô", 7, "Măng"),
    ("Chẳm chéo", 10, "Mắc khén, ớt, tỏi"),
    ("Bún khô", 6, "Gạo"),
    ("Thịt trâu gác bếp", 8, "Thịt trâu, mắc khén"),
    ("Rau cải mèo", 1, "Rau cải mèo"),
    ("Rượu ngô", 14, "Ngô, men lá"),
    ("Chè Shan", 11, "Búp chè"),
    ("Khăn thổ cẩm", 22, "Vải lanh, chàm"),
    ("Túi thổ cẩm", 21, "Vải lanh"),
    ("Tinh dầu sả", 20, "Lá sả"),
)
PLACES = ("Nậm Loỏng", "Tả Xin Chải", "Suối Ngàn", "Đồi Mây", "Bản Mới", "Thung Lũng Xanh", "Nương Cao", "Cầu Gỗ")
QUALITIES = ("truyền thống", "thượng hạng", "hộp quà", "loại nhỏ", "loại lớn", "vụ xuân", "vụ thu", "mới")
OLDEST_DAYS, TERM_MONTHS = 5 * 365, 36
PRODUCER_CODE, PRODUCT_CODE = "CT-T", "SP-T"
Row = TypeVar("Row", bound=models.Model)


def load_products(wanted: int, tell: Callable[[int], object]) -> int:
    """Bring the number of load products up to `wanted` and return how many were added; the same ones each time.

    Five share a producer; each has one certificate of the last five years, in whatever state that is today. They stand
    in registry and search alone: no dossier, no event and no history row tells of them.
    """
    there = Product.objects.filter(code__startswith=PRODUCT_CODE).count()
    for first in range(there, wanted, PORTION):
        numbers = range(first, min(first + PORTION, wanted))
        _write(numbers)
        tell(len(numbers))
    return max(0, wanted - there)


@transaction.atomic
def _write(numbers: Sequence[int]) -> None:
    producers = _producers(range(numbers[0] // PER_PRODUCER, numbers[-1] // PER_PRODUCER + 1))
    products = _in_bulk([_product(number, producers[number // PER_PRODUCER]) for number in numbers])
    _in_bulk([_certificate(number, product) for number, product in zip(numbers, products, strict=True)])
    refresh(products=[row.pk for row in products], producers=[row.pk for row in producers.values()])


def _in_bulk(rows: list[Row]) -> list[Row]:
    """Write rows without history: a plain queryset, not the audited one."""
    return models.QuerySet(type(rows[0])).bulk_create(rows) if rows else rows


def _producers(numbers: Sequence[int]) -> dict[int, Producer]:
    """Return the producers of these numbers; the first may be there from the portion before."""
    codes = {number: f"{PRODUCER_CODE}{number + 1:06d}" for number in numbers}
    there = {producer.code: producer for producer in Producer.objects.filter(code__in=codes.values())}
    communes = [unit_on(unit(code), clock.today()) for code in COMMUNES]
    _in_bulk([_producer(number, code, communes) for number, code in codes.items() if code not in there])
    known = {producer.code: producer for producer in Producer.objects.filter(code__in=codes.values())}
    return {number: known[code] for number, code in codes.items()}


def _producer(number: int, code: str, communes: Sequence[AdministrativeUnit]) -> Producer:
    random = Random(f"{SEED} producer {number}")  # noqa: S311 -- load data, the same each time
    place, commune = random.choice(PLACES), random.choice(communes)
    name = f"Hợp tác xã {place} {number + 1}"
    return Producer(
        code=code,
        name=name,
        sort_key=sort_key(name),
        organisation_type=random.choice(OrganisationType.values),
        commune=commune,
        address=f"{place}, {commune.full_name}",
        introduction=MARK,
        illustrative=True,
    )


def _product(number: int, producer: Producer) -> Product:
    random = Random(f"{SEED} product {number}")  # noqa: S311 -- load data, the same each time
    kind, set_no, ingredients = random.choice(KINDS)
    place, quality = random.choice(PLACES), random.choice(QUALITIES)
    name = f"{kind} {place} {quality} {number + 1}"
    return Product(
        code=f"{PRODUCT_CODE}{number + 1:06d}",
        producer=producer,
        name=name,
        sort_key=sort_key(name),
        set_no=set_no,
        description=f"{MARK}. {kind} của {place}, {quality}.",
        ingredients=ingredients,
        village=place,
        illustrative=True,
    )


def _certificate(number: int, product: Product) -> Certificate:
    random = Random(f"{SEED} certificate {number}")  # noqa: S311 -- load data, the same each time
    decided_on = clock.today() - timedelta(days=random.randrange(1, OLDEST_DAYS))
    return Certificate(
        number=f"TT-{number + 1:06d}/{decided_on.year}/GCN-OCOP",
        product=product,
        stars=random.choices((3, 4, 5), (80, 18, 2))[0],
        product_name=product.name,
        producer_name=product.producer.name,
        producer_address=product.producer.address,
        issuer="UBND tỉnh Lai Châu",
        decision_number=f"{decided_on:%j}/QĐ-UBND",
        decision_date=decided_on,
        legal_basis=MARK,
        valid_from=decided_on,
        valid_to=months_after(decided_on, TERM_MONTHS),
        illustrative=True,
    )
