"""How long an arrest and booking takes an officer, as the program found it (M8)."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class BookingTime(models.Model):
    """Minutes that the booking process takes an officer, from a day on, and where the figure comes from.

    Rows are only added; of several for one day the newest counts.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField()
    minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program", plain="id public_id program found_on minutes source recorded_at recorded_by_id"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1), name="booking_takes_a_minute")]

    def __str__(self) -> str:
        return f"{self.minutes} minutes from {self.found_on}"
