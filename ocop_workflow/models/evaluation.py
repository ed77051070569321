"""Evaluation: the commune's report, the appraisal, the council's session, ballots and result."""

from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models.audited import Audited
from ocop_workflow.models.bodies import Body, ByLaw, Membership
from ocop_workflow.models.dossier import Dossier, Round, StageVisit


class Report(Audited):
    """A report on a dossier, one for each stay in the stage it is written in; it names the revision it judged."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(_("revision"))
    number = models.CharField(_("report number"), max_length=40, blank=True)
    reported_on = models.DateField(_("report date"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["visit"], name="%(class)s_once_a_stay")]

    def __str__(self) -> str:
        return f"{self.number or '…'} – {self.visit_id}"


class CommuneReport(Report):
    """The commune's report on the contents the rulebook names (Báo cáo đánh giá của UBND cấp xã)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="commune_reports")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="commune_reports")
    meeting_on = models.DateField(_("meeting date"), null=True, blank=True)
    attendees = models.TextField(_("attendees (offices)"), blank=True)
    findings = models.JSONField(_("findings"), default=dict, blank=True)

    class Meta(Report.Meta):
        verbose_name = _("commune report")
        verbose_name_plural = _("commune reports")


class Recommendation(models.TextChoices):
    COUNCIL = "council", _("Submit to the council")
    SUPPLEMENT = "supplement", _("Ask for a supplement")
    ELIMINATE = "eliminate", _("Eliminate")


class Appraisal(Report):
    """The appraisal report of who samples, surveys and tests (Báo cáo thẩm định)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="appraisals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="appraisals")
    surveyed_on = models.DateField(_("field survey"), null=True, blank=True)
    samples = models.PositiveSmallIntegerField(_("samples received"), default=0)
    findings = models.TextField(_("findings"), blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=12, choices=Recommendation.choices, blank=True)
    elimination_ground = models.CharField(_("ground for elimination"), max_length=300, blank=True)

    class Meta(Report.Meta):
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")


class SessionMode(models.TextChoices):
    MEETING = "meeting", _("In person")
    ONLINE = "online", _("Online")
    WRITTEN = "written", _("Written opinions")


class CouncilSession(Audited):
    """A session of a council. Opening it fixes the by-law it works by."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    body = models.ForeignKey(Body, verbose_name=_("council"), on_delete=models.PROTECT, related_name="sessions")
    round = models.ForeignKey(Round, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=SessionMode.choices, default=SessionMode.MEETING)
    bylaw = models.ForeignKey(ByLaw, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("council session")
        verbose_name_plural = _("council sessions")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} – {self.body}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class AgendaItem(Audited):
    """A dossier on a session's agenda."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="agenda")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["session", "position"]
        constraints = [models.UniqueConstraint(fields=["session", "dossier"], name="agenda_item_once")]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.position}"


class Attendance(Audited):
    """Whether a member was present at a session."""

    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendance")
    present = models.BooleanField(_("present"))
    reason = models.CharField(_("reason for absence"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "membership"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.membership_id} {self.present}"


class Conflict(Audited):
    """A member declared an interest in a producer: excluded from that producer's dossiers."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="conflicts")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="conflicts")
    declared_on = models.DateField(_("declared on"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("declared conflict of interest")
        verbose_name_plural = _("declared conflicts of interest")
        constraints = [models.UniqueConstraint(fields=["membership", "dossier"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} – {self.dossier_id}"


class Reading(Audited):
    """One scoring of a dossier by a council, during one stay there; a re-score is a new reading."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="readings")
    session = models.ForeignKey(CouncilSession, on_delete=models.PROTECT, related_name="readings")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    unsealed_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    agreed_case = models.CharField(_("agreed case"), max_length=40, blank=True)

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="reading_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(replaced_at__isnull=True), name="one_current_reading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"

    @property
    def is_sealed(self) -> bool:
        return self.unsealed_at is None


class Ballot(models.Model):
    """A member's scoring sheet: a draft document until handed in, unchangeable from then on."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ballots")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="ballots")
    draft = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    case = models.CharField(max_length=40, blank=True)
    opinion = models.TextField(_("opinion"), blank=True)
    total = models.PositiveSmallIntegerField(null=True)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["reading", "member"], name="one_ballot_a_member")]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.member_id}"


class BallotLine(models.Model):
    """One criterion of a handed-in ballot: the option chosen, or the elimination flagged on a node."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="lines")
    criterion = models.CharField(max_length=20)
    option = models.CharField(max_length=20, blank=True)
    points = models.PositiveSmallIntegerField(default=0)
    eliminates = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "criterion", "option"], name="ballot_line_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.criterion} {self.option}"


class Agreement(Audited):
    """What the council agreed on where members differed: an option, or whether to eliminate."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="agreements")
    criterion = models.CharField(_("criterion"), max_length=20)
    option = models.CharField(_("agreed option"), max_length=20, blank=True)
    eliminate = models.BooleanField(_("eliminate"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agreed option")
        verbose_name_plural = _("agreed options")
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "criterion"], condition=Q(eliminate__isnull=True), name="agreed_option_once"
            ),
            models.UniqueConstraint(
                fields=["reading", "criterion"], condition=Q(eliminate__isnull=False), name="agreed_elimination_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.criterion} {self.option}"


class Outcome(models.TextChoices):
    CERTIFY = "certify", _("To be recognised")
    FORWARD = "forward", _("To be forwarded to the higher level")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    ELIMINATED = "eliminated", _("Eliminated")


class Result(models.Model):
    """The council's result: a pure function of ballots, agreements, by-law and scorecard. Never changed."""

    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="result")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    shown = models.DecimalField(_("mean"), max_digits=8, decimal_places=4)
    places = models.PositiveSmallIntegerField(default=2)
    spread = models.PositiveSmallIntegerField(_("spread"))
    ballots = models.PositiveSmallIntegerField(_("ballots"))
    band = models.PositiveSmallIntegerField(_("point band"))
    stars = models.PositiveSmallIntegerField(_("stars"), null=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices)
    unmet = models.JSONField(_("unmet minimums"), default=list)
    parts = models.JSONField(_("means by part"), default=dict)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.shown} {self.outcome}"

    @property
    def mean(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def points(self) -> Decimal:
        """The mean as shown: rounded half up to the by-law's decimals."""
        return self.shown.quantize(Decimal(1).scaleb(-self.places))
