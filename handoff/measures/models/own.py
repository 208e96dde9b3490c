"""A program's own measures (M10)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class OwnMeasure(models.Model):
    """A measure that a program defined. What it counts is in its versions; a retired one stays for closed months."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program number made_at made_by_id retired_at retired_by_id",
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="own_measure_number_once")]

    def __str__(self) -> str:
        return f"own measure {self.number}"


class OwnMeasureVersion(models.Model):
    """What a program's measure counts from one moment on. Rows are only added."""

    class Table(models.TextChoices):
        REFERRAL = "referral", _("Referrals")
        ENROLLMENT = "enrollment", _("People enrolled")
        CHARGE = "charge", _("Charges set aside")
        NEW_CHARGE = "new_charge", _("New charges")

    measure = models.ForeignKey(OwnMeasure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    sentence = models.CharField(max_length=200)
    table = models.CharField(max_length=15, choices=Table)
    base = models.JSONField(default=list)
    counted = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id measure number title sentence table base counted made_at made_by_id",
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="own_measure_version_once")]

    def __str__(self) -> str:
        return f"{self.measure}, version {self.number}"
