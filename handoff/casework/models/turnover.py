"""Turnover and leave: who takes over each participant, who introduces them, and what the new worker must know (K5)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels

MOST_WORDS = 500
"""Characters of what the new worker must know."""


class HandoverPlan(models.Model):
    """A worker leaves, or is away for a while: the days, and who takes over or covers unless an item names another.

    `starts_on` to `ends_on` are the days both work side by side, or the days of the leave, both included.
    """

    class Kind(models.TextChoices):
        LEAVING = "leaving", pgettext_lazy("handover plan", "Leaves for good")
        LEAVE = "leave", pgettext_lazy("handover plan", "Is away and comes back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    stand_in_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program user_id kind starts_on ends_on stand_in_id made_at made_by_id closed_at "
        "closed_by_id",
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_handover_plan",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="handover_plan_in_order"),
        ]

    def __str__(self) -> str:
        return f"handover plan {self.public_id}"

    @property
    def is_leave(self) -> bool:
        return self.kind == self.Kind.LEAVE


class HandoverItem(models.Model):
    """One participant in a handover plan: who takes over, who introduces them and when, and what to know first."""

    plan = models.ForeignKey(HandoverPlan, on_delete=models.PROTECT, related_name="items")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="handover_items")
    to_worker_id = models.BigIntegerField(null=True)
    introduced_by_id = models.BigIntegerField(null=True)
    introduce_on = models.DateField(null=True)
    introduced_on = models.DateField(null=True)
    must_know = models.CharField(max_length=MOST_WORDS, blank=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id plan person to_worker_id introduced_by_id introduce_on introduced_on changed_at changed_by_id",
        part2="must_know",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="handover_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.plan}"
