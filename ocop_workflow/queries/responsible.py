"""In whose hands a stage lies: which body of a commune, city or province a rulebook's body is, on a day."""

from collections.abc import Iterable
from datetime import date

from ocop_workflow.domain.rulebook import Office, Stage
from ocop_workflow.models import Body, Dossier
from ocop_workflow.models.validity import valid_on
from ocop_workflow.queries.rights import PRODUCER, units_over


def responsible_body(dossier: Dossier, stage: Stage, day: date) -> Body | None:
    """Return the body in whose hands a stage lies for this dossier on a day; None for the producer's own stages."""
    return None if stage.body in (None, PRODUCER) else body_for(dossier, str(stage.body), day)


def body_for(dossier: Dossier, key: str, day: date) -> Body | None:
    """Return the body that a body of the rulebook is for this dossier on a day, or None.

    Of several units of its level the nearest one's; where the level is gone, the body that took over.
    """
    reference = dossier.rulebook.body(key)
    types = dossier.rulebook.level(reference.level).unit_types
    units = [unit.pk for unit in units_over(dossier, day, types)]
    bodies = Body.objects.filter(valid_on(day), kind=reference.kind, unit__in=units).order_by("-valid_from")
    nearest = min(bodies, key=lambda body: units.index(body.unit_id), default=None)
    return nearest or successor_body(dossier, reference.kind, types, day)


def successor_body(dossier: Dossier, kind: str, unit_types: Iterable[str], day: date) -> Body | None:
    """Return the body that stands on a day for one of a level that is gone: the province's after districts ended.

    Starts from the bodies of that kind over the dossier's own unit, and follows their successions.
    """
    units = [unit.pk for unit in dossier.unit.chain() if unit.unit_type in unit_types]
    body = Body.objects.filter(kind=kind, unit__in=units).order_by("-valid_from").first()
    seen: set[int] = set()
    while body is not None and not body.is_valid_on(day) and body.pk not in seen:
        seen.add(body.pk)
        link = body.succeeded_by.select_related("successor").filter(since__lte=day).order_by("-since", "pk").first()
        body = link.successor if link else None
    return body


def bodies_of(dossier: Dossier, offices: Iterable[Office], day: date) -> list[Body]:
    """Return the bodies that offices of the rulebook belong to for this dossier, each once; the producer aside."""
    keys = dict.fromkeys(office.body for office in offices if office.body != PRODUCER)
    found = (body_for(dossier, key, day) for key in keys)
    return list(dict.fromkeys(body for body in found if body is not None))
