"""The certificates of the load data, in every state a certificate can have today."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from config.demo.load.making import MARK, random_of
from ocop_workflow.domain import certificates, clock
from ocop_workflow.domain.clock import months_after
from ocop_workflow.models import Certificate, Product

TERM_MONTHS = 36
ISSUER = "UBND tỉnh Lai Châu"
RENEWED, UPGRADED = "renewed", "upgraded"
HOW_OFTEN = {
    certificates.VALID: 50,
    certificates.EXPIRING: 9,
    certificates.EXTENDED: 2,
    certificates.SUSPENDED: 2,
    certificates.EXPIRED: 22,
    certificates.REVOKED: 4,
    RENEWED: 8,
    UPGRADED: 3,
}
# Between how many days ago the decision was made, so that the certificate is in the state now.
DAYS_AGO: Mapping[str, tuple[int, int]] = {
    certificates.VALID: (1, 900),
    certificates.EXPIRING: (925, 1085),
    certificates.EXTENDED: (1110, 1400),
    certificates.SUSPENDED: (100, 880),
    certificates.EXPIRED: (1110, 1825),
    certificates.REVOKED: (200, 1000),
    RENEWED: (1, 700),
    UPGRADED: (1, 300),
}
STARS, SHARES = (3, 4, 5), (75, 22, 3)


def make_certificates(number: int, product: Product) -> list[Certificate]:
    """Return the certificates of a product, the newest first; an upgrade and a renewal have one before."""
    random = random_of("certificate", number)
    state = random.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
    decided_on = clock.today() - timedelta(days=random.randint(*DAYS_AGO[state]))
    newest = _certificate(number, product, decided_on, random.choices(STARS, SHARES)[0])
    for name, value in _facts(state, random).items():
        setattr(newest, name, value)
    if state == RENEWED:
        return [newest, _before(number, newest, random.randint(1100, 1300))]
    if state == UPGRADED:
        newest.stars = max(newest.stars, 4)
        older = _before(number, newest, random.randint(200, 700))
        older.superseded_by, older.superseded_on = newest, newest.valid_from
        return [newest, older]
    return [newest]


def _facts(state: str, random: Random) -> dict[str, object]:
    """Return what is stored besides the term."""
    today = clock.today()
    later, lately = today + timedelta(days=random.randint(20, 160)), today - timedelta(days=random.randint(1, 90))
    if state == certificates.EXTENDED:
        return {"extended_to": later}
    if state == certificates.SUSPENDED:
        return {"suspended_on": lately, "suspended_to": random.choice((later, None))}
    if state == certificates.REVOKED:
        return {"revoked_on": lately, "revocation_ground": MARK, "revocation_decision": "1/QĐ-UBND"}
    return {}


def _before(number: int, newer: Certificate, days: int) -> Certificate:
    """Return the certificate a product had so many days before a newer one, of one star less where there is one."""
    decided_on = newer.valid_from - timedelta(days=days)
    return _certificate(number, newer.product, decided_on, max(newer.stars - 1, 3), "A")


def _certificate(number: int, product: Product, decided_on: date, stars: int, mark: str = "") -> Certificate:
    return Certificate(
        number=f"TT-{number + 1:06d}{mark}/{decided_on.year}/GCN-OCOP",
        product=product,
        stars=stars,
        product_name=product.name,
        producer_name=product.producer.name,
        producer_address=product.producer.address,
        issuer=ISSUER,
        decision_number=f"{100 + 4 * decided_on.timetuple().tm_yday}/QĐ-UBND",
        decision_date=decided_on,
        legal_basis=MARK,
        valid_from=decided_on,
        valid_to=months_after(decided_on, TERM_MONTHS),
        illustrative=True,
    )
