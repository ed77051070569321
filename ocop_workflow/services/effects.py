"""The effects a rulebook may name, as `domain.registry` declares them.

Each writes rows inside the step's transaction and returns the ids, codes and digests that enter the event.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from itertools import count
from textwrap import shorten

from ocop_workflow.domain import clock, registry, scoring
from ocop_workflow.domain.chain import canonical, new_salt, salted_digest
from ocop_workflow.domain.clock import months_after
from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.rulebook import Rulebook
from ocop_workflow.models import (
    AdministrativeUnit,
    Body,
    Certificate,
    DecisionKind,
    DossierRevision,
    Forwarding,
    Producer,
    Product,
    Reading,
    Result,
    UnitType,
)
from ocop_workflow.queries import council
from ocop_workflow.services.context import StepContext
from ocop_workflow.services.fingerprints import fingerprint
from ocop_workflow.services.numbering import next_number
from ocop_workflow.services.papers import draw_paper
from ocop_workflow.services.recording import Note
from ocop_workflow.signals import certificate_issued

Effect = Callable[..., Mapping[str, object]]
BASIS_LENGTH = 200
# What a submission binds of the registry, by the columns that history keeps as well.
REGISTERED = {
    "producer": (
        "code", "name", "organisation_type", "registration_number", "commune_id", "address", "phone", "email",
        "website", "introduction",
    ),
    "product": (
        "code", "legal_code", "producer_id", "name", "set_no", "specification", "description", "story", "ingredients",
        "village", "price_from", "price_to",
    ),
}  # fmt: skip


def apply_effects(context: StepContext, receiver: Body | None) -> dict[str, object]:
    """Apply a step's effects and return what they add to the event, by their name.

    They come in the order of the registry, whatever the rulebook's: a certificate is issued before it is printed.
    `receiver` gets the dossier in hand.
    """
    context.receiver = receiver
    calls = sorted(context.step.effects, key=lambda call: ORDER[call.name])
    return {call.name: dict(EFFECTS[call.name](context, **call.params)) for call in calls}


def freeze_revision(context: StepContext) -> Mapping[str, object]:
    dossier = context.dossier
    if not dossier.is_pinned:
        dossier.submitted_on = context.day  # the first submission pins the law
    content = canonical({"answers": dossier.answers, "files": context.files, "set": dossier.set_no})
    context.notes += [_registered("producer", dossier.producer), _registered("product", dossier.product)]
    salt = new_salt()
    dossier.last_revision += 1
    revision = DossierRevision.objects.create(
        dossier=dossier,
        number=dossier.last_revision,
        content=content,
        salt=salt,
        digest=salted_digest(salt, content),
        submitted_by=context.actor.pk,
        submitted_at=clock.now(),
    )
    return {"number": revision.number, "digest": revision.digest}


def _registered(key: str, row: Producer | Product) -> Note:
    """Return the fingerprint of what the registry says of a producer or product at this moment."""
    return fingerprint(key, {name: getattr(row, name) for name in REGISTERED[key]})


def issue_receipt(context: StepContext) -> Mapping[str, object]:
    dossier = context.dossier
    if not dossier.receipt_number:
        numbered = partial(
            context.rulebook.receipt_number,
            province=_province(dossier.unit).code,
            commune=dossier.unit.code,
            year=context.day.year,
        )
        series = numbered(0).partition("/")[2]
        dossier.receipt_number = numbered(next_number(f"receipt/{series}"))
    return {"number": dossier.receipt_number}


def _province(unit: AdministrativeUnit) -> AdministrativeUnit:
    chain = unit.chain()
    return next((above for above in chain if above.unit_type == UnitType.PROVINCE), chain[-1])


def unseal_ballots(context: StepContext) -> Mapping[str, object]:
    reading = _running(context)
    reading.unsealed_at = clock.now()
    reading.save_as(context.actor, reason=context.step.key, update_fields=["unsealed_at"])
    return {"reading": reading.number, "ballots": [ballot.digest for ballot in context.ballots]}


def new_reading(context: StepContext) -> Mapping[str, object]:
    old = _running(context)
    old.replaced_at = clock.now()
    old.save_as(context.actor, reason=context.step.key, update_fields=["replaced_at"])
    new = Reading(
        dossier=context.dossier,
        session=old.session,
        visit=old.visit,
        number=old.number + 1,
        revision=old.revision,
    )
    new.save_as(context.actor, reason=context.step.key)
    context.reading = new
    return {"reading": new.number}


def compute_result(context: StepContext) -> Mapping[str, object]:
    reading = _running(context)
    computed = council.evaluate(reading)
    reading.concluded_at = clock.now()
    reading.save_as(context.actor, reason=context.step.key, update_fields=["concluded_at"])
    result = Result.objects.create(
        reading=reading,
        numerator=computed.total.numerator,
        denominator=computed.total.denominator,
        shown=computed.shown,
        places=reading.session.bylaw.rounding_places if reading.session.bylaw else 2,
        spread=computed.spread,
        ballots=len(context.ballots),
        band=computed.band,
        stars=computed.final_star,
        outcome=computed.outcome,
        unmet=[
            {
                "star": unmet.star,
                "criterion": unmet.criterion,
                "needed": unmet.needed_option,
                "achieved": unmet.achieved_option,
                "label": unmet.label,
            }
            for unmet in computed.unmet
        ],
        parts=_part_means(context, computed),
        computed_at=clock.now(),
    )
    return {
        "session": reading.session.code,
        "bylaw": reading.session.bylaw.decision_number if reading.session.bylaw else "",
        "reading": reading.number,
        "mean": f"{result.numerator}/{result.denominator}",
        "stars": result.stars,
        "outcome": result.outcome,
    }


def _part_means(context: StepContext, computed: scoring.Result) -> dict[str, str]:
    card = context.rulebook.scorecard(context.dossier.set_no)
    means = {part.code: Fraction(0) for part in card.parts}
    for criterion, mean in computed.criterion_means.items():
        means[card.ancestors(criterion)[-1].code] += mean
    return {part: str(mean) for part, mean in means.items()}


def record_elimination(context: StepContext) -> Mapping[str, object]:
    return {"stage": context.dossier.stage, "revision": context.dossier.last_revision}


def issue_certificate(context: StepContext) -> Mapping[str, object]:
    decision, dossier = context.decision, context.dossier
    if decision is None or decision.decided_on is None:
        raise InvalidInput("This step is taken by signing a decision that lists the product.", code="decision")
    item = decision.items.get(dossier=dossier)
    if item.stars is None:
        raise InvalidInput("The council has not concluded yet.", code="outcome")
    certificate = Certificate(
        number=_free_number(f"{decision.year}/GCN-OCOP-{decision.body.unit.code}"),
        product=dossier.product,
        dossier=dossier,
        decision=decision,
        rulebook_version_id=dossier.rulebook_version_id,
        stars=item.stars,
        product_name=dossier.product.name,
        producer_name=dossier.producer.name,
        producer_address=dossier.producer.address,
        issuer=decision.body.name,
        decision_number=decision.number,
        decision_date=decision.decided_on,
        legal_basis=_first_basis(context.rulebook),
        valid_from=decision.decided_on,
        valid_to=months_after(decision.decided_on, context.rulebook.validity_months),
        illustrative=dossier.illustrative,
    )
    certificate.save_as(context.actor, reason=context.step.key)
    certificate_issued.send(sender=Certificate, certificate=certificate)
    return {
        "number": certificate.number,
        "decision": decision.code,
        "stars": certificate.stars,
        "valid_from": certificate.valid_from,
        "valid_to": certificate.valid_to,
        "printed": salted_digest(certificate.token, _as_printed(certificate)),
    }


def _as_printed(certificate: Certificate) -> list[str]:
    """Return the words on a certificate that its event binds by a digest, salted with the secret token."""
    return [certificate.product_name, certificate.producer_name, certificate.producer_address, certificate.issuer]


def _free_number(suffix: str) -> str:
    """Return the next certificate number of a series that nobody registered before."""
    series = (f"{next_number(f'certificate/{suffix}'):03d}/{suffix}" for _ in count())
    return next(number for number in series if not Certificate.objects.filter(number__iexact=number).exists())


def _first_basis(rulebook: Rulebook) -> str:
    """Return the first act a rulebook names, shortened at a word to what a certificate keeps."""
    return shorten(rulebook.legal_basis[0], width=BASIS_LENGTH, placeholder="…") if rulebook.legal_basis else ""


def draw_papers(context: StepContext, papers: tuple[str, ...]) -> Mapping[str, object]:
    certificate = Certificate.objects.filter(dossier=context.dossier).first()
    recognises = context.decision is not None and context.decision.kind == DecisionKind.RECOGNITION
    subjects = {
        "decision": context.decision.code if context.decision and recognises else None,
        "certificate": certificate and certificate.number,
    }
    templates = {key: context.rulebook.paper(key).template for key in papers}
    queued = [key for key in papers if subjects.get(templates[key])]
    for key in queued:
        draw_paper(templates[key], str(subjects[templates[key]]))
    return {"papers": queued}


def record_forwarding(context: StepContext) -> Mapping[str, object]:
    reading, receiver = context.reading, context.receiver
    if reading is None:
        raise InvalidInput("The council has not concluded yet.", code="outcome")
    forwarding = Forwarding(
        dossier=context.dossier,
        visit=context.visit,
        body_id=context.office.body_id if context.office else None,
        receiver=receiver,
        result=reading.result,
        forwarded_on=context.day,
    )
    forwarding.save_as(context.actor, reason=context.step.key)
    return {"on": context.day, "reading": reading.number, "receiver": receiver.code if receiver else ""}


def _running(context: StepContext) -> Reading:
    if context.running is None:
        raise InvalidInput("The council session is not open.", code="session")
    return context.running


EFFECTS: Mapping[str, Effect] = {
    function.__name__: function
    for function in (
        freeze_revision, issue_receipt, unseal_ballots, new_reading, compute_result, record_elimination,
        issue_certificate, draw_papers, record_forwarding,
    )
}  # fmt: skip
ORDER = {name: place for place, name in enumerate(registry.EFFECTS)}
