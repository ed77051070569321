"""Papers: rendered once by a task, kept with their hash and template version, never rendered again for the record."""

from collections.abc import Callable
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django_tasks import task

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Decision, DecisionItem, Paper, StageVisit, one_act, rulebook_of
from ocop_workflow.papers.certificate import CertificatePaper
from ocop_workflow.papers.decision import DecisionItem as Line
from ocop_workflow.papers.decision import DecisionPaper
from ocop_workflow.papers.register import PRINTERS, render_paper, template_version
from ocop_workflow.services.files import store
from ocop_workflow.services.recording import Happening, record

DEFAULT_CAPACITY = "CHỦ TỊCH"


def draw_paper(kind: str, subject: str) -> None:
    """Queue a paper for printing, in the caller's transaction; `kind` is its template, those not there are left out."""
    if kind in PRINTERS:
        print_paper.enqueue(kind, subject)


@task()
def print_paper(kind: str, subject: str) -> str:
    """Render a paper and keep it; returns its SHA-256. Running it again changes nothing."""
    existing = Paper.objects.filter(kind=kind, subject=subject).first()
    if existing:
        return existing.sha256
    data, links = SOURCES[kind](subject)
    content = render_paper(kind, data)
    sha256 = store(content)
    try:
        with transaction.atomic(), one_act() as act:
            paper = Paper.objects.create(
                kind=kind,
                subject=subject,
                sha256=sha256,
                size=len(content),
                template_version=template_version(kind),
                rendered_at=clock.now(),
                **links,
            )
            record(
                Happening(
                    kind="paper.printed",
                    subject=subject,
                    act=act,
                    payload={"paper": kind, "sha256": sha256, "template": paper.template_version},
                )
            )
    except IntegrityError:
        return Paper.objects.get(kind=kind, subject=subject).sha256
    return sha256


def decision_paper(subject: str) -> tuple[DecisionPaper, dict[str, object]]:
    """Return what the decision of that code says, and the row its paper belongs to."""
    decision = Decision.objects.select_related("body__unit", "round").get(code=subject)
    items = decision.items.select_related(
        "result", "dossier__product__producer", "dossier__certificate", "dossier__unit", "dossier__rulebook_version"
    )
    rulebook = rulebook_of(items[0].dossier.rulebook_version_id)
    certificates = [item.dossier.certificate for item in items if hasattr(item.dossier, "certificate")]
    paper = DecisionPaper(
        authority=spelled_out(decision.body.name),
        symbol=rulebook.paper_of("decision").symbol,
        place=decision.body.unit.name,
        subject=decision.subject,
        legal_bases=legal_bases(decision, rulebook.legal_basis),
        proposer=proposer(decision),
        items=tuple(_line(item) for item in items),
        validity_months=rulebook.validity_months,
        recipients=("Như Điều 3", "Chủ tịch, các Phó Chủ tịch UBND", "Lưu: VT"),
        signer_capacity=tuple((decision.signer_capacity or DEFAULT_CAPACITY).splitlines()),
        number=decision.number.partition("/")[0],
        dated=decision.decided_on,
        round_name=inside_a_sentence(decision.round.name) if decision.round else "",
        valid_from=certificates[0].valid_from if certificates else None,
        valid_to=certificates[0].valid_to if certificates else None,
        signer=decision.signer_name,
        draft=not decision.is_signed,
        illustrative=any(item.dossier.illustrative for item in items),
    )
    return paper, {"decision": decision}


def _line(item: DecisionItem) -> Line:
    dossier = item.dossier
    if item.stars is None:
        raise ValueError("A decision of recognition gives every product its stars")
    card = rulebook_of(dossier.rulebook_version_id).scorecard(dossier.set_no)
    return Line(
        no=item.position,
        product=dossier.product.name,
        producer=dossier.producer.name,
        address=dossier.producer.address,
        stars=item.stars,
        commune=dossier.unit.full_name,
        group=card.name,
        points=Decimal(item.result.points) if item.result else None,
        certificate=dossier.certificate.number if hasattr(dossier, "certificate") else "",
    )


def spelled_out(name: str) -> str:
    """Return a body's name as an official paper writes it, without abbreviation."""
    return name.replace("UBND", "Ủy ban nhân dân", 1)


def inside_a_sentence(name: str) -> str:
    """Return a name with a small first letter: “Đợt 2 năm 2024” as “đợt 2 năm 2024”."""
    return name[:1].lower() + name[1:]


def legal_bases(decision: Decision, acts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the bases a decision names: the law of its rulebook and the decision that set up the council."""
    first = decision.items.select_related("result__reading__session__body").first()
    council = first.result.reading.session.body if first and first.result else None
    own = [f"Quyết định số {council.decision_number} về việc thành lập {council.name}"] if council else []
    return (*acts, *own)


def proposer(decision: Decision) -> str:
    """Return who proposed a decision: the body that had the dossiers in hand after the council and before the
    authority; without one, the council."""
    past = StageVisit.objects.filter(dossier__decision_items__decision=decision, body__isnull=False)
    visits = past.filter(kind__in=("scoring", "result")).exclude(body=decision.body)
    return visits.order_by("-pk").values_list("body__name", flat=True).first() or ""


def certificate_paper(subject: str) -> tuple[CertificatePaper, dict[str, object]]:
    """Return what the certificate of that number says, and the row its paper belongs to."""
    certificate = Certificate.objects.select_related("decision__body__unit", "rulebook_version").get(number=subject)
    decision = certificate.decision
    months = rulebook_of(certificate.rulebook_version_id).validity_months
    paper = CertificatePaper(
        authority=spelled_out(certificate.issuer),
        product=certificate.product_name,
        producer=certificate.producer_name,
        address=certificate.producer_address,
        stars=certificate.stars,
        decision_number=certificate.decision_number,
        decision_date=certificate.decision_date,
        validity_months=months,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        number=certificate.number,
        place=decision.body.unit.name if decision else "",
        dated=certificate.decision_date,
        signer_capacity=tuple(((decision.signer_capacity if decision else "") or DEFAULT_CAPACITY).splitlines()),
        verify_url=f"{settings.OCOP_BASE_URL}{certificate.get_absolute_url()}",
        signer=decision.signer_name if decision else "",
        illustrative=certificate.illustrative,
    )
    return paper, {"certificate": certificate}


SOURCES: dict[str, Callable[[str], tuple[object, dict[str, object]]]] = {
    "decision": decision_paper,
    "certificate": certificate_paper,
}
