"""The outbox. A notice carries a link that asks for sign-in, and nothing about any person."""

from django.db import models

from handoff.core.labels import labels


class Notice(models.Model):
    """One message to one user, sent after the change that caused it is committed.

    `claimed_at` is when a run of the scheduled jobs took it to send; empty again once that run is done with it.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "e-mail"
        TEXT = "text", "text message"

    program_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    recipient_user_id = models.BigIntegerField(null=True)
    to_address = models.CharField(max_length=254)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="en")
    key = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    LABELS = labels(
        origin="program",
        plain="id program_id channel recipient_user_id kind path language key queued_at claimed_at sent_at attempts "
        "last_error to_address",
    )

    class Meta:
        indexes = [models.Index(fields=["sent_at", "queued_at"], name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}"


class JobsRun(models.Model):
    """When the scheduled jobs last ran to their end, on any machine: one row for all programs (finding-I5)."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    finished_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id finished_at")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="jobs_run_once")]

    def __str__(self) -> str:
        return f"scheduled jobs ran at {self.finished_at}"
