"""Short reads of the chain."""

from django.utils import timezone

from ocop_workflow.models import Dossier, Event, EventNote


def last_step_words(dossier: Dossier) -> tuple[str, dict[str, object]]:
    """Return a message and its holes saying who moved a dossier last, and when."""
    event = Event.objects.filter(dossier=dossier.code, kind="step").order_by("-seq").first()
    if event is None:
        return "This dossier was changed by somebody else. What you typed is kept below.", {}
    moment = timezone.localtime(event.recorded_at)
    step = next((step.label.vi for step in dossier.rulebook.steps if step.key == event.step), event.step)
    return (
        "%(who)s already took the step “%(step)s” at %(time)s on %(day)s. What you typed is kept below.",
        {"who": actor_name(event), "step": step, "time": f"{moment:%H:%M}", "day": f"{moment:%d/%m/%Y}"},
    )


def last_event(dossier: Dossier) -> int:
    """Return the place in the chain of the newest event of a dossier."""
    return Event.objects.filter(dossier=dossier.code).order_by("-seq").values_list("seq", flat=True).first() or 0


def actor_name(event: Event) -> str:
    """Return the printed name of who acted, or the office when the name was erased."""
    note = EventNote.objects.filter(event=event, key="actor").first()
    return note.text if note and note.text else event.office
