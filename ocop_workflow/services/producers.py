"""The registry's producers, the people behind them, and the accounts that act for them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from ocop_workflow.domain import clock
from ocop_workflow.domain.chain import new_salt, salted_digest
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import AdministrativeUnit, LegalRepresentative, Producer, ProducerMember, one_act
from ocop_workflow.services.administration import checked, require_period
from ocop_workflow.services.body_rules import overlapping
from ocop_workflow.services.intents import given
from ocop_workflow.services.recording import Note
from ocop_workflow.services.registry_acts import Entry, enter, keep_change, note_registered
from ocop_workflow.services.registry_rules import assign, require_producer, require_registrar
from ocop_workflow.signals import producer_changed

if TYPE_CHECKING:
    from accounts.models import User


PRODUCER_FACTS = (
    "name", "organisation_type", "registration_number", "commune", "address", "phone", "email", "website",
    "introduction", "illustrative",
)  # fmt: skip


PRODUCERS = Entry(
    Producer,
    "CT",
    PRODUCER_FACTS,
    "producer.registered",
    "producer.changed",
    tell=lambda row: producer_changed.send(sender=Producer, producer=row),
)
PERSONAL_FACTS = ("name", "position", "gender", "ethnicity", "disability", "permanent_address", "phone")


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
    facts |= {"name": name, "organisation_type": organisation_type, "commune": commune, "address": address}
    with transaction.atomic(), one_act() as act:
        AdministrativeUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=commune.pk)
        return enter(
            PRODUCERS,
            Producer(),
            facts,
            (act, actor, office),
            {"unit": commune.key, "type": organisation_type},
            check=require_producer,
            begun=given(**facts | {"commune": commune.key}),
            idempotency_key=idempotency_key,
        )


def change_producer(producer: Producer, changes: Mapping[str, object], *, actor: "User | None" = None) -> Producer:
    """Change public facts of a producer; what was is kept in its history, the event names the fields.

    Nothing is written when nothing differs. A move to another commune needs the right over both. Raises as
    `register_producer` does.
    """
    with transaction.atomic(), one_act() as act:
        current = locked_producer(producer)
        office = require_registrar(actor, current.commune)
        if changed := assign(current, changes, PRODUCER_FACTS):
            require_registrar(actor, current.commune)
            require_producer(current, check_commune="commune" in changed)
            keep_change(PRODUCERS, current, changed, (act, actor, office))
    producer.refresh_from_db()
    return current


def locked_producer(producer: Producer) -> Producer:
    """Lock a producer's row for the rest of the transaction and return it fresh."""
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
        current = locked_producer(producer)
        office = require_registrar(actor, current.commune)
        person = LegalRepresentative.objects.filter(producer=current).first() or LegalRepresentative(producer=current)
        if not assign(person, facts, PERSONAL_FACTS) and person.pk:
            return person
        checked(person).save_as(actor, reason="representative.set")
        salt = new_salt()
        digest = salted_digest(salt, {name: getattr(person, name) for name in PERSONAL_FACTS})
        notes = [Note("salt", salt)]
        note_registered("representative.set", current.code, (act, actor, office), {"digest": digest}, notes)
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
        locked_producer(producer)
        known = ProducerMember.objects.filter(producer=producer, user=user)
        if overlapping(known, member.valid_from, valid_to).exists():
            raise InvalidInput(
                "%(who)s already acts for “%(producer)s”.", {"who": str(user), "producer": producer.name}, field="user"
            )
        member.save_as(actor, reason="producer_member.added")
        note_registered("producer_member.added", producer.code, (act, actor, office), *_member(member))
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
        note_registered("producer_member.ended", member.producer.code, (act, actor, office), *_member(current))
    member.refresh_from_db()
    return current


def _member(member: ProducerMember) -> tuple[dict[str, object], list[Note]]:
    payload = {"user": member.user_id, "from": member.valid_from, "to": member.valid_to}
    return payload, [Note("person", str(member.user), member.user_id)]
