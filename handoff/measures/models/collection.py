"""The data collection plan: who looks after each source of data, and when it was reviewed (D3)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class DataSource(models.Model):
    """One source of a program's data: one that Handoff knows (`key`), or one of its own (`name`, `holds`)."""

    class Entry(models.TextChoices):
        AT_ONCE = "at_once", _("As it happens")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        TWO_WEEKS = "two_weeks", _("Every two weeks")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every three months")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80, blank=True)
    holds = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.CharField(max_length=10, choices=Entry)
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    first_review_on = models.DateField()
    stored = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program key name holds owner backup entry rhythm first_review_on stored saved_at "
        "saved_by_id ended_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key"],
                condition=~Q(key="") & Q(ended_at=None),
                name="known_source_is_planned_once",
            ),
            models.CheckConstraint(condition=~Q(key="") | ~Q(name=""), name="data_source_has_a_name"),
            models.CheckConstraint(
                condition=Q(backup=None) | ~Q(backup=F("owner")), name="backup_is_someone_else"
            ),
        ]

    def __str__(self) -> str:
        return f"data source {self.public_id}"


class SourceReview(models.Model):
    """Someone reviewed a source of data on a day. Rows are only added."""

    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="reviews")
    reviewed_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id source reviewed_on note recorded_at recorded_by_id")

    def __str__(self) -> str:
        return f"review of {self.source} on {self.reviewed_on}"
