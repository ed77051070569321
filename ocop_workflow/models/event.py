"""What happened: one append-only, hash-chained sequence for the whole site."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened. The hash covers every column; the payload holds ids, codes and salted digests only.

    `occurred_on` is the business day, `recorded_at` the moment of writing (UTC). Ids are plain numbers, so removing
    an account erases nothing. `office` is `BODY.role` the actor acted by; `behalf` for whom, when not in own name.
    """

    seq = models.BigIntegerField(primary_key=True)
    act = models.UUIDField(_("act"), db_index=True)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=60, db_index=True)
    dossier = models.CharField(_("dossier"), max_length=20, blank=True, db_index=True)
    actor = models.BigIntegerField(_("actor"), null=True)
    office = models.CharField(_("office"), max_length=60, blank=True)
    behalf = models.CharField(_("on behalf of"), max_length=60, blank=True)
    occurred_on = models.DateField(_("business day"))
    recorded_at = models.DateTimeField(_("recorded"))
    step = models.CharField(_("step"), max_length=60, blank=True)
    revision = models.PositiveIntegerField(_("revision"), null=True)
    rulebook = models.CharField(_("rulebook"), max_length=60, blank=True)
    idempotency_key = models.CharField(_("intent"), max_length=100, null=True)  # noqa: DJ001 -- unique only when given
    payload = models.TextField(_("payload"))
    previous = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "idempotency_key"], name="one_intent_one_effect"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"


class EventNote(models.Model):
    """Printed names and reasons beside an event: bound by a salted digest in its payload, and erasable.

    Erasing empties salt and text and notes when; the chain goes on to verify.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notes")
    key = models.CharField(max_length=40)
    person = models.BigIntegerField(null=True, db_index=True)
    salt = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="event_note_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.key}"


class ChainHead(models.Model):
    """The one row that says where the chain ends; locked last, by whoever appends."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class Anchor(models.Model):
    """A signed head of the chain (Ed25519), also written to a file outside the database."""

    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.signed_at:%Y-%m-%d}"


class Access(models.Model):
    """Who opened which private file, and when."""

    user = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    dossier = models.CharField(max_length=20, blank=True, db_index=True)
    sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.subject} {self.opened_at:%Y-%m-%d %H:%M}"
