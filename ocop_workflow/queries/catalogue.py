"""The register as the public pages list it."""

from collections import Counter
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet

from ocop_workflow.domain import clock
from ocop_workflow.domain.certificates import IN_FORCE
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.models import Certificate, Product, RulebookVersion, rulebook_of
from ocop_workflow.models.outcome import state_condition


def in_force_condition(day: date) -> Q:
    """Return the database condition of a certificate in force on a day: valid, expiring or extended."""
    condition = Q()
    for state in IN_FORCE:
        condition |= state_condition(state, day)
    return condition


def in_force(day: date) -> QuerySet[Certificate]:
    """Return the certificates in force on a day."""
    return Certificate.objects.filter(in_force_condition(day))


def certified_products(day: date) -> QuerySet[Product]:
    """Return the products with a certificate in force on a day, the newest first."""
    products = Product.objects.filter(certificates__in=in_force(day)).annotate(since=Max("certificates__valid_from"))
    return products.order_by("-since", "sort_key")


def newest_products(day: date, most: int) -> tuple[str, ...]:
    """Return the codes of products with a certificate in force on a day, the newest first, by one query."""
    newest = in_force(day).order_by("-valid_from", "product__sort_key", "product__code")
    # One product hardly ever holds two at once, and never many.
    codes = newest.values_list("product__code", flat=True)[: 2 * most]
    return tuple(dict.fromkeys(codes))[:most]


def public_counts() -> tuple[int, int]:
    """Return how many products ever held a certificate, and how many producers make these, by two queries."""
    products = Certificate.objects.aggregate(number=Count("product", distinct=True))["number"]
    producers = Certificate.objects.aggregate(number=Count("product__producer", distinct=True))["number"]
    return products, producers


def scorecards(day: date | None = None) -> dict[int, Scorecard]:
    """Return the product sets, each as the newest rulebook that has begun by a day, today, and knows it names it.

    One that is yet to begin names only sets that no other knows. Empty before any rulebook is loaded.
    """
    rows = RulebookVersion.objects.order_by("-applies_from", "-version").values_list("pk", "applies_from")
    on, found = day or clock.today(), dict[int, Scorecard]()
    for pk, _ in sorted(rows, key=lambda row: row[1] > on):
        found = {**rulebook_of(pk).scorecards, **found}
    return dict(sorted(found.items()))


def names_of_sets() -> dict[int, tuple[str, ...]]:
    """Return every name each product set and its group have or had in any law, whatever the day."""
    names: dict[int, dict[str, None]] = {}
    for pk in RulebookVersion.objects.order_by("code", "version").values_list("pk", flat=True):
        for number, card in rulebook_of(pk).scorecards.items():
            names.setdefault(number, {}).update(dict.fromkeys((card.name, card.group)))
    return {number: tuple(said) for number, said in names.items()}


def product_groups(day: date) -> tuple[tuple[str, int, str], ...]:
    """Return the groups of the law with how many products have a certificate in force, and where they are listed."""
    group_of = {number: card.group for number, card in scorecards().items()}
    products = Product.objects.filter(pk__in=in_force(day).values("product"))
    counts: Counter[str] = Counter()
    for number, count in products.order_by().values_list("set_no").annotate(Count("pk")):
        counts[group_of.get(number, "")] += count
    groups = dict.fromkeys(group_of.values())
    return tuple((name, counts[name], f"/tim-kiem/?{urlencode({'loai': 'san-pham', 'nhom': name})}") for name in groups)
