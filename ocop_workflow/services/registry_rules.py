"""Who keeps the registry, and what is refused in it; the rules raise InvalidInput."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from ocop_workflow.domain import clock
from ocop_workflow.domain.cleaning import clean_line, clean_text
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.domain.text import search_key
from ocop_workflow.models import (
    AdministrativeUnit,
    BodyKind,
    Certificate,
    LegalRepresentative,
    Producer,
    Product,
    unit_on,
)
from ocop_workflow.queries.registrars import COMMUNE_TYPES, REGISTRARS
from ocop_workflow.queries.rights import OfficeHeld, offices_held
from ocop_workflow.services.administration import checked, require_past

if TYPE_CHECKING:
    from accounts.models import User

TEXTS = ("introduction", "description", "story", "ingredients")
CERTIFIED_STARS = (3, 4, 5)


def require_registrar(actor: "User | None", commune: AdministrativeUnit) -> OfficeHeld | None:
    """Return the office by which the actor keeps the registry of a commune.

    It is an office of the commune itself as it stands today, or of the standing office of a unit above it; None for an
    administrator or the installation itself. NotAllowed for anybody else.
    """
    if actor is None:
        return None
    here = unit_on(commune, clock.today())
    above = {unit.pk for unit in here.chain()}
    for held in offices_held(actor, clock.today()):
        of_commune = held.body_kind == BodyKind.COMMUNE_COMMITTEE and held.unit_id == here.pk
        of_office = held.body_kind == BodyKind.STANDING_OFFICE and held.unit_id in above
        if held.role in REGISTRARS and (of_commune or of_office):
            return held
    if actor.is_active and actor.is_superuser:
        return None
    raise NotAllowed("You hold no office that keeps the registry of “%(unit)s”.", {"unit": here.full_name})


def assign(
    row: Producer | Product | LegalRepresentative, facts: Mapping[str, object], known: tuple[str, ...]
) -> list[str]:
    """Set facts on a row and return the names of those that differ, in the order of `known`."""
    for name in facts:
        if name not in known:
            raise InvalidInput("“%(field)s” is not set here.", {"field": name}, field=name)
    tidied = {name: _clean(name, value) for name, value in facts.items()}
    changed = [name for name in known if name in tidied and getattr(row, name, None) != tidied[name]]
    for name in changed:
        setattr(row, name, tidied[name])
    return changed


def _clean(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    return clean_text(value) if name in TEXTS else clean_line(value)


def require_producer(producer: Producer, *, check_commune: bool = True) -> None:
    """Check a producer's facts, its commune, and that it is not registered already."""
    checked(producer)
    commune = producer.commune
    if check_commune and not (commune.unit_type in COMMUNE_TYPES and commune.is_valid_on(clock.today())):
        raise InvalidInput("“%(unit)s” is no commune of today.", {"unit": commune.full_name}, field="commune")
    others = Producer.objects.exclude(pk=producer.pk)
    number = producer.registration_number
    if number and (known := others.filter(registration_number=number).first()):
        raise InvalidInput(
            "The number %(number)s belongs to “%(producer)s” (%(code)s).",
            {"number": number, "producer": known.name, "code": known.code},
            field="registration_number",
        )
    _require_new_name(producer.name, others.filter(commune=commune))


def require_product(product: Product) -> None:
    """Check a product's facts, and that its producer has none of the same name."""
    checked(product)
    low, high = product.price_from, product.price_to
    if low is not None and high is not None and high < low:
        raise InvalidInput("The highest price lies below the lowest.", field="price_to")
    _require_new_name(product.name, Product.objects.filter(producer=product.producer).exclude(pk=product.pk))


def _require_new_name(name: str, beside: QuerySet) -> None:
    """Refuse a name that differs from one beside it in nothing but case, spaces or the place of a tone."""
    wanted = search_key(name)
    for code, known in beside.values_list("code", "name"):
        if search_key(known) == wanted:
            raise InvalidInput(
                "“%(name)s” is already registered as %(code)s.", {"name": known, "code": code}, field="name"
            )


def require_earlier_certificate(certificate: Certificate) -> None:
    """Check a certificate issued before the system: its term, its revocation, and that no other covers its days."""
    checked(certificate)
    require_past(certificate.decision_date, "decision_date")
    if certificate.stars not in CERTIFIED_STARS:
        raise InvalidInput("A certificate has 3 to 5 stars.", field="stars")
    if certificate.valid_to <= certificate.valid_from:
        raise InvalidInput(
            "The last day %(last)s lies before the first day %(first)s.",
            {"last": f"{certificate.valid_to:%d/%m/%Y}", "first": f"{certificate.valid_from:%d/%m/%Y}"},
            field="valid_to",
        )
    if Certificate.objects.filter(number=certificate.number).exists():
        raise InvalidInput(
            "The certificate %(number)s is already registered.", {"number": certificate.number}, field="number"
        )
    _require_revocation(certificate)
    _require_free_term(certificate)


def _require_revocation(certificate: Certificate) -> None:
    revoked_on = certificate.revoked_on
    words = (certificate.revocation_ground, certificate.revocation_decision)
    if revoked_on is None and not any(words):
        return
    if revoked_on is None or not all(words):
        raise InvalidInput("A revocation has a day, a ground and the number of its decision.", field="revoked_on")
    require_past(revoked_on, "revoked_on")
    if not certificate.valid_from <= revoked_on <= certificate.valid_to:
        raise InvalidInput("A certificate is revoked while its term runs.", field="revoked_on")


def _require_free_term(certificate: Certificate) -> None:
    last = certificate.revoked_on or certificate.valid_to
    running = Q(revoked_on__isnull=True, superseded_on__isnull=True) & Q(valid_to__gte=certificate.valid_from)
    revoked = Q(revoked_on__gt=certificate.valid_from) | Q(superseded_on__gt=certificate.valid_from)
    others = Certificate.objects.filter(product=certificate.product, valid_from__lt=last)
    if other := others.filter(running | revoked).first():
        raise InvalidInput(
            "The product has the certificate %(number)s for a part of that time.",
            {"number": other.number},
            field="valid_to",
        )
