"""The course of one dossier: what happened and what changed, in words, and how it stood on a day."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from ocop_workflow.domain import clock
from ocop_workflow.models import Body, Decision, Dossier, Event, EventNote, Evidence, EvidenceUse, Role
from ocop_workflow.queries.field_changes import Change, Touch, touches
from ocop_workflow.queries.rights import PRODUCER, SeesAll, offices_held, visible_dossiers
from ocop_workflow.queries.timeline_words import CONFIDENTIAL, INTERNAL, sentence, step_of

if TYPE_CHECKING:
    from accounts.models import User

TONES = {"forward": "ok", "back": "soon", "end": "bad"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    `who` is the printed name, empty once erased and where the reader is not to know it; `office` says as what. `tone`
    is ok, info, soon, bad or empty. `seq` is the place in the chain, 0 for a change that no event accounts for.
    """

    seq: int
    at: datetime
    day: date
    kind: str
    text: str
    tone: str
    who: str
    office: str
    behalf: str
    reason: str
    changes: tuple[Change, ...]

    @property
    def note(self) -> str:
        """Who and why, in one line."""
        return ". ".join(filter(None, (", ".join(filter(None, (self.who, self.office, self.behalf))), self.reason)))


@dataclass(frozen=True, slots=True)
class Reader:
    """What a person may read of a dossier's course."""

    inside: bool
    bodies: frozenset[str]
    sees_all: bool

    def may_know_reason(self, event: Event) -> bool:
        return event.kind not in CONFIDENTIAL or self.sees_all or event.office.partition(".")[0] in self.bodies


def dossier_timeline(dossier: Dossier, viewer: "User") -> tuple[Entry, ...]:
    """Return what happened to a dossier and what changed with it, the newest first; empty for who may not see it.

    Of a sealed ballot it says that it was handed in, never how. A producer reads its own acts, the steps and their
    reasons, with the offices that took them; officers' names and work inside the offices are left out. The number of
    queries does not depend on how much happened.
    """
    if not visible_dossiers(viewer).filter(pk=dossier.pk).exists():
        return ()
    reader = _reader(viewer)
    changed = touches(dossier)
    events = _events(dossier, changed)
    told = [event for event in events if reader.inside or _is_told(event)]
    teller = _Teller(dossier, told, changed, reader)
    entries = [teller.entry(event) for event in told]
    if reader.inside:
        accounted = {event.act for event in events}
        entries += [_unaccounted(touch) for act, touch in changed.items() if act not in accounted]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.seq), reverse=True))


def _reader(viewer: "User") -> Reader:
    offices = offices_held(viewer, clock.today())
    sees_all = any(office.body_kind in SeesAll for office in offices)
    return Reader(bool(offices) or viewer.is_superuser, frozenset(office.body_code for office in offices), sees_all)


def _events(dossier: Dossier, changed: Mapping[Any, Touch]) -> list[Event]:
    """Return the dossier's events, those of sessions and decisions whose act touched its rows, and withdrawn drafts."""
    around = Q(dossier="", act__in=[act for act in changed if act])
    drafts = Decision.objects.filter(items__dossier=dossier, withdrawn_at__isnull=False)
    withdrawn = Q(kind="decision.withdrawn", subject__in=drafts.values("code"))
    return list(Event.objects.filter(Q(dossier=dossier.code) | around | withdrawn).order_by("seq"))


def _is_told(event: Event) -> bool:
    payload = json.loads(event.payload)
    moves = event.kind != "step" or payload.get("from") != payload.get("to")
    return event.kind not in INTERNAL and moves


class _Teller:
    """Puts events into words for one reader; everything it needs is read beforehand, by four queries."""

    def __init__(self, dossier: Dossier, events: Sequence[Event], changed: Mapping[Any, Touch], reader: Reader) -> None:
        self.dossier, self.reader, self.changed = dossier, reader, changed
        self.words = _notes(events)
        codes = {event.office.rpartition(".")[0] for event in events}
        self.names = dict(Body.objects.filter(code__in=codes).values_list("code", "name"))
        self.titles = dict(Evidence.objects.filter(uses__dossier=dossier).values_list("code", "title"))
        around, own = ([event for event in events if bool(event.dossier) is its_own] for its_own in (False, True))
        self.told_by = {event.act: event.seq for event in (*around, *own)}

    def entry(self, event: Event) -> Entry:
        step = step_of(self.dossier, event) if event.kind == "step" else None
        title = self.titles.get(event.subject, event.subject)
        payload = {**json.loads(event.payload), "subject": event.subject, "title": title}
        words = self.words.get(event.seq, {})
        own = self.reader.inside or event.office == f"{self.dossier.producer.code}.{PRODUCER}"
        return Entry(
            seq=event.seq,
            at=event.recorded_at,
            day=event.occurred_on,
            kind=event.kind,
            text=sentence(event, payload, self.dossier, inside=self.reader.inside),
            tone=TONES[step.tone] if step else "info",
            who=words.get("actor", "") if own else "",
            office=_office(event.office, self.names, self.dossier),
            behalf=_behalf(event, self.dossier),
            reason=words.get("reason", "") if self.reader.may_know_reason(event) else "",
            changes=self._changes(event) if own or event.behalf == self.dossier.producer.code else (),
        )

    def _changes(self, event: Event) -> tuple[Change, ...]:
        """Return what the event's act changed, told once: with the dossier's own last event of that act."""
        told_here = event.act in self.changed and self.told_by[event.act] == event.seq
        return self.changed[event.act].changes if told_here else ()


def _notes(events: Iterable[Event]) -> dict[int, dict[str, str]]:
    words: dict[int, dict[str, str]] = {}
    rows = EventNote.objects.filter(event__in=[event.seq for event in events], key__in=("actor", "reason"))
    for seq, key, text in rows.values_list("event_id", "key", "text"):
        words.setdefault(seq, {})[key] = text
    return words


def _office(office: str, names: Mapping[str, str], dossier: Dossier) -> str:
    code, _dot, role = office.rpartition(".")
    if role == PRODUCER:
        return dossier.producer.name
    if role not in Role.values:
        return office
    return f"{Role(role).label} – {names.get(code, code)}"


def _behalf(event: Event, dossier: Dossier) -> str:
    if not event.behalf:
        return ""
    if event.behalf == dossier.producer.code:
        return _("on behalf of %(producer)s") % {"producer": dossier.producer.name}
    return _("as a substitute")


def _unaccounted(touch: Touch) -> Entry:
    return Entry(
        seq=0,
        at=touch.at,
        day=clock.local_day(touch.at),
        kind="change",
        text=_("Changed without an event in the chain"),
        tone="bad",
        who="",
        office="",
        behalf="",
        reason="",
        changes=touch.changes,
    )


@dataclass(frozen=True, slots=True)
class PaperThen:
    """A paper that was in the dossier."""

    kind: str
    code: str
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DossierThen:
    """A dossier as it stood at the end of a day: the stage by its key, and what was in it."""

    day: date
    stage: str
    stage_since: date
    body: str
    version: int
    revision: int
    rulebook_version: int
    receipt_number: str
    answers: Mapping[str, Any]
    papers: tuple[PaperThen, ...]


def dossier_as_of(dossier: Dossier, day: date) -> DossierThen | None:
    """Return how a dossier stood when a day ended in Vietnam, by what was recorded by then; None before it was begun.

    An act recorded later for an earlier business day is not yet in it. Who may see it is asked by the caller.
    """
    end = clock.at(day + timedelta(days=1), 0)
    row = Dossier.history.filter(id=dossier.pk, history_date__lt=end).order_by("-history_id").first()
    visit = dossier.visits.filter(entered_at__lt=end).select_related("body").order_by("-number").first()
    if row is None or visit is None:
        return None
    return DossierThen(
        day=day,
        stage=visit.stage,
        stage_since=visit.entered_on,
        body=visit.body.name if visit.body else "",
        version=row.version,
        revision=row.last_revision,
        rulebook_version=row.rulebook_version_id,
        receipt_number=row.receipt_number,
        answers=row.answers,
        papers=_papers_then(dossier, end),
    )


def _papers_then(dossier: Dossier, end: datetime) -> tuple[PaperThen, ...]:
    rows = EvidenceUse.history.filter(dossier_id=dossier.pk, history_date__lt=end).order_by("history_id")
    used = [row for row in {row.id: row for row in rows}.values() if row.active]
    papers = Evidence.objects.in_bulk({row.evidence_id for row in used})
    then = [
        PaperThen(row.kind, paper.code, paper.title, paper.sha256)
        for row in used
        if (paper := papers.get(row.evidence_id))
    ]
    return tuple(sorted(then, key=lambda paper: (paper.kind, paper.code)))
