"""One producer and one product of the load data after the other: the same for the same number, marked as what it is."""

from collections.abc import Mapping, Sequence
from random import Random

from config.demo.load.trades import Base, Trade, trades, words
from ocop_workflow.domain.text import sort_key
from ocop_workflow.models import AdministrativeUnit, OrganisationType, Producer, Product

MARK = "Dữ liệu tải thử"
SEED, PER_PRODUCER = 2024, 5
PRODUCER_CODE, PRODUCT_CODE = "CT-T", "SP-T"
TITLES: Mapping[str, str] = {
    OrganisationType.COOPERATIVE: "Hợp tác xã",
    OrganisationType.COOPERATIVE_GROUP: "Tổ hợp tác",
    OrganisationType.PRIVATE_ENTERPRISE: "Doanh nghiệp",
    OrganisationType.LIMITED_COMPANY: "Công ty TNHH",
    OrganisationType.JOINT_STOCK_COMPANY: "Công ty cổ phần",
    OrganisationType.FARM: "Trang trại",
    OrganisationType.HOUSEHOLD: "Cơ sở",
    OrganisationType.ASSOCIATION: "Hội",
    OrganisationType.OPERATING_CENTRE: "Trung tâm",
}
HOW_OFTEN = (40, 15, 4, 15, 5, 6, 11, 2, 2)
FIRMS = {OrganisationType.PRIVATE_ENTERPRISE, OrganisationType.LIMITED_COMPANY, OrganisationType.JOINT_STOCK_COMPANY}
THOUSAND = 1000
BY_VILLAGE, SPECIAL = 0.5, 0.25
OWN_SENTENCES, SHARED_SENTENCES = 4, (4, 9)


def random_of(what: str, number: int) -> Random:
    """Return the chance that decides about one thing: the same each time it is asked for."""
    return Random(f"{SEED} {what} {number}")  # noqa: S311 -- load data


def producer_code(number: int) -> str:
    return f"{PRODUCER_CODE}{number + 1:06d}"


def product_code(number: int) -> str:
    return f"{PRODUCT_CODE}{number + 1:06d}"


def trade_of(producer: int) -> Trade:
    return random_of("trade", producer).choice(trades())


def brand_of(producer: int) -> str:
    return random_of("brand", producer).choice(words().brands)


def make_producer(number: int, communes: Sequence[AdministrativeUnit]) -> Producer:
    """Return a producer of one trade in one village of one of the communes; firms bear a brand, others the village."""
    random, shared = random_of("producer", number), words()
    kind = random.choices(list(TITLES), HOW_OFTEN)[0]
    village, commune = shared.village(random), random.choice(communes)
    name = f"{TITLES[kind]} {trade_of(number).noun} {brand_of(number) if kind in FIRMS else village}"
    return Producer(
        code=producer_code(number),
        name=name,
        sort_key=sort_key(name),
        organisation_type=kind,
        commune=commune,
        address=f"Bản {village}, {commune.full_name}",
        introduction=f"{_filled(random.choice(shared.sentences), random, village)} ({MARK})",
        illustrative=True,
    )


def make_product(number: int, producer: Producer) -> Product:
    """Return a product of its producer's trade, with a story of some 600 letters."""
    random, maker = random_of("product", number), number // PER_PRODUCER
    trade, base, village = trade_of(maker), _base(number), _village_of(producer)
    name = _name(number, base, village, random)
    low = random.randint(base.cheapest, (base.cheapest + base.dearest) // 2)
    return Product(
        code=product_code(number),
        producer=producer,
        name=name,
        sort_key=sort_key(name),
        set_no=trade.set_no,
        specification=random.choice(base.packs),
        description=f"{_filled(random.choice(trade.sentences), random, village)} ({MARK})",
        story=_story(trade, village, random),
        ingredients=base.ingredients,
        village=f"Bản {village}",
        price_from=low * THOUSAND,
        price_to=random.randint(low, base.dearest) * THOUSAND,
        illustrative=True,
    )


def _base(number: int) -> Base:
    """Return what is made: a producer makes everything of its trade before it makes anything twice."""
    maker, turn = divmod(number, PER_PRODUCER)
    bases = trade_of(maker).bases
    return bases[(maker + turn) % len(bases)]


def _village_of(producer: Producer) -> str:
    return producer.address.partition(",")[0].removeprefix("Bản ")


def _name(number: int, base: Base, village: str, random: Random) -> str:
    """Return the thing with its village or brand, now and then with what is special about it."""
    maker, turn = divmod(number, PER_PRODUCER)
    of = village if random.random() < BY_VILLAGE else brand_of(maker)
    made_before = turn >= len(trade_of(maker).bases)
    special = f" {random.choice(words().qualities)}" if made_before or random.random() < SPECIAL else ""
    return f"{base.name} {of}{special}"


def _story(trade: Trade, village: str, random: Random) -> str:
    own = random.sample(trade.sentences, OWN_SENTENCES)
    told = [*own, *random.sample(words().sentences, random.randint(*SHARED_SENTENCES))]
    random.shuffle(told)
    return "\n".join(_filled(sentence, random, village) for sentence in told)


def _filled(sentence: str, random: Random, village: str) -> str:
    return sentence.format(place=village, n=random.randint(5, 90))
