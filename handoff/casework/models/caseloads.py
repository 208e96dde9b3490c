"""Caseloads: how much support someone gets, how much a worker works, who works with them, and why so many (K4)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels


class ContactPlan(models.Model):
    """How much support a participant gets, how often someone is in touch. Rows are only added; the newest applies."""

    class Intensity(models.TextChoices):
        INTENSIVE = "intensive", pgettext_lazy("support", "Intensive")
        REGULAR = "regular", pgettext_lazy("support", "Regular")
        LIGHT = "light", pgettext_lazy("support", "Light")

    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="contact_plans")
    intensity = models.CharField(max_length=10, choices=Intensity)
    every_days = models.PositiveSmallIntegerField()
    while_inactive = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care", plain="id person every_days while_inactive set_at set_by_id", part2="intensity"
    )

    class Meta:
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(every_days__gte=1), name="contact_plan_at_least_a_day")
        ]

    def __str__(self) -> str:
        return f"contact plan of {self.person}"


class WorkingTime(models.Model):
    """How much of full time a worker works, in percent. The newest row applies; without one it is full time."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    percent = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program user_id percent set_at set_by_id")

    class Meta:
        ordering = ["set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="working_time_up_to_full_time"
            )
        ]
        indexes = [models.Index(fields=["program", "user_id"], name="working_time_of_user")]

    def __str__(self) -> str:
        return f"{self.percent} percent of user {self.user_id}"


class CaseloadReason(models.Model):
    """Why a worker has more participants than the program's ceiling, in a supervisor's words. Rows are only added."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    load = models.PositiveIntegerField()
    """The weight at that moment, in hundredths of a person."""
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program user_id reason load recorded_at recorded_by_id")

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["program", "user_id"], name="caseload_reason_of_user")]

    def __str__(self) -> str:
        return f"reason for the caseload of user {self.user_id}"


class WorkerChange(models.Model):
    """A participant got another worker. Rows are only added, so that each period of each worker is known later."""

    class Why(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        HANDED_OVER = "handed_over", _("Handed over by someone who left")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="worker_changes")
    from_worker_id = models.BigIntegerField(null=True)
    to_worker_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=15, choices=Why, default=Why.ASSIGNED)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person from_worker_id to_worker_id why changed_at changed_by_id",
    )

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"worker change of {self.person}"
