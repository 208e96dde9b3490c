"""Figures from outside the program: calls for service, the jail, overdoses, by month (M10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class OutsideFigure(models.Model):
    """What someone else counted in a month. The newest entry of a kind and month is the figure; earlier ones stay.

    `source` says who counted it, such as the sheriff's office. A month without an entry was never entered: it isn't 0.
    """

    class Kind(models.TextChoices):
        CALLS = "calls", _("Calls for service")
        BOOKINGS = "bookings", _("Jail bookings")
        JAIL_DAYS = "jail_days", _("Days in jail")
        OVERDOSES = "overdoses", _("Overdoses")
        OVERDOSE_DEATHS = "overdose_deaths", _("Overdose deaths")

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    month = models.DateField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    entered_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program kind month count source entered_at entered_by_id")

    class Meta:
        indexes = [models.Index(fields=["program", "kind", "month"], name="outside_by_month")]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="outside_figure_has_a_source")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.month:%Y-%m}"
