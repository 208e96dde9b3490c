"""Breaches: the facts, the risk assessment, and who was notified by when (C9)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class Breach(models.Model):
    """One breach from its discovery on. The four factors are those of 45 CFR 164.402(2)."""

    class Conclusion(models.TextChoices):
        UNDECIDED = "undecided", _("Not assessed yet")
        LOW = "low", _("Low probability that the information was compromised")
        NOTIFY = "notify", _("People must be notified")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    discovered_at = models.DateTimeField()
    happened_on = models.DateField(null=True, blank=True)
    what_happened = models.CharField(max_length=1000)
    kinds = models.JSONField()
    people_affected = models.PositiveIntegerField()
    nature = models.CharField(max_length=500, blank=True)
    recipient = models.CharField(max_length=500, blank=True)
    acquired = models.CharField(max_length=500, blank=True)
    mitigated = models.CharField(max_length=500, blank=True)
    conclusion = models.CharField(max_length=10, choices=Conclusion, default=Conclusion.UNDECIDED)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program number discovered_at happened_on kinds people_affected conclusion assessed_at "
        "assessed_by_id recorded_at recorded_by_id key",
        identity="what_happened nature recipient acquired mitigated",
    )

    class Meta:
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="breach_number_once"),
            models.CheckConstraint(
                condition=Q(conclusion="undecided", assessed_at__isnull=True)
                | ~Q(conclusion="undecided")
                & Q(assessed_at__isnull=False, assessed_by_id__isnull=False)
                & ~Q(nature="")
                & ~Q(recipient="")
                & ~Q(acquired="")
                & ~Q(mitigated=""),
                name="breach_assessed_by_four_factors",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="breach_key_not_blank"),
        ]

    def __str__(self) -> str:
        return f"breach {self.number}"


class BreachDuty(models.Model):
    """A party that must be notified, by when and under which rule; and when it was, or why it need not be."""

    class Whom(models.TextChoices):
        CJIS_AGENCY = "cjis_agency", _("The agency's CJIS security officer")
        INDIVIDUALS = "individuals", _("The people affected")
        HHS = "hhs", _("U.S. Department of Health and Human Services")
        MEDIA = "media", _("Major media outlets in the state")
        NC_LAW = "nc_law", _("People in North Carolina and the Attorney General")

    class Outcome(models.TextChoices):
        OPEN = "open", _("To do")
        NOTIFIED = "told", _("Notified")
        NOT_NEEDED = "not_needed", _("Not needed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="duties")
    whom = models.CharField(max_length=20, choices=Whom)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id breach whom due_at outcome done_at done_by_id",
        identity="reason",
    )

    class Meta:
        verbose_name_plural = "breach duties"
        constraints = [
            models.UniqueConstraint(fields=["breach", "whom"], name="breach_duty_once"),
            models.CheckConstraint(
                condition=Q(outcome="open", done_at__isnull=True)
                | ~Q(outcome="open") & Q(done_at__isnull=False, done_by_id__isnull=False),
                name="breach_duty_done_by_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_needed") | ~Q(reason=""), name="breach_duty_not_needed_says_why"
            ),
        ]
        indexes = [models.Index(fields=["outcome", "due_at"], name="breach_duty_open")]

    def __str__(self) -> str:
        return f"{self.whom} of {self.breach}"


class BreachEvent(models.Model):
    """A dated step of a breach. Never changed or removed."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=30)
    details = models.JSONField(default=dict, blank=True)
    occurred_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id breach what details occurred_at recorded_by_id")

    def __str__(self) -> str:
        return f"{self.what}: {self.breach}"
