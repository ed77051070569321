"""Bodies that act, who belongs to them by which decision, and the by-laws councils work by."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models.audited import Audited
from ocop_workflow.models.units import AdministrativeUnit
from ocop_workflow.models.validity import Dated, DatedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class BodyKind(models.TextChoices):
    COMMUNE_COMMITTEE = "commune_committee", _("Commune People's Committee")
    STANDING_OFFICE = "standing_office", _("Standing office")
    ASSISTANCE_TEAM = "assistance_team", _("Assistance team")
    COUNCIL = "council", _("Evaluation and ranking council")
    AUTHORITY = "authority", _("Approving authority")
    FINANCE = "finance", _("Finance office")
    FRONT = "front", _("Fatherland Front")
    COMMUNICATION = "communication", _("Communications")
    INSPECTORATE = "inspectorate", _("Inspectorate")


class Role(models.TextChoices):
    OFFICER = "officer", _("Officer")
    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Vice-chair")
    MEMBER = "member", _("Member")
    SECRETARY = "secretary", _("Secretary")
    HEAD = "head", _("Head")
    STAFF = "staff", _("Staff")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")


class Body(Dated):
    """A committee, office, team or council of an administrative unit, from a decision until its end."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("administrative unit"), on_delete=models.PROTECT, related_name="bodies"
    )
    decision_number = models.CharField(_("decision number"), max_length=40, blank=True)
    decision_date = models.DateField(_("decision date"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", through="BodySuccession", symmetrical=False, related_name="predecessors", verbose_name=_("successors")
    )

    class Meta(Dated.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class BodySuccession(Audited):
    """One body took over another's cases on a day."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="succeeds")
    since = models.DateField(_("since"))
    source = models.CharField(_("legal act"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("succession of bodies")
        verbose_name_plural = _("successions of bodies")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="body_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class MembershipQuerySet(DatedQuerySet):
    def of(self, user: "User", day: date) -> "MembershipQuerySet":
        """The memberships a user acts by on a day: own ones, and those held as a substitute."""
        away = Substitution.objects.on(day).filter(substitute=user)
        return self.on(day).filter(Q(user=user) | Q(pk__in=away.values("membership")))


class Membership(Dated):
    """A person holds a role in a body, by a decision, from a day to a day: the only source of authority."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, verbose_name=_("body"), on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    title = models.CharField(_("title"), max_length=160, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=40)
    decision_date = models.DateField(_("decision date"))

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "body", "role", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.title or self.get_role_display()}, {self.body}"

    @property
    def office(self) -> str:
        """Body and role as events name them: `HD-TPLC-2024.chair`."""
        return f"{self.body.code}.{self.role}"


class Substitution(Dated):
    """Somebody acts for a member who is away, by a decision."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitutions")
    decision_number = models.CharField(_("decision number"), max_length=40)

    class Meta(Dated.Meta):
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")

    def __str__(self) -> str:
        return f"{self.substitute} ↷ {self.membership}"


class ByLaw(Dated):
    """What differs from council to council (Quy chế hoạt động của Hội đồng), by a decision and for a time."""

    body = models.ForeignKey(Body, verbose_name=_("council"), on_delete=models.PROTECT, related_name="bylaws")
    decision_number = models.CharField(_("decision number"), max_length=40)
    decision_date = models.DateField(_("decision date"))
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum, numerator"), default=2)
    quorum_denominator = models.PositiveSmallIntegerField(
        _("quorum, denominator"), default=3, validators=[MinValueValidator(1)]
    )
    chair_votes = models.BooleanField(_("the chair scores too"), default=True)
    chair_or_deputy_present = models.BooleanField(_("chair or vice-chair must be present"), default=True)
    min_ballots = models.PositiveSmallIntegerField(_("fewest ballots"), default=5)
    max_spread = models.PositiveSmallIntegerField(_("widest spread (points)"), null=True, blank=True, default=10)
    rounding_places = models.PositiveSmallIntegerField(
        _("decimals shown"), default=2, validators=[MaxValueValidator(4)]
    )
    separate_duties = models.BooleanField(_("who prepared or assisted a dossier does not score it"), default=True)

    class Meta(Dated.Meta):
        verbose_name = _("by-law")
        verbose_name_plural = _("by-laws")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="bylaw_quorum_is_a_share",
                condition=Q(quorum_denominator__gte=1) & Q(quorum_numerator__lte=F("quorum_denominator")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_number} – {self.body}"

    @property
    def quorum(self) -> Fraction:
        return Fraction(self.quorum_numerator, self.quorum_denominator)

    @property
    def spread_limit(self) -> Decimal | None:
        return None if self.max_spread is None else Decimal(self.max_spread)
