"""What changed in the rows of a dossier, field by field, under the act that changed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ocop_workflow.domain.answers import SELF_ASSESSMENT
from ocop_workflow.domain.scorecard import UnknownKey
from ocop_workflow.models import (
    AgendaItem,
    Agreement,
    Appraisal,
    Certificate,
    CommuneReport,
    Dossier,
    EvidenceCheck,
    EvidenceUse,
    Forwarding,
    Reading,
)
from ocop_workflow.models.outcome import DecisionItem

ANSWER_LABELS = {
    "product_description": gettext_lazy("The product"),
    "production": gettext_lazy("Production"),
    "market": gettext_lazy("Market"),
    "workforce": gettext_lazy("Workforce"),
    "plan": gettext_lazy("Production and business plan"),
    SELF_ASSESSMENT: gettext_lazy("Self-assessment"),
}
# The fields shown of each model; a model with none only tells that an act touched the dossier.
SHOWN: Mapping[type[Model], tuple[str, ...]] = {
    Dossier: ("kind", "set_no", "receipt_number", "answers"),
    EvidenceUse: (),
    EvidenceCheck: ("verdict", "note"),
    CommuneReport: ("number", "reported_on", "meeting_on", "attendees", "findings"),
    Appraisal: (
        "number", "reported_on", "surveyed_on", "samples", "findings", "recommendation", "elimination_ground",
    ),
    AgendaItem: (),
    Reading: (),
    Agreement: (),
    DecisionItem: (),
    Certificate: ("number", "stars", "valid_to"),
    Forwarding: (),
}  # fmt: skip
LINE_PARTS = ("option", "note", "finding", "level")
PATHS: Mapping[type[Model], str] = {Dossier: "id"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words; `before` is empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touch:
    """What one act did to the rows of a dossier: who, when, which fields."""

    at: datetime
    actor: int | None
    changes: tuple[Change, ...]


def touches(dossier: Dossier) -> dict[UUID | None, Touch]:
    """Return what each act changed in a dossier's rows, by the act's id; one query a model."""
    found: dict[UUID | None, Touch] = {}
    for model, fields in SHOWN.items():
        for act, touch in _touches(dossier, model, fields):
            before = found.get(act)
            changes = (*before.changes, *touch.changes) if before else touch.changes
            found[act] = Touch(touch.at, touch.actor, changes)
    return found


def _touches(dossier: Dossier, model: type[Any], fields: tuple[str, ...]) -> Iterator[tuple[UUID | None, Touch]]:
    if model is Agreement:
        readings = Reading.objects.filter(dossier=dossier).values("pk")
        rows = model.history.filter(reading_id__in=readings)
    else:
        rows = model.history.filter(**{PATHS.get(model, "dossier_id"): dossier.pk})
    known: dict[int, Any] = {}
    for row in rows.order_by("history_id"):
        earlier = known.get(row.id)
        changes = tuple(change for field in fields for change in _changes(dossier, model, field, earlier, row))
        known[row.id] = row
        yield row.act, Touch(row.history_date, row.history_user_id, changes)


def _changes(dossier: Dossier, model: type[Model], field: str, earlier: Any, row: Any) -> Iterator[Change]:
    column = _column(model, field)
    before, after = getattr(earlier, column.attname, None), getattr(row, column.attname)
    if before == after or (not before and not after):
        return
    if isinstance(after, dict):
        yield from _parts(dossier, before or {}, after)
        return
    label = _about(dossier, model, row) or capfirst(column.verbose_name)
    yield Change(label, _words(column, before), _words(column, after))


def _column(model: type[Model], field: str) -> Any:
    return model._meta.get_field(field)


def _about(dossier: Dossier, model: type[Model], row: Any) -> str:
    return evidence_label(dossier, row.kind) if model is EvidenceCheck else ""


def _parts(dossier: Dossier, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    order = [*ANSWER_LABELS, *(content.key for content in dossier.rulebook.commune)]
    for key in _in_order({**before, **after}, order):
        if before.get(key) == after.get(key):
            continue
        if key == SELF_ASSESSMENT:
            yield from _criteria(dossier, before.get(key) or {}, after.get(key) or {})
        else:
            yield Change(part_label(dossier, key), _text(before.get(key)), _text(after.get(key)))


def _criteria(dossier: Dossier, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    card = dossier.rulebook.scorecards.get(dossier.set_no)
    order = [node.code for node in card.criteria] if card else []
    for criterion in _in_order({**before, **after}, order):
        if before.get(criterion) != after.get(criterion):
            label = _("Self-assessment, criterion %(criterion)s") % {"criterion": criterion}
            yield Change(label, _text(before.get(criterion)), _text(after.get(criterion)))


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return " – ".join(str(value[part]) for part in _in_order(value, LINE_PARTS) if value[part])
    return str(value or "")


def _in_order(keys: Iterable[str], order: Sequence[str]) -> list[str]:
    """Return keys in a known order, the unknown last: each database has its own for the keys of a JSON object."""
    places = {key: place for place, key in enumerate(order)}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), key))


def _words(column: Any, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    choices = dict(column.flatchoices)
    return str(choices.get(value, value))


def part_label(dossier: Dossier, key: str) -> str:
    """Return what a part of the answers or a content of the commune's report is called."""
    if key in ANSWER_LABELS:
        return str(ANSWER_LABELS[key])
    contents = (content for content in dossier.rulebook.commune if content.key == key)
    return next((content.label.text(get_language() or "vi") for content in contents), key)


def evidence_label(dossier: Dossier, key: str) -> str:
    """Return what a kind of paper is called in the dossier's law; its key where that law has none."""
    try:
        return dossier.rulebook.evidence_kind(key).label.text(get_language() or "vi")
    except UnknownKey:
        return key
