"""What the register says to the public, as plain values: no personal facts, nothing about dossiers."""

from dataclasses import dataclass
from datetime import date

from ocop_workflow.domain import certificates
from ocop_workflow.domain.certificates import counts_until, elapsed_fraction, state_on
from ocop_workflow.models import Certificate


@dataclass(frozen=True, slots=True)
class ProducerFacts:
    """A producer; `product_count` counts its public products, `commune_name` is the commune it was registered in."""

    code: str
    name: str
    url: str
    kind_label: str
    commune_name: str
    address: str
    phone: str
    website: str
    illustrative: bool
    product_count: int
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate on a day: `status` is its state of that day, `months` the length of its term.

    `days_left` counts to the last day it is good for on that day, 0 once it is good no more; `superseded_by` is the
    number of the one in its place, or empty.
    """

    number: str
    stars: int
    status: str
    decision_number: str
    decision_date: date
    issuer: str
    valid_from: date
    valid_to: date
    extended_to: date | None
    suspended_on: date | None
    revoked_on: date | None
    revocation_decision: str
    ground: str
    superseded_by: str
    verify_path: str
    months: int
    elapsed_fraction: float
    days_left: int

    @property
    def is_in_force(self) -> bool:
        return self.status in certificates.IN_FORCE


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product that ever held a certificate, on a day.

    `certificate` is the one in force, else the latest; `stars` and `status` are its own. `earlier` are the others,
    the newest first. `commune_now` names the unit the commune has become part of, empty while it stands. Prices are
    in đồng.
    """

    code: str
    name: str
    url: str
    producer: ProducerFacts
    set_no: int
    set_name: str
    group: str
    subgroup: str
    commune_name: str
    commune_now: str
    description: str
    stars: int | None
    status: str
    certificate: CertificateFacts | None
    earlier: tuple[CertificateFacts, ...]
    illustrative: bool
    legal_code: str = ""
    specification: str = ""
    ingredients: str = ""
    village: str = ""
    story: str = ""
    price_from: int | None = None
    price_to: int | None = None


def certificate_facts(certificate: Certificate, day: date) -> CertificateFacts:
    """Return what a certificate is worth on a day; its successor must be joined."""
    term = certificate.term
    status = state_on(term, day)
    last = counts_until(term, status)
    return CertificateFacts(
        number=certificate.number,
        stars=certificate.stars,
        status=status,
        decision_number=certificate.decision_number,
        decision_date=certificate.decision_date,
        issuer=certificate.issuer,
        valid_from=term.valid_from,
        valid_to=term.valid_to,
        extended_to=term.extended_to,
        suspended_on=term.suspended_on,
        revoked_on=term.revoked_on,
        revocation_decision=certificate.revocation_decision,
        ground=certificate.revocation_ground,
        superseded_by=certificate.superseded_by.number if certificate.superseded_by else "",
        verify_path=certificate.get_absolute_url(),
        months=(term.valid_to.year - term.valid_from.year) * 12 + term.valid_to.month - term.valid_from.month,
        elapsed_fraction=elapsed_fraction(term, day),
        days_left=(last - day).days if last else 0,
    )
