"""What happens at the table: what is said of each participant, who does what by when, and the program's topics (S2)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.consent.models import InformationKind
from handoff.core.labels import labels
from handoff.enrollment.models import StatusPeriod
from handoff.staffing.models.meetings import Meeting

MOST_WORDS = 1000
"""Characters of what was discussed, and of the plan."""
MOST_ACTION = 300
"""Characters of an action, of what a participant agreed to share, and of a topic."""


class AgendaWeights(models.Model):
    """How much each kind of news counts for the order of the agenda. A change is a new row; the newest applies."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    weights = models.JSONField(default=dict)
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program weights set_at set_by_id")

    def __str__(self) -> str:
        return f"agenda weights of {self.set_at}"


class AgendaChange(models.Model):
    """Someone was put on one meeting's agenda by hand, or taken off it. Rows are only added; the newest applies."""

    class Why(models.TextChoices):
        ASKED = "asked", _("They asked for it")
        TEAM = "team", _("Someone on the team asked for it")
        NEW = "new", _("Something that isn't in the records yet")
        LATER = "later", _("Can wait for a later meeting")
        WORKER_AWAY = "worker_away", _("Their worker isn't here")
        ELSEWHERE = "elsewhere", _("Was talked about elsewhere")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_changes")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="agenda_changes")
    is_on = models.BooleanField()
    why = models.CharField(max_length=15, choices=Why)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id meeting person is_on why changed_at changed_by_id")

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"agenda change {self.pk}"


class Discussion(models.Model):
    """What was discussed and planned about one participant at one meeting, and the status that closing sets.

    Care's own record: no partner reads it. While the meeting is open it is rewritten; after closing it stays.
    """

    class Status(models.TextChoices):
        KEEP = "keep", _("Stays as it is")
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="discussions")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="discussions")
    said = models.TextField(max_length=MOST_WORDS, blank=True)
    plan = models.TextField(max_length=MOST_WORDS, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.KEEP)
    reason = models.CharField(max_length=20, choices=StatusPeriod.InactiveReason, blank=True)
    died_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id meeting person status saved_at saved_by_id",
        part2="said plan",
        health="reason died_on",
    )

    class Meta:
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="discussed_once"),
            models.CheckConstraint(
                condition=(Q(status="inactive") & ~Q(reason="")) | (~Q(status="inactive") & Q(reason="")),
                name="discussed_inactive_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"discussion {self.pk}"


class MeetingAction(models.Model):
    """Something that someone does about a participant, decided at a meeting. It starts when the meeting is closed.

    `about` is the kind of information under which an agency may read it; empty if only the care team may.
    """

    class About(models.TextChoices):
        TEAM = "", _("The care team only")
        PARTICIPATION = "participation", _("Being in the program")
        CHARGES = "charges", _("Charges")
        PROGRESS = "progress", _("Goals and how they're doing")
        NEEDS = "needs", _("Everyday needs, such as housing, food, or work")
        TREATMENT = "treatment", _("Substance use treatment")
        HEALTH = "health", _("Health and mental health")

    class End(models.TextChoices):
        DONE = "done", pgettext_lazy("action", "Done")
        DROPPED = "dropped", pgettext_lazy("action", "No longer needed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="meeting_actions"
    )
    words = models.CharField(max_length=MOST_ACTION)
    about = models.CharField(max_length=15, choices=About, blank=True)
    owner_id = models.BigIntegerField()
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    starts_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program meeting person about owner_id due_on added_at added_by_id starts_at end ended_at "
        "ended_by_id key",
        part2="words",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="meeting_action_key_not_blank"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="meeting_action_ended_when",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting action {self.public_id}"

    @property
    def shown_kinds(self) -> frozenset[str]:
        """The kinds of information that it shows its owner: being in the program, and what it's about."""
        return frozenset({InformationKind.PARTICIPATION.value, self.about})


class SharedWords(models.Model):
    """What a participant agreed may be said of how they're doing at the table. Rows are only added; the newest applies.

    `needs` are everyday needs that they agreed may be named; health and treatment are never among them.
    """

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="shared_words")
    words = models.CharField(max_length=MOST_ACTION, blank=True)
    needs = models.JSONField(default=list)
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care", plain="id program person agreed_on recorded_at recorded_by_id", part2="words needs"
    )

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"shared words {self.pk}"


class MeetingTopic(models.Model):
    """An administrative, funding or policy topic of a meeting, and what was decided. It names no participant."""

    class Kind(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("Administration")
        FUNDING = "funding", _("Funding")
        POLICY = "policy", _("Policies and procedures")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=15, choices=Kind)
    words = models.CharField(max_length=MOST_ACTION)
    outcome = models.CharField(max_length=MOST_ACTION, blank=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id public_id meeting kind words outcome added_at added_by_id")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"topic {self.public_id}"
