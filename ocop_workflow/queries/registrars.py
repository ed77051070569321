"""Which communes' registry a person keeps: the screens offer these, `services.registry_rules` decides."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from ocop_workflow.models import AdministrativeUnit, BodyKind, Role, UnitType
from ocop_workflow.queries.rights import offices_held

if TYPE_CHECKING:
    from accounts.models import User

COMMUNE_TYPES = (UnitType.COMMUNE, UnitType.WARD, UnitType.TOWNSHIP)
REGISTRARS = (Role.OFFICER, Role.HEAD, Role.CHAIR)


def communes_kept(user: "User", day: date) -> QuerySet[AdministrativeUnit]:
    """Return the communes of a day in whose registry a person may enter producers and products."""
    communes = AdministrativeUnit.objects.on(day).filter(unit_type__in=COMMUNE_TYPES)
    if user.is_active and user.is_superuser:
        return communes
    held = [office for office in offices_held(user, day) if office.role in REGISTRARS and office.unit_id]
    own = {office.unit_id for office in held if office.body_kind == BodyKind.COMMUNE_COMMITTEE}
    above = {office.unit_id for office in held if office.body_kind == BodyKind.STANDING_OFFICE}
    return communes.filter(Q(pk__in=own) | Q(parent__in=above) | Q(parent__parent__in=above))
