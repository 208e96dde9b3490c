"""How long each kind of record is kept: dated rules with their sources, and the runs that carried them out (C9, R4)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class RecordKind(models.TextChoices):
    """A kind of record with a retention period of its own."""

    DECLINED = "declined", _("Referrals of people who declined for now")
    INELIGIBLE = "ineligible", _("Referrals of people who weren't eligible")
    WITHDRAWN = "withdrawn", _("Referrals that were withdrawn")
    DRAFTS = "drafts", _("Referral drafts never sent")
    MESSAGES = "messages", _("Web requests that were answered or archived")
    SCANS = "scans", _("Scans not attached to a record")
    INACTIVE = "inactive", _("Participants who have been inactive")
    AUDIT = "audit", _("Audit log")
    SESSIONS = "sessions", _("Sign-in sessions")


class RetentionRule(models.Model):
    """One version of a rule, proposed by one person and in effect from its date on once another has approved it.

    Never changed afterwards; a new version is added beside the old one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="retention_rules")
    kind = models.CharField(max_length=20, choices=RecordKind)
    days = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    effective_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program kind days source effective_on made_at made_by_id approved_at approved_by_id",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="retention_rule_has_a_source"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_at_least_a_day"),
            models.CheckConstraint(
                condition=models.Q(approved_by_id__isnull=True)
                | ~models.Q(approved_by_id=models.F("made_by_id")) & models.Q(approved_at__isnull=False),
                name="retention_rule_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class RetentionRun(models.Model):
    """One run: when, by whom (no one: the scheduled job), and how many records of each kind it removed."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="retention_runs")
    ran_at = models.DateTimeField()
    ran_on = models.DateField()
    ran_by_id = models.BigIntegerField(null=True)
    counts = models.JSONField()
    held = models.PositiveIntegerField()

    LABELS = labels(origin="program", plain="id program ran_at ran_on ran_by_id counts held")

    class Meta:
        indexes = [models.Index(fields=["program", "ran_on"], name="retention_run_by_day")]

    def __str__(self) -> str:
        return f"retention run of {self.ran_on}"
