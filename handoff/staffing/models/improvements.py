"""The improvement log: a measure led to a decision, the decision to a change, and it was measured again (M11)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class Improvement(models.Model):
    """One line of the log. Figures are copied as they were read, because later entries may change the measure.

    `count` of `whole` is the measure in `month`; the `again_` fields are the same measure in a later month.
    """

    class Measure(models.TextChoices):
        """The keys and titles of the measures, which stand above this app."""

        ACCEPTANCE = "acceptance-rate", _("Acceptance rate")
        REASONS = "decline-reasons", _("Reasons for “not now”")
        ENROLLMENT = "enrollment-rate", _("Enrollment rate")
        DEMOGRAPHICS = "demographics", _("Who is reached")
        OFFICERS = "officers-who-referred", _("Officers who referred")
        CHARGES = "charges-of-active-participants", _("Charges among active participants")
        NEW_CHARGES = "new-charges-after-referral", _("New charges after the referral")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=40, choices=Measure)
    month = models.DateField()
    count = models.PositiveIntegerField()
    whole = models.PositiveIntegerField(null=True)
    decision = models.CharField(max_length=300)
    decided_on = models.DateField()
    change = models.CharField(max_length=300, blank=True)
    changed_on = models.DateField(null=True)
    again_month = models.DateField(null=True)
    again_count = models.PositiveIntegerField(null=True)
    again_whole = models.PositiveIntegerField(null=True)
    learned = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program measure month count whole decision decided_on change changed_on again_month "
        "again_count again_whole learned made_at made_by_id",
    )

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(changed_on__isnull=True) | Q(changed_on__gte=F("decided_on")),
                name="improvement_changed_after",
            ),
            models.CheckConstraint(
                condition=Q(again_month__isnull=True) | Q(again_month__gt=F("month")),
                name="improvement_measured_later",
            ),
        ]

    def __str__(self) -> str:
        return f"improvement {self.public_id}"
