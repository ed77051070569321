"""The register the speed benches search: units, rulebooks, load data. And what people ask of it, by a fixed seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.db import connection

from config.demo import world, year_2025
from config.demo.load.making import PER_PRODUCER, producer_code, product_code
from config.demo.load.trades import trades, words
from config.demo.load.writing import load_products
from ocop_workflow.domain.text import fold
from ocop_workflow.models import AdministrativeUnit, Certificate, Producer, Product
from search.models import SearchDocument

SEED, TYPOS, UNMARKED = 2026, 0.25, 0.5
LETTERS = "abcdeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Questions:
    """Searches as they are typed, and beginnings of names as they are while being typed."""

    searches: tuple[str, ...]
    beginnings: tuple[str, ...]


def lay_out(products: int) -> int:
    """Bring the register up to so many load products and return how many documents there should be."""
    if not AdministrativeUnit.objects.exists():
        world.establish_units()
        world.load_rulebooks()
        year_2025.units_are_merged()
    load_products(products, lambda _done: None)
    return products + -(-products // PER_PRODUCER)


def take_away(products: int) -> None:
    """Take all load products beyond a number away, with their producers, certificates and documents."""
    last = {"product": product_code(products - 1), "producer": producer_code((products - 1) // PER_PRODUCER)}
    beyond = {kind: f"code LIKE '{code[:4]}%%' AND code > '{code}'" for kind, code in last.items()}
    tables = {each: each._meta.db_table for each in (Certificate, Product, Producer, SearchDocument)}
    with connection.cursor() as cursor:
        gone = f"SELECT id FROM {tables[Product]} WHERE {beyond['product']}"
        cursor.execute(f"DELETE FROM {tables[Certificate]} WHERE product_id IN ({gone})", ())
        if not cursor.rowcount:
            return
        for kind, model in (("product", Product), ("producer", Producer)):
            cursor.execute(f"DELETE FROM {tables[SearchDocument]} WHERE kind = '{kind}' AND {beyond[kind]}", ())
            cursor.execute(f"DELETE FROM {tables[model]} WHERE {beyond[kind]}", ())
        for table in tables.values():
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")


def questions(number: int) -> Questions:
    """Return so many of both: things, places, brands and producers; half without marks, a quarter with a slip."""
    random = Random(SEED)
    searches = tuple(_slipped(_search(random), random) for _ in range(number))
    return Questions(searches, tuple(_beginning(random) for _ in range(number)))


def _search(random: Random) -> str:
    trade = random.choice(trades())
    base = random.choice(trade.bases).name
    village, brand = words().village(random), random.choice(words().brands)
    asked = random.choice(
        (base, f"{base} {village}", f"{base} {brand}", f"hợp tác xã {trade.noun} {village}", f"{base} 4 sao", brand)
    )
    return fold(asked) if random.random() < UNMARKED else asked.lower()


def _slipped(text: str, random: Random) -> str:
    """Return the text, now and then with one letter of a longer word changed."""
    parts = text.split()
    long = [place for place, word in enumerate(parts) if len(word) > 3]
    if not long or random.random() >= TYPOS:
        return text
    place = random.choice(long)
    letter = random.randrange(1, len(parts[place]))
    parts[place] = parts[place][:letter] + random.choice(LETTERS) + parts[place][letter + 1 :]
    return " ".join(parts)


def _beginning(random: Random) -> str:
    name = _search(random)
    return name[: random.randint(2, max(3, len(name) - 2))].strip() or name[:2]


def shuffled(texts: Sequence[str], turn: int) -> list[str]:
    """Return the same texts in another order each turn."""
    return Random(f"{SEED} {turn}").sample(texts, len(texts))
