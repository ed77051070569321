"""Producers and products: public facts. Personal facts stand apart and are restricted."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain.addresses import producer_path, product_path
from ocop_workflow.domain.text import sort_key
from ocop_workflow.models.audited import Audited, AuditedQuerySet
from ocop_workflow.models.units import AdministrativeUnit
from ocop_workflow.models.validity import Dated

# Names stand in the order of their keys up to so many signs; only one of some 200 letters has more.
LONGEST_KEY = 400


class OrganisationType(models.TextChoices):
    COOPERATIVE = "hop_tac_xa", _("Cooperative")
    COOPERATIVE_GROUP = "to_hop_tac", _("Cooperative group")
    PRIVATE_ENTERPRISE = "doanh_nghiep_tu_nhan", _("Private enterprise")
    LIMITED_COMPANY = "cong_ty_tnhh", _("Limited company")
    JOINT_STOCK_COMPANY = "cong_ty_co_phan", _("Joint-stock company")
    FARM = "trang_trai", _("Farm")
    HOUSEHOLD = "ho_kinh_doanh", _("Household business")
    ASSOCIATION = "hoi_hiep_hoi", _("Association")
    OPERATING_CENTRE = "trung_tam_dieu_hanh", _("Operating centre")


class ProducerQuerySet(AuditedQuerySet):
    def public(self) -> Self:
        """Only those with a product that ever held a certificate."""
        return self.filter(products__certificates__isnull=False).distinct()


class Producer(Audited):
    """A cooperative, firm or household that makes products (chủ thể OCOP)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=LONGEST_KEY, db_index=True, editable=False)
    organisation_type = models.CharField(_("organisation type"), max_length=24, choices=OrganisationType.choices)
    registration_number = models.CharField(_("business registration number"), max_length=30, blank=True)
    commune = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="producers"
    )
    address = models.CharField(_("production address"), max_length=200)
    phone = models.CharField(_("business phone"), max_length=20, blank=True)
    email = models.EmailField(_("business e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        verbose_name = _("producer")
        verbose_name_plural = _("producers")
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)[:LONGEST_KEY]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    def get_absolute_url(self) -> str:
        return producer_path(self.code)


class LegalRepresentative(Audited):
    """Personal, partly sensitive facts of a producer: only for those who score, never public (Nghị định 356/2025)."""

    producer = models.OneToOneField(Producer, on_delete=models.PROTECT, related_name="representative")
    name = models.CharField(_("full name"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    gender = models.CharField(_("gender"), max_length=10, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=40, blank=True)
    disability = models.BooleanField(_("person with a disability"), default=False)
    permanent_address = models.CharField(_("permanent address"), max_length=200, blank=True)
    phone = models.CharField(_("personal phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("legal representative")
        verbose_name_plural = _("legal representatives")

    def __str__(self) -> str:
        return f"{self.producer}"


class ProducerMember(Dated):
    """An account that may act for a producer."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="producer_memberships")

    class Meta(Dated.Meta):
        verbose_name = _("producer's account")
        verbose_name_plural = _("producers' accounts")

    def __str__(self) -> str:
        return f"{self.user} – {self.producer}"


class ProductQuerySet(AuditedQuerySet):
    def public(self) -> Self:
        """Only those that ever held a certificate."""
        return self.filter(certificates__isnull=False).distinct()


class Product(Audited):
    """A product or service of one of the 26 sets."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    legal_code = models.CharField(_("legal product code"), max_length=30, blank=True)
    producer = models.ForeignKey(
        Producer, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="products"
    )
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=LONGEST_KEY, db_index=True, editable=False)
    set_no = models.PositiveSmallIntegerField(
        _("product set"), validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    specification = models.CharField(_("specification"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    story = models.TextField(_("product story"), blank=True)
    ingredients = models.TextField(_("ingredients"), blank=True)
    village = models.CharField(_("village"), max_length=120, blank=True)
    price_from = models.PositiveIntegerField(_("price from (đồng)"), null=True, blank=True)
    price_to = models.PositiveIntegerField(_("price to (đồng)"), null=True, blank=True)
    illustrative = models.BooleanField(_("illustrative data"), default=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)[:LONGEST_KEY]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    def get_absolute_url(self) -> str:
        return product_path(self.code)
