"""What the care team does in the field: contact attempts and urgent help (handbook 3c, 3d, 5b)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class ContactAttempt(models.Model):
    """One attempt to reach a person, successful or not. Care team only: never shown to police or prosecutors (C10)."""

    class How(models.TextChoices):
        PHONE = "phone", _("Phone")
        TEXT = "text", _("Text message")
        VISIT = "visit", _("Visit")
        SCENE = "scene", _("At the scene")

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Not reached")
        LEFT_WORD = "left_word", _("Left a message")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="contact_attempts"
    )
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="contact_attempts", null=True
    )
    how = models.CharField(max_length=10, choices=How)
    result = models.CharField(max_length=15, choices=Result)
    note = models.CharField(max_length=500, blank=True)
    transport_arranged = models.BooleanField(default=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person referral how result transport_arranged occurred_at recorded_at "
        "recorded_by_id key",
        part2="note",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="contact_key_not_blank")]
        indexes = [
            models.Index(fields=["person", "occurred_at"], name="contact_by_person"),
            models.Index(fields=["recorded_by_id", "recorded_at"], name="contact_by_recorder"),
        ]

    def __str__(self) -> str:
        return f"contact {self.public_id}"


class ContactCorrection(models.Model):
    """A contact logged by mistake and undone: the row stays on record but no longer counts."""

    contact = models.OneToOneField(ContactAttempt, on_delete=models.PROTECT, related_name="correction")
    corrected_at = models.DateTimeField()
    corrected_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id contact corrected_at corrected_by_id")

    def __str__(self) -> str:
        return f"correction of {self.contact}"


class HelpGiven(models.Model):
    """Urgent help: food, a night of shelter, a phone, naloxone. It may come before intake (I4)."""

    class Kind(models.TextChoices):
        FOOD = "food", _("Food")
        SHELTER = "shelter", _("Shelter")
        PHONE = "phone", _("Phone")
        NALOXONE = "naloxone", _("Naloxone")
        TRANSPORT = "transport", _("Transportation")
        CLOTHING = "clothing", _("Clothing")
        HYGIENE = "hygiene", _("Hygiene supplies")
        HARM_REDUCTION = "harm_reduction", _("Harm reduction supplies")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="help_given")
    kind = models.CharField(max_length=20, choices=Kind)
    item = models.ForeignKey("casework.SupplyItem", on_delete=models.PROTECT, related_name="+", null=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    cost_cents = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person quantity cost_cents occurred_at recorded_at recorded_by_id key",
        health="kind item note",
    )

    class Meta:
        verbose_name_plural = "help given"
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="help_key_not_blank"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="help_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} given"

    @property
    def called(self) -> str:
        """What it is called on the program's list, else its kind."""
        return str(self.item) if self.item is not None else str(self.Kind(self.kind).label)
