"""The team's recommendations on a new charge and the DA's decision (handbook 5a, 5d, scenario 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class TeamRecommendation(models.Model):
    """What one member of the team recommends for a new charge, written for the DA. A second one is a new row."""

    class Advice(models.TextChoices):
        DISMISS = "dismiss", _("Dismiss")
        CONTINUE = "continue", _("Continue (postpone)")
        PURSUE = "pursue", _("Prosecute")
        NO_VIEW = "no_view", _("No opinion")

    charge = models.ForeignKey("charges.NewCharge", on_delete=models.PROTECT, related_name="recommendations")
    written_by_id = models.BigIntegerField()
    role = models.CharField(max_length=30)
    advice = models.CharField(max_length=10, choices=Advice)
    comment = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()

    LABELS = labels(
        origin="program", plain="id charge written_by_id role advice written_at", justice="comment"
    )

    def __str__(self) -> str:
        return f"recommendation on {self.charge}"


class ChargeDecision(models.Model):
    """The DA's decision on a new charge after the team's recommendations. A later decision is a new row."""

    class Outcome(models.TextChoices):
        DISMISS = "dismiss", _("Dismissed")
        CONTINUE = "continue", _("Continued (postponed)")
        PURSUE = "pursue", _("Prosecuted")

    charge = models.ForeignKey("charges.NewCharge", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField()

    LABELS = labels(origin="police", plain="id charge outcome decided_at decided_by_id", justice="reason")

    def __str__(self) -> str:
        return f"{self.outcome}: {self.charge}"
