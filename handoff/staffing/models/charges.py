"""The team's recommendations on a new charge and the DA's decision (handbook 5a, 5d, scenario 3)."""

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import Court
from handoff.charges.definitions import title_in
from handoff.charges.models import NewCharge
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


class ChargeReport(models.Model):
    """A reported charge against someone who may be a participant, until a person has compared them (J1).

    The row is deleted with the decision: what is linked is a `NewCharge`, what isn't is no one's business. "None of
    them" is deleted an hour later: until `dropped_at` is an hour ago, the answer can be undone. Of a report
    from an imported file, `source_charge` recognizes it in the next one; `is_correction` is set where the source named
    another person before. `court_at` is the court date that a file states, offered to whoever links the charge.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    officer_id = models.BigIntegerField(null=True)
    first_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=10, blank=True)
    date_of_birth = models.DateField(null=True)
    age = models.PositiveSmallIntegerField(null=True)
    offense_key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=160)
    statute = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=10, choices=NewCharge.How)
    incident_number = models.CharField(max_length=40, blank=True)
    occurred_on = models.DateField()
    occurred_at = models.DateTimeField(null=True)
    counts = models.PositiveSmallIntegerField(default=1)
    court_at = models.DateTimeField(null=True)
    court = models.CharField(max_length=10, choices=Court, blank=True)
    source_charge = models.OneToOneField(
        "charges.SourceCharge", on_delete=models.CASCADE, null=True, related_name="report"
    )
    is_correction = models.BooleanField(default=False)
    reported_at = models.DateTimeField()
    reported_by_id = models.BigIntegerField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program agency officer_id source_charge is_correction reported_at reported_by_id "
        "dropped_at dropped_by_id key",
        identity="first_name middle_name last_name suffix date_of_birth age",
        justice="offense_key title statute how incident_number occurred_on occurred_at counts court_at court",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(key=""), name="charge_report_key_not_blank")
        ]

    def __str__(self) -> str:
        return f"charge report {self.public_id}"

    @property
    def shown_title(self) -> str:
        """The title in the reader's language; what is stored stays in English."""
        return title_in(self.offense_key, self.title, get_language() or "en")
