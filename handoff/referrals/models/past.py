"""Referrals from before Handoff, as a program's own records state them (P6)."""

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class PastReferral(models.Model):
    """What a program's own workbook says of a referral that was made before Handoff (ADR 0066).

    No eligibility check, hold or release is made up for it. `officer_name` is the officer as written there, who may
    have no account; `charges` are those from which the person was diverted, one a line.
    """

    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="past")
    source_name = models.CharField(max_length=100)
    officer_name = models.CharField(max_length=120, blank=True)
    officer_id = models.BigIntegerField(null=True)
    charges = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    external_number = models.CharField(max_length=40, blank=True)
    imported_at = models.DateTimeField()
    imported_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id referral source_name officer_name officer_id imported_at imported_by_id",
        identity="external_number",
        justice="charges",
        part2="note",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source_name=""), name="past_referral_names_its_source")
        ]

    def __str__(self) -> str:
        return f"{self.referral} from {self.source_name}"
