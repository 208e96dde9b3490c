"""Recommendations to admit people who don't meet every criterion (E4)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class ExceptionRequest(models.Model):
    """A recommendation to admit a person who does not meet the criteria. The DA or designee decides (E4).

    `side` is who recommends it: law enforcement or the DA's office (handbook 3a).
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting for the DA")
        APPROVED = "approved", _("Approved")
        NOT_APPROVED = "not_approved", _("Not approved")

    class Side(models.TextChoices):
        LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
        DISTRICT_ATTORNEY = "district_attorney", _("District attorney's office")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="exception_requests"
    )
    side = models.CharField(max_length=20, choices=Side, default=Side.LAW_ENFORCEMENT)
    recommended_by_id = models.BigIntegerField()
    recommended_at = models.DateTimeField()
    recommendation = models.CharField(max_length=500)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.WAITING)
    decided_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    LABELS = labels(
        origin="police",
        plain="id public_id referral side recommended_by_id recommended_at outcome decided_by_id decided_at",
        justice="recommendation decision_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(outcome="waiting"), name="one_waiting_exception_per_referral"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_at__isnull=True, decided_by_id__isnull=True)
                | (~Q(outcome="waiting") & Q(decided_at__isnull=False, decided_by_id__isnull=False)),
                name="exception_decided_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"exception {self.public_id}"
