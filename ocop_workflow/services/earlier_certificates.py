"""Certificates issued before the system: registered without dossier."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.clock import months_after
from ocop_workflow.models import Certificate, Product, one_act
from ocop_workflow.services.registry_acts import note_registered
from ocop_workflow.services.registry_rules import require_earlier_certificate, require_registrar
from ocop_workflow.signals import certificate_issued

if TYPE_CHECKING:
    from accounts.models import User


TERM_MONTHS = 36


def register_earlier_certificate(
    product: Product,
    *,
    number: str,
    stars: int,
    issuer: str,
    decision_number: str,
    decision_date: date,
    valid_to: date | None = None,
    actor: "User | None" = None,
    **facts: object,
) -> Certificate:
    """Register a certificate issued before the system, without dossier, and return it.

    It counts from the day of its decision, for 36 months unless `valid_to` says otherwise; it may have expired.
    `facts` are further fields of Certificate: legal_basis, illustrative, product_name, producer_name and
    producer_address as printed (as registered now, unless given), and of one already revoked: revoked_on,
    revocation_ground, revocation_decision. Raises InvalidInput for malformed facts, a number registered before, days
    of the future or running backwards, half a revocation, and a second certificate for the same time; NotAllowed as
    `register_producer` does.
    """
    office = require_registrar(actor, product.producer.commune)
    printed = {
        "product_name": product.name,
        "producer_name": product.producer.name,
        "producer_address": product.producer.address,
    }
    given = {**printed, **facts}
    words = {name: clean_line(value) if isinstance(value, str) else value for name, value in given.items()}
    certificate = Certificate(
        product=product,
        number=clean_line(number),
        stars=stars,
        issuer=clean_line(issuer),
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        valid_from=decision_date,
        valid_to=valid_to or months_after(decision_date, TERM_MONTHS),
        **words,
    )
    with transaction.atomic(), one_act() as act:
        require_earlier_certificate(certificate)
        certificate.save_as(actor, reason="certificate.registered")
        certificate_issued.send(sender=Certificate, certificate=certificate)
        note_registered("certificate.registered", certificate.number, (act, actor, office), _issued(certificate))
    return certificate


def _issued(certificate: Certificate) -> dict[str, object]:
    revocation = {"revoked_on": certificate.revoked_on, "revocation": certificate.revocation_decision}
    return {
        "product": certificate.product.code,
        "stars": certificate.stars,
        "decision": certificate.decision_number,
        "decided_on": certificate.decision_date,
        "valid_to": certificate.valid_to,
        **(revocation if certificate.revoked_on else {}),
    }
