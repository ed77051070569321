"""Administrative units. A code alone names nothing: codes were given again to other units in 2025."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from ocop_workflow.models.audited import Audited
from ocop_workflow.models.validity import Dated


class UnitType(models.TextChoices):
    CENTRAL = "trung_uong", _("Central")
    PROVINCE = "tinh", _("Province")
    CITY = "thanh_pho", _("City")
    DISTRICT = "huyen", _("District")
    COMMUNE = "xa", _("Commune")
    WARD = "phuong", _("Ward")
    TOWNSHIP = "thi_tran", _("Township")


class AdministrativeUnit(Dated):
    """A commune, ward, city or province; code and first day identify it. Never deleted: mergers are links."""

    code = models.CharField(_("code"), max_length=5)
    name = models.CharField(_("name"), max_length=120)
    unit_type = models.CharField(_("type"), max_length=12, choices=UnitType.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("superior unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    successors = models.ManyToManyField(
        "self", through="UnitSuccession", symmetrical=False, related_name="predecessors", verbose_name=_("successors")
    )

    class Meta(Dated.Meta):
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["code", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def key(self) -> str:
        """Code and first day: the name of this unit and no other, as in `03408/2025-07-01`."""
        return f"{self.code}/{self.valid_from.isoformat()}"

    @property
    def full_name(self) -> str:
        """Type and name as people say them: “Xã San Thàng”."""
        titles = {
            "trung_uong": "",
            "tinh": "Tỉnh ",
            "thanh_pho": "Thành phố ",
            "huyen": "Huyện ",
            "xa": "Xã ",
            "phuong": "Phường ",
            "thi_tran": "Thị trấn ",
        }
        return f"{titles[self.unit_type]}{self.name}"

    def chain(self) -> list["AdministrativeUnit"]:
        """This unit and those above it."""
        return [self, *(self.parent.chain() if self.parent else [])]


class UnitSuccession(Audited):
    """One unit took over (a part of) another's area on a day."""

    predecessor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="succeeds")
    since = models.DateField(_("since"))
    source = models.CharField(_("legal act"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="unit_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


def unit_on(unit: AdministrativeUnit, day: date) -> AdministrativeUnit:
    """Return the unit that stands for `unit` on a day: itself, or the successor it mainly became."""
    seen = set()
    while not unit.is_valid_on(day) and unit.valid_to is not None and unit.valid_to < day and unit.pk not in seen:
        seen.add(unit.pk)
        link = unit.succeeded_by.select_related("successor").filter(since__lte=day).order_by("pk").first()
        if link is None:
            break
        unit = link.successor
    return unit
