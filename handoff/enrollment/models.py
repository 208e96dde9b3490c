"""Intake, enrollment, and the periods in which a participant is active or inactive (handbook 3d, 5c)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.constraints import PeriodsDoNotOverlap
from handoff.core.labels import labels


class Intake(models.Model):
    """One intake assessment. It can be saved unfinished; a skipped section is done but has no answers.

    `handoff` is the handoff to the 24-hour partner that started it (H5).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="intake")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="intakes")
    handoff = models.ForeignKey(
        "referrals.HandoffRecord", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answers = models.JSONField(default=dict, blank=True)
    sections_done = models.JSONField(default=list, blank=True)
    appointment_at = models.DateTimeField(null=True, blank=True)
    appointment_place = models.CharField(max_length=200, blank=True)
    transport = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program referral person handoff sections_done appointment_at started_at started_by_id "
        "saved_at completed_at completed_by_id",
        identity="appointment_place transport",
        part2="answers",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, completed_by_id__isnull=True)
                | Q(completed_at__isnull=False),
                name="intake_completed_by_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"intake {self.public_id}"


class IntakeUpdate(models.Model):
    """New answers to one section of a completed intake. A later update is a new row: none is overwritten (I5)."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="updates")
    section = models.CharField(max_length=40)
    answers = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id intake section recorded_at recorded_by_id", part2="answers")

    class Meta:
        indexes = [models.Index(fields=["intake", "recorded_at"], name="intake_update_by_time")]

    def __str__(self) -> str:
        return f"update of {self.intake}"


class QuestionLink(models.Model):
    """A one-time link by which a person says that the officer's agency may learn that their intake is done.

    Only a digest of its token is stored. It ends when it's answered, after its last instant, or after a few wrong tries
    (ADR 0045).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="question_links"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    ends_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program referral token_digest made_at made_by_id ends_at wrong_tries answered_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("made_at")), name="question_link_in_order"),
        ]

    def __str__(self) -> str:
        return f"question link {self.public_id}"


class Enrollment(models.Model):
    """Participation in the program. A completed intake opens it, and it never closes: it is active or inactive (G6)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="enrollments")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="enrollments")
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="enrollment")
    enrolled_at = models.DateTimeField()
    enrolled_on = models.DateField()
    primary_worker_id = models.BigIntegerField(null=True)
    criteria_met = models.JSONField(default=list)
    criteria_number = models.PositiveIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person intake enrolled_at enrolled_on primary_worker_id criteria_number",
        justice="criteria_met",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "person"], name="one_enrollment_per_person")
        ]

    def __str__(self) -> str:
        return f"enrollment {self.public_id}"


class StatusPeriod(models.Model):
    """A period of being active or inactive, half-open; the one without an end is the current status (K7)."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")

    class InactiveReason(models.TextChoices):
        MOVED = "moved", _("Moved away")
        DECEASED = "deceased", _("Deceased")
        INCARCERATED = "incarcerated", _("Incarcerated")
        OUT_OF_TOUCH = "out_of_touch", _("Out of touch")
        STABLE = "stable", _("Stable with no current needs")
        ACHIEVED_GOALS = "achieved_goals", _("Achieved their goals")
        NO_LONGER_WANTS = "no_longer_wants", _("No longer wants services")

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="status_periods")
    status = models.CharField(max_length=10, choices=Status)
    reason = models.CharField(max_length=20, choices=InactiveReason, blank=True)
    note = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id enrollment status starts_at ends_at recorded_at recorded_by_id",
        health="reason note",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=Q(ends_at__isnull=True),
                name="one_open_status_per_enrollment",
            ),
            PeriodsDoNotOverlap(
                owner="enrollment", starts="starts_at", ends="ends_at", name="one_status_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="status_in_order"
            ),
            models.CheckConstraint(
                condition=(Q(status="active") & Q(reason="")) | (Q(status="inactive") & ~Q(reason="")),
                name="inactive_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["status", "ends_at"], name="status_now")]

    def __str__(self) -> str:
        return f"{self.status} from {self.starts_at}"


class SafetyEvent(models.Model):
    """An overdose of a participant, an overdose of someone else that they reversed, or their death (M13).

    A correction is a new row that names the one it corrects; an entry made by mistake is marked as removed. Both stay.
    """

    class Kind(models.TextChoices):
        OVERDOSE = "overdose", _("Overdose they survived")
        REVERSAL = "reversal", _("They reversed someone else's overdose")
        DEATH = "death", _("Death")

    class Naloxone(models.TextChoices):
        GIVEN = "given", _("Naloxone was given")
        NOT_GIVEN = "not_given", _("No naloxone was given")
        UNKNOWN = "unknown", _("Not known")

    class Cause(models.TextChoices):
        OVERDOSE = "overdose", _("Overdose")
        OTHER = "other", _("Something else")
        UNKNOWN = "unknown", _("Not known")

    class Source(models.TextChoices):
        PARTICIPANT = "participant", _("They said so")
        FAMILY = "family", _("Family or someone close")
        WORKER = "worker", _("A worker was there")
        PROVIDER = "provider", _("A hospital or provider")
        RESPONDER = "responder", _("EMS, fire, or police")
        RECORD = "record", _("A death certificate or an obituary")
        OTHER = "other", _("Someone else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="safety_events")
    kind = models.CharField(max_length=10, choices=Kind)
    happened_on = models.DateField()
    is_about = models.BooleanField(default=False)
    naloxone = models.CharField(max_length=10, choices=Naloxone, blank=True)
    cause = models.CharField(max_length=10, choices=Cause, blank=True)
    source = models.CharField(max_length=15, choices=Source)
    is_confirmed = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person happened_on is_about recorded_at recorded_by_id corrects removed_at "
        "removed_by_id key",
        health="kind naloxone cause source is_confirmed words",
    )

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="safety_event_key_not_blank"),
            models.CheckConstraint(
                condition=(Q(kind="overdose", cause="") & ~Q(naloxone=""))
                | (Q(kind="death", naloxone="") & ~Q(cause=""))
                | Q(kind="reversal", naloxone="", cause=""),
                name="safety_event_says_what_its_kind_asks",
            ),
        ]
        indexes = [models.Index(fields=["program", "happened_on"], name="safety_event_by_day")]

    def __str__(self) -> str:
        return f"safety event {self.public_id}"


class SafetyReview(models.Model):
    """What the care team learned from an overdose or a death: about its own work, never about whose fault it was."""

    event = models.ForeignKey(SafetyEvent, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    attendees = models.JSONField(default=list)
    helped = models.TextField(blank=True)
    learned = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id event held_on attendees recorded_at recorded_by_id key",
        health="helped learned",
    )

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="safety_review_key_not_blank")]

    def __str__(self) -> str:
        return f"review of {self.event}"


class SafetyAction(models.Model):
    """What the program does after a review: someone on the care team, by a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(SafetyEvent, on_delete=models.PROTECT, related_name="actions")
    words = models.CharField(max_length=300)
    owner_id = models.BigIntegerField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id event owner_id due_on recorded_at recorded_by_id done_at done_by_id key",
        health="words",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="safety_action_key_not_blank")]

    def __str__(self) -> str:
        return f"action {self.public_id}"


class LookBack(models.Model):
    """One look into a source for one kind of event of a participant: from when to when, and on which days (M12).

    A day within it that isn't named had no such event. Days outside of every look are not known, never "none".
    """

    class Kind(models.TextChoices):
        ARREST = "arrest", _("Arrest or citation")
        BOOKING = "booking", _("Jail booking")
        ED_VISIT = "ed_visit", _("Emergency department visit")
        AMBULANCE = "ambulance", _("Ambulance call")
        MEDICATION = "medication", _("Medication for opioid use")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="look_backs")
    kind = models.CharField(max_length=15, choices=Kind)
    first_on = models.DateField()
    last_on = models.DateField()
    days = models.JSONField(default=list)
    source = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person first_on last_on recorded_at recorded_by_id removed_at removed_by_id key",
        health="kind days source",
    )

    class Meta:
        ordering = ["kind", "first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="look_back_key_not_blank"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="look_back_in_order"),
        ]

    def __str__(self) -> str:
        return f"look back {self.public_id}"
