"""The secret address by which a worker's phone reads their calendar (ADR 0055)."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class CalendarFeed(models.Model):
    """A worker's feed. Only a digest of the secret in its address is stored; a worker has one open feed at most.

    `reads` counts the requests since `counted_since`, an hour at most.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)
    counted_since = models.DateTimeField()
    reads = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program user_id secret_digest made_at last_read_at counted_since reads ended_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user_id"],
                condition=Q(ended_at__isnull=True),
                name="one_open_calendar_feed",
            )
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.public_id}"
