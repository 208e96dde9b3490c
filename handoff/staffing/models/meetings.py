"""Staffing meetings: the rhythm, each date as an event of its own, who leads, who comes, and who was there (S1)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels

MOST_PLACE = 200
"""Characters of a meeting's place and of the note in its invitation."""


class MeetingSeries(models.Model):
    """A program's rhythm of meetings, and who comes to each. A new rhythm is a new row; one is open at a time."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        TWO_WEEKS = "two_weeks", _("Every two weeks")
        MONTHLY = "monthly", _("In certain weeks of the month")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField()
    weeks = models.JSONField(default=list)
    starts_on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=MOST_PLACE)
    attendees = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program rhythm weekday weeks starts_on starts_at minutes place attendees made_at "
        "made_by_id ended_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(ended_at__isnull=True), name="one_open_meeting_series"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="meeting_series_weekday"),
        ]

    def __str__(self) -> str:
        return f"meeting series {self.public_id}"


class FacilitatorDuty(models.Model):
    """Who leads the staffing meetings, from a day on (half-open). Without anyone, the program manager does."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    chosen_at = models.DateTimeField()
    chosen_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program user_id starts_on ends_on chosen_at chosen_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(ends_on__isnull=True), name="one_facilitator"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="facilitator_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"facilitator from {self.starts_on}"


class Meeting(models.Model):
    """One meeting on one date: an event of its own in calendars, with its own UID for as long as it exists (C-F19).

    `slot_on` is its day by the rhythm, which stays when the meeting moves. `sequence` counts the changes after
    which everyone answers again; `changed_at` is the last change of what an invitation says (C-F16). `on_now_id` is the
    person that the facilitator has open at this moment, for the projector to follow.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("meeting", "On a holiday: confirm, move, or cancel")
        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        OPEN = "open", pgettext_lazy("meeting", "In progress")
        CLOSED = "closed", pgettext_lazy("meeting", "Closed")
        CANCELED = "canceled", pgettext_lazy("meeting", "Canceled")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="meetings", null=True)
    slot_on = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=MOST_PLACE)
    note = models.CharField(max_length=MOST_PLACE, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    on_now_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id calendar_id program series slot_on starts_at ends_at place note state sequence changed_at "
        "made_at made_by_id opened_at closed_at closed_by_id on_now_id",
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "slot_on"],
                condition=Q(series__isnull=False, slot_on__isnull=False),
                name="one_meeting_per_date",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_in_order"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="meeting_closed_when",
            ),
        ]
        indexes = [models.Index(fields=["program", "starts_at"], name="meeting_program_start")]

    def __str__(self) -> str:
        return f"meeting {self.public_id}"

    @property
    def is_coming(self) -> bool:
        """True until it starts, unless it was canceled."""
        return self.state in {self.State.PROPOSED, self.State.PLANNED}

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.CANCELED}


class Attendee(models.Model):
    """A member who is asked to a meeting, and what their calendar was last sent.

    `asked` is whether they should come; the `sent_…` fields are what the last mail said. A mail is due while the two
    differ, so that edits within a minute are one mail, and only the newest state is ever sent. `sent_sequence` is the
    number in the mail, `seen_sequence` the meeting's own at that moment.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    user_id = models.BigIntegerField()
    asked = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    sent_as = models.CharField(max_length=10, blank=True)
    sent_sequence = models.PositiveIntegerField(null=True)
    seen_sequence = models.PositiveIntegerField(null=True)
    sent_content_of = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)

    LABELS = labels(
        origin="program",
        plain="id meeting user_id asked changed_at sent_as sent_sequence seen_sequence sent_content_of sent_at "
        "claimed_at attempts last_error",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user_id"], name="attendee_once")]

    def __str__(self) -> str:
        return f"attendee {self.pk}"


class Presence(models.Model):
    """Someone's time at the table, half-open: from their arrival until they leave. Coming back is a new row."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="times")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id attendee arrived_at left_at recorded_by_id")

    class Meta:
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(left_at__isnull=True), name="present_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="presence_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"present from {self.arrived_at}"
