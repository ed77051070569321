"""The public register: products that ever held a certificate, their producers, what they are worth on a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from ocop_workflow.domain import certificates
from ocop_workflow.domain.scorecard import Scorecard
from ocop_workflow.models import AdministrativeUnit, Certificate, Producer, Product, UnitSuccession
from ocop_workflow.models.outcome import state_condition
from ocop_workflow.queries.catalogue import in_force_condition
from ocop_workflow.queries.register_facts import CertificateFacts, ProducerFacts, ProductFacts, certificate_facts
from ocop_workflow.queries.rulebooks import newest_rulebooks

__all__ = [
    "CertificateFacts",
    "CertificateFound",
    "ProducerFacts",
    "ProductFacts",
    "certificate_by_token",
    "producer_facts",
    "producers_facts",
    "product_facts",
    "products_facts",
    "register_counts",
]


class CertificateFound(NamedTuple):
    """What a certificate's token leads to: its product, and the certificate itself, in force or not."""

    facts: ProductFacts
    certificate: CertificateFacts


def product_facts(product: Product | str, day: date) -> ProductFacts | None:
    """Return the public facts of a product, given or named by its code; None when it never held a certificate."""
    code = product if isinstance(product, str) else product.code
    return next(iter(products_facts(Product.objects.filter(code=code), day)), None)


def products_facts(products: Iterable[Product], day: date) -> tuple[ProductFacts, ...]:
    """Return the public facts of many products in their order, those that never held a certificate left out.

    The number of queries does not depend on how many they are.
    """
    rows = list(products)
    issued = _certificates([row.pk for row in rows], day)
    rows = [row for row in rows if row.pk in issued]
    makers = _producers({row.producer_id for row in rows}, day)
    facts_of_makers = {maker.code: _producer(maker) for maker in makers.values()}
    now, cards = _names_now([maker.commune for maker in makers.values()], day), _scorecards(day)
    return tuple(
        _product(row, makers[row.producer_id], facts_of_makers, now, cards.get(row.set_no), issued[row.pk])
        for row in rows
    )


def _product(
    product: Product,
    maker: Producer,
    makers: Mapping[str, ProducerFacts],
    now: Mapping[int, str],
    card: Scorecard | None,
    issued: Sequence[CertificateFacts],
) -> ProductFacts:
    current = next((one for one in issued if one.is_in_force), issued[0])
    return ProductFacts(
        code=product.code,
        name=product.name,
        url=product.get_absolute_url(),
        producer=makers[maker.code],
        set_no=product.set_no,
        set_name=card.name if card else "",
        group=card.group if card else "",
        subgroup=card.subgroup if card else "",
        commune_name=maker.commune.full_name,
        commune_now=now.get(maker.commune_id, ""),
        description=product.description,
        stars=current.stars,
        status=current.status,
        certificate=current,
        earlier=tuple(one for one in issued if one is not current),
        illustrative=product.illustrative,
        legal_code=product.legal_code,
        specification=product.specification,
        ingredients=product.ingredients,
        village=product.village,
        story=product.story,
        price_from=product.price_from,
        price_to=product.price_to,
    )


def _certificates(products: Sequence[int], day: date) -> dict[int, list[CertificateFacts]]:
    """Return each product's certificates issued by a day, the newest first."""
    rows = Certificate.objects.filter(product__in=products, valid_from__lte=day).select_related("superseded_by")
    issued: dict[int, list[CertificateFacts]] = {}
    for row in rows.order_by("-valid_from", "-pk"):
        issued.setdefault(row.product_id, []).append(certificate_facts(row, day))
    return issued


def _producers(ids: set[int], day: date) -> dict[int, Producer]:
    """Return producers with their communes and, as `held`, how many of their products held a certificate by a day."""
    held = Count("products", distinct=True, filter=Q(products__certificates__valid_from__lte=day))
    rows = Producer.objects.filter(pk__in=ids).select_related("commune")
    return {row.pk: row for row in rows.annotate(held=held)}


def producer_facts(producer: Producer | str, day: date) -> ProducerFacts | None:
    """Return the public facts of a producer, given or named by its code; None without a public product."""
    code = producer if isinstance(producer, str) else producer.code
    rows = Producer.objects.filter(code=code).select_related("commune")
    return next((facts for facts in producers_facts(rows, day) if facts.product_count), None)


def producers_facts(producers: Iterable[Producer], day: date) -> tuple[ProducerFacts, ...]:
    """Return the public facts of many producers in their order, by a constant number of queries."""
    ids = [row.pk for row in producers]
    known = _producers(set(ids), day)
    return tuple(_producer(known[pk]) for pk in ids)


def _producer(producer: Producer) -> ProducerFacts:
    return ProducerFacts(
        code=producer.code,
        name=producer.name,
        url=producer.get_absolute_url(),
        kind_label=str(producer.get_organisation_type_display()),
        commune_name=producer.commune.full_name,
        address=producer.address,
        phone=producer.phone,
        website=producer.website,
        illustrative=producer.illustrative,
        product_count=producer.held,  # type: ignore[attr-defined]  # annotated by `_producers`
        introduction=producer.introduction,
    )


def _names_now(units: Iterable[AdministrativeUnit], day: date) -> dict[int, str]:
    """Return, for each unit that no longer stands on a day, the name of what it mainly became (as `unit_on`)."""
    ended = [unit for unit in units if unit.valid_to and unit.valid_to < day]
    if not ended:
        return {}
    links: dict[int, AdministrativeUnit] = {}
    for link in UnitSuccession.objects.filter(since__lte=day).select_related("successor").order_by("-pk"):
        links[link.predecessor_id] = link.successor
    names = {}
    for unit in ended:
        stands, passed = unit, {unit.pk}
        while stands.valid_to and stands.valid_to < day and stands.pk in links and links[stands.pk].pk not in passed:
            stands = links[stands.pk]
            passed.add(stands.pk)
        if stands is not unit:
            names[unit.pk] = stands.full_name
    return names


def _scorecards(day: date) -> dict[int, Scorecard]:
    """Return each set's card from the newest law that has begun by a day; from a later one where none has."""
    rulebooks = newest_rulebooks()
    begun = sorted(rulebooks, key=lambda rulebook: rulebook.applies_from > day)
    cards: dict[int, Scorecard] = {}
    for rulebook in begun:
        for set_no, card in rulebook.scorecards.items():
            cards.setdefault(set_no, card)
    return cards


def register_counts(day: date) -> dict[str, int]:
    """Return how many products are in force, of these expiring, and expired; and how many producers are in force.

    Keys: `valid` (valid, expiring or extended), `expiring`, `producers`, `expired`. Products are counted, not
    certificates: one with a newer certificate in force has not expired.
    """
    issued = Certificate.objects.filter(valid_from__lte=day)
    current = in_force_condition(day)
    over = issued.filter(state_condition(certificates.EXPIRED, day)).exclude(
        product__in=issued.filter(current).values("product")
    )
    return issued.aggregate(
        valid=Count("product", distinct=True, filter=current),
        expiring=Count("product", distinct=True, filter=state_condition(certificates.EXPIRING, day)),
        producers=Count("product__producer", distinct=True, filter=current),
    ) | over.aggregate(expired=Count("product", distinct=True))


def certificate_by_token(token: str, day: date) -> CertificateFound | None:
    """Return what a certificate's secret token leads to on a day, or None; one that counts no more is found too."""
    row = (
        Certificate.objects.filter(token=token, valid_from__lte=day).select_related("superseded_by", "product").first()
    )
    facts = product_facts(row.product, day) if row else None
    return CertificateFound(facts, certificate_facts(row, day)) if row and facts else None
