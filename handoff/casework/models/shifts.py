"""What one shift leaves for the next: a line in words, and who has read what happened (K5)."""

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels

MOST_WORDS = 300
"""Characters of the line that a shift leaves."""


class ShiftLine(models.Model):
    """One line from whoever leaves a shift. It names no participant, and it's deleted after a month."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=MOST_WORDS)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(origin="program", plain="id program words written_at written_by_id key")

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="shift_line_key_not_blank")]
        indexes = [models.Index(fields=["program", "written_at"], name="shift_line_by_time")]

    def __str__(self) -> str:
        return f"line of a shift, {self.written_at}"


class ShiftReading(models.Model):
    """Someone has read what happened up to an instant. Rows are only added."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    read_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id program user_id read_at")

    class Meta:
        ordering = ["read_at", "pk"]
        indexes = [models.Index(fields=["program", "user_id", "read_at"], name="shift_reading_of_user")]

    def __str__(self) -> str:
        return f"read by user {self.user_id}"
