"""Appointments: who is to be seen when, where and by which worker, and what became of it (K10, handbook 3e)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels

MOST_WORDS = 300
"""Characters of what comes next after an appointment."""


class Appointment(models.Model):
    """One appointment of a participant, with a worker or at a service.

    Where it stands, when and where it is are kept by the one function that changes them; each change is an event.
    `provider` is what the service was called on that day, or the name of one that isn't in the directory.
    """

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", _("Check-in")
        SERVICE = "service", _("Visit to a service")
        HEALTH = "health", _("Health care")
        BENEFITS = "benefits", _("Benefits, ID, or documents")
        HOUSING = "housing", _("Housing or work")
        COURT = "court", _("Court or a lawyer")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("appointment", "Planned")
        KEPT = "kept", pgettext_lazy("appointment", "Kept")
        MISSED = "missed", pgettext_lazy("appointment", "They couldn't make it")
        PARTICIPANT_CANCELED = "participant_canceled", pgettext_lazy("appointment", "Canceled by them")
        PROGRAM_CANCELED = "program_canceled", pgettext_lazy("appointment", "Canceled by us")
        PROVIDER_CANCELED = "provider_canceled", pgettext_lazy("appointment", "Canceled by the provider")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=15, choices=Kind)
    worker_id = models.BigIntegerField(null=True)
    service = models.ForeignKey("directory.Service", on_delete=models.PROTECT, related_name="+", null=True)
    provider = models.CharField(max_length=410, blank=True)
    referral = models.ForeignKey(
        "casework.ServiceReferral", on_delete=models.PROTECT, related_name="appointments", null=True
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    ride_arranged = models.BooleanField(default=False)
    state = models.CharField(max_length=25, choices=State, default=State.PLANNED)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person worker_id referral starts_at ride_arranged state added_at added_by_id key",
        identity="place",
        part2="kind service provider",
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="appointment_key_not_blank"),
            models.CheckConstraint(
                condition=Q(worker_id__isnull=False) | ~Q(provider=""), name="appointment_with_someone"
            ),
        ]
        indexes = [models.Index(fields=["program", "state", "starts_at"], name="appointment_by_time")]

    def __str__(self) -> str:
        return f"appointment {self.public_id}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED


class AppointmentEvent(models.Model):
    """An appointment was made or moved, someone texted a reminder, or what became of it. Rows are only added."""

    class What(models.TextChoices):
        MADE = "made", _("Appointment made")
        MOVED = "moved", _("Appointment moved")
        REMINDED = "reminded", _("Reminded by text of the appointment")
        KEPT = "kept", _("Appointment kept")
        MISSED = "missed", _("Appointment: they couldn't make it")
        PARTICIPANT_CANCELED = "participant_canceled", _("Appointment canceled by them")
        PROGRAM_CANCELED = "program_canceled", _("Appointment canceled by us")
        PROVIDER_CANCELED = "provider_canceled", _("Appointment canceled by the provider")

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=25, choices=What)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    next_step = models.CharField(max_length=MOST_WORDS, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id appointment what starts_at recorded_at recorded_by_id",
        identity="place",
        part2="next_step",
    )

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.appointment}"
