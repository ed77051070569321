"""The dossier, what was submitted with it, and the stages it passed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.rulebook import Rulebook, Stage
from ocop_workflow.models.audited import Audited
from ocop_workflow.models.bodies import Body
from ocop_workflow.models.registry import Producer, Product
from ocop_workflow.models.rulebook import RulebookVersion, rulebook_of
from ocop_workflow.models.units import AdministrativeUnit


class Round(Audited):
    """An evaluation round (đợt đánh giá) of a unit's year, by a plan."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("round"))
    plan = models.CharField(_("plan"), max_length=160, blank=True)
    intake_until = models.DateField(_("intake until"), null=True, blank=True)
    finish_by = models.DateField(_("finished by"), null=True, blank=True)

    class Meta:
        verbose_name = _("evaluation round")
        verbose_name_plural = _("evaluation rounds")
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["unit", "year", "number"], name="round_once")]

    def __str__(self) -> str:
        return self.name


class DossierKind(models.TextChoices):
    FIRST = "first", _("First time")
    UPGRADE = "upgrade", _("Upgrade")
    RE_EVALUATION = "re_evaluation", _("Re-evaluation")


class Dossier(Audited):
    """A product's dossier on its way through a rulebook. Only `services.steps` moves it from stage to stage."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=DossierKind.choices, default=DossierKind.FIRST)
    producer = models.ForeignKey(
        Producer, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="dossiers"
    )
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="dossiers")
    set_no = models.PositiveSmallIntegerField(_("product set"))
    unit = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="dossiers"
    )
    round = models.ForeignKey(
        Round,
        verbose_name=_("evaluation round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossiers",
    )
    rulebook_version = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="dossiers")
    submitted_on = models.DateField(_("first submitted"), null=True, blank=True)
    receipt_number = models.CharField(_("receipt number"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=60, db_index=True)
    version = models.PositiveIntegerField(default=1)
    visits_entered = models.PositiveIntegerField(default=0)
    last_revision = models.PositiveIntegerField(default=0)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_number"], condition=~Q(receipt_number=""), name="receipt_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.product}"

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force for it: provisional while drafted, pinned by the first submission."""
        return rulebook_of(self.rulebook_version_id)

    @property
    def stage_data(self) -> Stage:
        return self.rulebook.stage(self.stage)

    @property
    def is_pinned(self) -> bool:
        return self.submitted_on is not None

    @property
    def is_editable(self) -> bool:
        """Whether its answers and evidence may change: only in the hands of who prepares it."""
        return self.stage_data.kind in {"draft", "returned"}


class StageVisit(models.Model):
    """One stay of a dossier in a stage, in the hands of a body."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="visits")
    entered_at = models.DateTimeField()
    entered_on = models.DateField()
    due_on = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)
    entered_by_act = models.UUIDField()

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="stage_visit_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(left_at__isnull=True), name="one_open_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number} {self.stage}"


class VisitBody(models.Model):
    """A body that may take a step during a stay, beside the one in whose hands the dossier lies.

    `works` says whether the dossier waits for it there: its steps do more than end the road.
    """

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="others")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="visits_beside")
    works = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "body"], name="visit_body_once")]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.body_id}"


class DossierRevision(models.Model):
    """What was submitted, frozen: answers and the hashes of the files. The database refuses to change it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    submitted_by = models.BigIntegerField()
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossier_revision_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} #{self.number}"


class Evidence(Audited):
    """A file of the producer's vault, kept under its SHA-256 and reused by several dossiers."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind of paper"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size (bytes)"))
    content_type = models.CharField(max_length=60)
    original_name = models.CharField(_("file name"), max_length=200)
    pages = models.PositiveIntegerField(_("pages"), default=1)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(Audited):
    """A paper of the vault put into a dossier, or taken out again."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence_uses")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "evidence", "kind"], name="evidence_use_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.kind}"


class Verdict(models.TextChoices):
    SUFFICIENT = "sufficient", _("Sufficient")
    MISSING = "missing", _("Missing")
    INSUFFICIENT = "insufficient", _("To be supplemented")


class EvidenceCheck(Audited):
    """What an officer found about one required paper during one stage visit."""

    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="checks")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="checks")
    revision = models.PositiveIntegerField(_("revision"))
    kind = models.CharField(_("kind of paper"), max_length=60)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("check of a paper")
        verbose_name_plural = _("checks of papers")
        constraints = [models.UniqueConstraint(fields=["visit", "kind"], name="evidence_check_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.kind} {self.verdict}"
