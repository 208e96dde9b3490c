"""Closed months: figures as they were presented, which no later entry and no new release changes (M7)."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class MonthClosing(models.Model):
    """One revision of a closed month. `figures` holds each measure with the version of its definition and its numbers.

    Lines that count referrals keep their ids (`records`), so that a late entry is shown line by line; lines that count
    people keep numbers alone, because a stored group would outlive an erasure. A page reads the numbers only.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    records = models.JSONField(default=dict)
    closed_at = models.DateTimeField()
    closed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program", plain="id public_id program month number figures records closed_at closed_by_id"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "month", "number"], name="month_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="month_revision_from_1"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.month:%Y-%m}"
