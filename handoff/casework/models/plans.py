"""The plan as a document: which goals and steps a participant agreed on, on a day, and their own copy of it (K12)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels

MOST_WORDS = 500
"""Characters of what else was agreed."""


class AgreedPlan(models.Model):
    """A plan as agreed on a day. Its goals and steps are the versions of that moment, so that it never changes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="agreed_plans")
    agreed_on = models.DateField()
    review_on = models.DateField(null=True)
    language = models.CharField(max_length=5)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person agreed_on review_on language added_at added_by_id key",
        part2="words",
    )

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="agreed_plan_key_not_blank"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("agreed_on")),
                name="agreed_plan_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.public_id}"


class AgreedPlanGoal(models.Model):
    """A goal of a plan, in its place, as it read then."""

    plan = models.ForeignKey(AgreedPlan, on_delete=models.PROTECT, related_name="goals")
    position = models.PositiveIntegerField()
    version = models.ForeignKey("casework.GoalVersion", on_delete=models.PROTECT, related_name="+")

    LABELS = labels(origin="care", plain="id plan position version")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="agreed_plan_goal_in_its_place")
        ]

    def __str__(self) -> str:
        return f"goal {self.position} of {self.plan}"


class AgreedPlanStep(models.Model):
    """A step toward a goal of a plan, as it was then: what, who does it, until when."""

    goal = models.ForeignKey(AgreedPlanGoal, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    version = models.ForeignKey("casework.GoalStepVersion", on_delete=models.PROTECT, related_name="+")

    LABELS = labels(origin="care", plain="id goal position version")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "position"], name="agreed_plan_step_in_its_place")
        ]

    def __str__(self) -> str:
        return f"step {self.position} of {self.goal}"


class AgreedPlanEvent(models.Model):
    """What happened with a plan: looked at together again, a copy for the person or none wanted. Only added."""

    class What(models.TextChoices):
        REVIEWED = "reviewed", _("Looked at the plan together")
        COPY_GIVEN = "copy_given", _("They got a copy of the plan")
        COPY_DECLINED = "copy_declined", _("They don't want a copy of the plan")

    COPY = (What.COPY_GIVEN, What.COPY_DECLINED)

    plan = models.ForeignKey(AgreedPlan, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=15, choices=What)
    occurred_on = models.DateField()
    review_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id plan what occurred_on review_on recorded_at recorded_by_id")

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.plan}"
