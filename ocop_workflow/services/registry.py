"""The registry: producers, what they make, who acts for them, and the certificates issued before the system."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import new_salt, salted_digest
from ocop_workflow.domain.cleaning import clean_line
from ocop_workflow.domain.clock import months_after
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import (
    AdministrativeUnit,
    Certificate,
    LegalRepresentative,
    Producer,
    ProducerMember,
    Product,
    one_act,
)
from ocop_workflow.queries.rights import OfficeHeld
from ocop_workflow.services.administration import checked, require_period
from ocop_workflow.services.body_rules import overlapping
from ocop_workflow.services.intents import done_before, given
from ocop_workflow.services.numbering import next_code
from ocop_workflow.services.recording import Happening, Note, record
from ocop_workflow.services.registry_rules import (
    assign,
    require_earlier_certificate,
    require_producer,
    require_product,
    require_registrar,
)
from ocop_workflow.signals import certificate_issued, producer_changed, product_changed

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

PRODUCER_FACTS = (
    "name", "organisation_type", "registration_number", "commune", "address", "phone", "email", "website",
    "introduction", "illustrative",
)  # fmt: skip
PRODUCT_FACTS = (
    "legal_code", "name", "set_no", "specification", "description", "story", "ingredients", "village", "price_from",
    "price_to", "illustrative",
)  # fmt: skip
PERSONAL_FACTS = ("name", "position", "gender", "ethnicity", "disability", "permanent_address", "phone")
TERM_MONTHS = 36


def register_producer(
    *,
    name: str,
    organisation_type: str,
    commune: AdministrativeUnit,
    address: str,
    actor: "User | None" = None,
    idempotency_key: str = "",
    **facts: object,
) -> Producer:
    """Enter a producer into the registry of a commune and return it, with its code; one intent enters one.

    `facts` are further fields of Producer: registration_number, phone, email, website, introduction, illustrative.
    Raises InvalidInput for malformed facts, a commune that is none or no longer exists, and a producer registered
    before under the same number, or by the same name in the same commune. NotAllowed for anybody but the commune's
    officers, the standing office above them and an administrator.
    """
    office = require_registrar(actor, commune)
    named = {"name": name, "organisation_type": organisation_type, "commune": commune, "address": address}
    with transaction.atomic(), one_act() as act:
        AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=commune.pk)
        begun = given(**named | {"commune": commune.key}, **facts)
        if actor and (event := done_before(actor, idempotency_key, "producer.registered", facts=begun)):
            return Producer.objects.get(code=event.subject)
        producer = Producer()
        assign(producer, {**named, **facts}, PRODUCER_FACTS)
        require_producer(producer)
        producer.code = next_code("CT")
        producer.save_as(actor, reason="producer.registered")
        producer_changed.send(sender=Producer, producer=producer)
        payload = {"unit": commune.key, "type": organisation_type}
        doer = (act, actor, office)
        _note("producer.registered", producer.code, doer, payload, [begun], idempotency_key=idempotency_key)
    return producer


def change_producer(producer: Producer, changes: Mapping[str, object], *, actor: "User | None" = None) -> Producer:
    """Change public facts of a producer; what was is kept in its history, the event names the fields.

    Nothing is written when nothing differs. A move to another commune needs the right over both. Raises as
    `register_producer` does.
    """
    with transaction.atomic(), one_act() as act:
        current = _locked_producer(producer)
        office = require_registrar(actor, current.commune)
        if changed := assign(current, changes, PRODUCER_FACTS):
            require_registrar(actor, current.commune)
            require_producer(current, check_commune="commune" in changed)
            current.save_as(actor, reason="producer.changed")
            producer_changed.send(sender=Producer, producer=current)
            _note("producer.changed", current.code, (act, actor, office), {"fields": changed})
    producer.refresh_from_db()
    return current


def _locked_producer(producer: Producer) -> Producer:
    rows = Producer.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
    return rows.get(pk=producer.pk)


def set_representative(
    producer: Producer, facts: Mapping[str, object], *, actor: "User | None" = None
) -> LegalRepresentative:
    """Set personal facts of a producer's legal representative: name, position, gender, ethnicity, disability …

    They stay in their own restricted row. The event holds a salted digest alone, and its salt lies in the erasable
    side row, so that nothing can be guessed from the chain once that is erased.
    """
    with transaction.atomic(), one_act() as act:
        current = _locked_producer(producer)
        office = require_registrar(actor, current.commune)
        person = LegalRepresentative.objects.filter(producer=current).first() or LegalRepresentative(producer=current)
        if not assign(person, facts, PERSONAL_FACTS) and person.pk:
            return person
        checked(person).save_as(actor, reason="representative.set")
        salt = new_salt()
        digest = salted_digest(salt, {name: getattr(person, name) for name in PERSONAL_FACTS})
        notes = [Note("salt", salt)]
        _note("representative.set", current.code, (act, actor, office), {"digest": digest}, notes)
    return person


def add_producer_member(
    producer: Producer,
    user: "User",
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    actor: "User | None" = None,
) -> ProducerMember:
    """Let an account act for a producer, from today unless another day is named.

    Raises InvalidInput for days that run backwards, a deactivated account, and one that already may.
    """
    member = ProducerMember(producer=producer, user=user, valid_from=valid_from or clock.today(), valid_to=valid_to)
    require_period(member.valid_from, valid_to)
    office = require_registrar(actor, producer.commune)
    if not user.is_active:
        raise InvalidInput("The account of %(who)s is deactivated.", {"who": str(user)}, field="user")
    with transaction.atomic(), one_act() as act:
        _locked_producer(producer)
        known = ProducerMember.objects.filter(producer=producer, user=user)
        if overlapping(known, member.valid_from, valid_to).exists():
            raise InvalidInput(
                "%(who)s already acts for “%(producer)s”.", {"who": str(user), "producer": producer.name}, field="user"
            )
        member.save_as(actor, reason="producer_member.added")
        _note("producer_member.added", producer.code, (act, actor, office), *_member(member))
    return member


def end_producer_member(member: ProducerMember, *, last_day: date, actor: "User | None" = None) -> ProducerMember:
    """Let an account act for a producer no longer than `last_day`."""
    office = require_registrar(actor, member.producer.commune)
    with transaction.atomic(), one_act() as act:
        current = ProducerMember.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
        if not current.is_valid_on(last_day):
            raise InvalidInput(
                "The account does not act for the producer on %(day)s.",
                {"day": f"{last_day:%d/%m/%Y}"},
                field="last_day",
            )
        current.valid_to = last_day
        current.save_as(actor, reason="producer_member.ended")
        _note("producer_member.ended", member.producer.code, (act, actor, office), *_member(current))
    member.refresh_from_db()
    return current


def _member(member: ProducerMember) -> tuple[dict[str, object], list[Note]]:
    payload = {"user": member.user_id, "from": member.valid_from, "to": member.valid_to}
    return payload, [Note("person", str(member.user), member.user_id)]


def register_product(
    producer: Producer,
    *,
    name: str,
    set_no: int,
    actor: "User | None" = None,
    idempotency_key: str = "",
    **facts: object,
) -> Product:
    """Enter a product of one of the 26 sets and return it, with its code; one intent enters one.

    `facts` are further fields of Product: specification, description, story, ingredients, village, prices in đồng …
    Raises InvalidInput for malformed facts, prices that run backwards, and a second product of the same name;
    NotAllowed as `register_producer` does.
    """
    office = require_registrar(actor, producer.commune)
    with transaction.atomic(), one_act() as act:
        _locked_producer(producer)
        begun = given(producer=producer.code, name=name, set_no=set_no, **facts)
        if actor and (event := done_before(actor, idempotency_key, "product.registered", facts=begun)):
            return Product.objects.get(code=event.subject)
        product = Product(producer=producer)
        assign(product, {"name": name, "set_no": set_no, **facts}, PRODUCT_FACTS)
        require_product(product)
        product.code = next_code("SP")
        product.save_as(actor, reason="product.registered")
        product_changed.send(sender=Product, product=product)
        payload = {"producer": producer.code, "set": set_no}
        doer = (act, actor, office)
        _note("product.registered", product.code, doer, payload, [begun], idempotency_key=idempotency_key)
    return product


def change_product(product: Product, changes: Mapping[str, object], *, actor: "User | None" = None) -> Product:
    """Change facts of a product; what was is kept in its history, the event names the fields.

    Nothing is written when nothing differs. The set stays once a dossier or a certificate names it. Raises as
    `register_product` does.
    """
    with transaction.atomic(), one_act() as act:
        rows = Product.objects.select_for_update(of=("self",), no_key=True).select_related("producer__commune")
        current = rows.get(pk=product.pk)
        office = require_registrar(actor, current.producer.commune)
        if changed := assign(current, changes, PRODUCT_FACTS):
            if "set_no" in changed and (current.dossiers.exists() or current.certificates.exists()):
                raise InvalidInput("The set of a product with a dossier or a certificate stays.", field="set_no")
            require_product(current)
            current.save_as(actor, reason="product.changed")
            product_changed.send(sender=Product, product=current)
            _note("product.changed", current.code, (act, actor, office), {"fields": changed})
    product.refresh_from_db()
    return current


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
        _note("certificate.registered", certificate.number, (act, actor, office), _issued(certificate))
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


def _note(
    kind: str,
    subject: str,
    doer: "tuple[UUID, User | None, OfficeHeld | None]",
    payload: Mapping[str, object],
    notes: Sequence[Note] = (),
    *,
    idempotency_key: str = "",
) -> None:
    act, actor, office = doer
    record(
        Happening(
            kind=kind,
            subject=subject,
            act=act,
            actor=actor,
            office=office,
            idempotency_key=idempotency_key or None,
            payload=payload,
            notes=notes,
        )
    )
