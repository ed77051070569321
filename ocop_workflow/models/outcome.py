"""Decisions, certificates and papers: the state moves because a signed decision exists."""

import secrets
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain import certificates
from ocop_workflow.domain.addresses import verify_path
from ocop_workflow.models.audited import Audited, AuditedQuerySet
from ocop_workflow.models.bodies import Body, Membership
from ocop_workflow.models.dossier import Dossier, Round, StageVisit
from ocop_workflow.models.evaluation import Result
from ocop_workflow.models.registry import Product
from ocop_workflow.models.rulebook import RulebookVersion


class DecisionKind(models.TextChoices):
    RECOGNITION = "recognition", _("Recognition")
    REJECTION = "rejection", _("Rejection")
    REVOCATION = "revocation", _("Revocation")


class Decision(Audited):
    """A decision of an authority over several products; number, date and signer come with the signature."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=DecisionKind.choices, default=DecisionKind.RECOGNITION)
    body = models.ForeignKey(Body, verbose_name=_("authority"), on_delete=models.PROTECT, related_name="decisions")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    subject = models.CharField(_("subject"), max_length=300)
    number = models.CharField(_("decision number"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    decided_on = models.DateField(_("decision date"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    signer = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    signer_name = models.CharField(_("signer"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("capacity of the signer"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], condition=~Q(number=""), name="decision_number_once"
            ),
            models.CheckConstraint(
                name="decision_signed_or_withdrawn", condition=Q(signed_at__isnull=True) | Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.code} – {self.subject}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_draft(self) -> bool:
        """Whether it may still be signed."""
        return not (self.is_signed or self.is_withdrawn)


class DecisionItem(Audited):
    """A product's line in a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="decision_items")
    result = models.ForeignKey(Result, null=True, on_delete=models.PROTECT, related_name="decision_items")
    position = models.PositiveSmallIntegerField()
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)

    class Meta:
        ordering = ["decision", "position"]
        constraints = [models.UniqueConstraint(fields=["decision", "dossier"], name="decision_item_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}.{self.position}"


def new_token() -> str:
    """Return 144 random bits as 24 letters and digits safe in an address."""
    return secrets.token_urlsafe(18)


class CertificateQuerySet(AuditedQuerySet):
    def in_state(self, state: str, day: date) -> Self:
        """Those whose computed state on a day is `state` (see `domain.certificates.state_on`)."""
        return self.filter(state_condition(state, day))


class Certificate(Audited):
    """An OCOP certificate. Its state is computed for a day; only suspension, revocation and succession are stored."""

    number = models.CharField(_("certificate number"), max_length=60, unique=True)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="certificates"
    )
    dossier = models.OneToOneField(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="certificate")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    rulebook_version = models.ForeignKey(
        RulebookVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    stars = models.PositiveSmallIntegerField(_("stars"))
    product_name = models.CharField(_("product name as printed"), max_length=200)
    producer_name = models.CharField(_("producer name as printed"), max_length=200)
    producer_address = models.CharField(_("address as printed"), max_length=200)
    issuer = models.CharField(_("issuing authority"), max_length=200)
    decision_number = models.CharField(_("decision number"), max_length=40)
    decision_date = models.DateField(_("decision date"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    suspended_on = models.DateField(_("suspended from"), null=True, blank=True)
    suspended_to = models.DateField(_("suspended to"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_ground = models.CharField(_("ground for revocation"), max_length=300, blank=True)
    revocation_decision = models.CharField(_("revocation decision"), max_length=40, blank=True)
    superseded_on = models.DateField(_("superseded on"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(name="certificate_term_runs_forward", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(name="certificate_has_3_to_5_stars", condition=Q(stars__gte=3, stars__lte=5)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def term(self) -> certificates.Term:
        return certificates.Term(
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            extended_to=self.extended_to,
            suspended_on=self.suspended_on,
            suspended_to=self.suspended_to,
            revoked_on=self.revoked_on,
            superseded_on=self.superseded_on,
        )

    def state_on(self, day: date) -> str:
        return certificates.state_on(self.term, day)

    def get_absolute_url(self) -> str:
        return verify_path(self.token)


def state_condition(state: str, day: date) -> Q:
    """Return the database condition that says the same as `domain.certificates.state_on`."""
    soon = day + timedelta(days=certificates.EXPIRING_DAYS)
    revoked = Q(revoked_on__isnull=False, revoked_on__lte=day)
    superseded = ~revoked & Q(superseded_on__isnull=False, superseded_on__lte=day)
    alive = ~Q(revoked_on__isnull=False, revoked_on__lte=day) & ~Q(superseded_on__isnull=False, superseded_on__lte=day)
    extended = Q(extended_to__isnull=False, extended_to__gte=day)
    over = alive & Q(valid_to__lt=day) & ~extended
    paused = Q(suspended_on__isnull=False, suspended_on__lte=day) & (
        Q(suspended_to__isnull=True) | Q(suspended_to__gte=day)
    )
    running = alive & Q(valid_to__gte=day)
    lengthened = alive & Q(valid_to__lt=day) & extended
    return {
        certificates.REVOKED: revoked,
        certificates.SUPERSEDED: superseded,
        certificates.EXTENDED: lengthened & ~paused,
        certificates.EXPIRED: over,
        certificates.SUSPENDED: (running | lengthened) & paused,
        certificates.EXPIRING: running & ~paused & Q(valid_to__lte=soon),
        certificates.VALID: running & ~paused & Q(valid_to__gt=soon),
    }[state]


class Forwarding(Audited):
    """A dossier handed on to a higher level, with the result it goes there with; once a stay, as often as levels ask.

    `receiver` is the body in whose hands it then lies, where the rulebook names one.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="forwardings")
    visit = models.OneToOneField(StageVisit, on_delete=models.PROTECT, related_name="forwarding")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="forwardings")
    receiver = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="forwardings_received")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="forwardings")
    forwarded_on = models.DateField(_("forwarded on"))

    class Meta:
        verbose_name = _("forwarding")
        verbose_name_plural = _("forwardings")
        ordering = ["dossier", "visit"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.forwarded_on}"


class Paper(models.Model):
    """A paper the system printed: rendered once, kept under its SHA-256, never rendered again for the record."""

    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=60)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="papers")
    certificate = models.ForeignKey(Certificate, null=True, on_delete=models.PROTECT, related_name="papers")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    template_version = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="paper_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
