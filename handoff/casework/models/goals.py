"""Goals in the participant's own words and order, each with its next steps (G3, handbook 3e)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels

MOST_WORDS = 500
"""Characters of a goal or a step."""


class Goal(models.Model):
    """One goal of a participant. What it says is in its versions; only its place among the others is kept here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="goals")
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(origin="care", plain="id public_id program person position added_at added_by_id key")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="goal_key_not_blank")]

    def __str__(self) -> str:
        return f"goal {self.public_id}"

    @property
    def current(self) -> "GoalVersion":
        """The newest version; no query of its own where the versions are prefetched."""
        return list(self.versions.all())[-1]


class GoalVersion(models.Model):
    """What a goal said from one moment on, and what the participant decided about it. Rows are only added."""

    class What(models.TextChoices):
        ADDED = "added", _("Goal added")
        REWORDED = "reworded", _("Goal reworded")
        REACHED = "reached", _("Goal reached")
        SET_ASIDE = "set_aside", _("Goal set aside by the participant")
        TAKEN_UP = "taken_up", _("Goal taken up again")

    ENDED = (What.REACHED, What.SET_ASIDE)

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    words = models.CharField(max_length=MOST_WORDS)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id goal number what written_at written_by_id", part2="words")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["goal", "number"], name="goal_version_once")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.goal}"

    @property
    def is_open(self) -> bool:
        return self.what not in self.ENDED


class GoalStep(models.Model):
    """A next step toward a goal. What it says is in its versions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    added_at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(origin="care", plain="id public_id goal added_at key")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="goal_step_key_not_blank")]

    def __str__(self) -> str:
        return f"step {self.public_id}"

    @property
    def current(self) -> "GoalStepVersion":
        """The newest version; no query of its own where the versions are prefetched."""
        return list(self.versions.all())[-1]


class GoalStepVersion(models.Model):
    """What a step was from one moment on: what, who does it, until when. Rows are only added."""

    class What(models.TextChoices):
        ADDED = "added", _("Next step added")
        CHANGED = "changed", _("Next step changed")
        DONE = "done", _("Next step done")
        DROPPED = "dropped", _("Next step no longer needed")
        REOPENED = "reopened", _("Next step opened again")

    class Owner(models.TextChoices):
        PARTICIPANT = "participant", pgettext_lazy("who does a step", "The participant")
        WORKER = "worker", pgettext_lazy("who does a step", "A worker")

    CLOSED = (What.DONE, What.DROPPED)

    step = models.ForeignKey(GoalStep, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    words = models.CharField(max_length=MOST_WORDS)
    owner = models.CharField(max_length=15, choices=Owner)
    worker_id = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id step number what owner worker_id due_on written_at written_by_id",
        part2="words",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="goal_step_version_once"),
            models.CheckConstraint(
                condition=Q(owner="participant", worker_id__isnull=True)
                | Q(owner="worker", worker_id__isnull=False),
                name="goal_step_owner_named",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.step}"

    @property
    def is_open(self) -> bool:
        return self.what not in self.CLOSED
