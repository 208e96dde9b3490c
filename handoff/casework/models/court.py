"""Court cases with their next date, warrants and stay-away orders, and what a text about court may say (J4).

A case holds its own next date: several cases of one person on one morning at one court are one appearance, which is
computed and never stored (ADR 0067).
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels

MOST_WORDS = 200
"""Characters of what an order says, or how it ended."""


class Court(models.TextChoices):
    """The courts of North Carolina that charges come to."""

    DISTRICT = "district", _("District Court")
    SUPERIOR = "superior", _("Superior Court")
    OTHER = "other", _("Another court")


class When(models.TextChoices):
    """How exactly the court has said when: a session, hours to come by, only a week, or no date yet."""

    TIME = "time", pgettext_lazy("court date", "On a day, at a time")
    DROP_IN = "drop_in", pgettext_lazy("court date", "Drop-in on a day")
    WEEK = "week", pgettext_lazy("court date", "In the week of")
    NO_DATE = "no_date", pgettext_lazy("court date", "No new date yet")


class Courtroom(models.Model):
    """A room in the program's court table: its hours, whether one comes by as one likes, and where it is."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    court = models.CharField(max_length=10, choices=Court)
    room = models.CharField(max_length=20)
    place = models.CharField(max_length=MOST_WORDS, blank=True)
    drop_in = models.BooleanField(default=False)
    opens = models.TimeField()
    closes = models.TimeField()

    LABELS = labels(origin="program", plain="id program court room place drop_in opens closes")

    class Meta:
        ordering = ["court", "room", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "court", "room"], name="courtroom_once"),
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="courtroom_closes_later"),
        ]

    def __str__(self) -> str:
        return f"{self.get_court_display()}, {self.room}"


class CourtCase(models.Model):
    """A participant's case at a court, with its next date. What it was before stands in its events."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="court_cases")
    number = models.CharField(max_length=40, blank=True)
    court = models.CharField(max_length=10, choices=Court)
    room = models.CharField(max_length=20, blank=True)
    when = models.CharField(max_length=10, choices=When)
    on = models.DateField(null=True)
    time = models.TimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person on time closed_at added_at added_by_id key",
        justice="number court room when",
    )

    class Meta:
        ordering = ["on", "time", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="court_case_key_not_blank"),
            models.CheckConstraint(
                condition=Q(when="no_date", on__isnull=True) | (~Q(when="no_date") & Q(on__isnull=False)),
                name="court_case_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["program", "on"], name="court_case_by_day")]

    def __str__(self) -> str:
        return f"court case {self.public_id}"


class CourtCaseEvent(models.Model):
    """A court date was added or moved, someone was reminded of it, or what became of it. Rows are only added."""

    class What(models.TextChoices):
        ADDED = "added", pgettext_lazy("court date", "Court date added")
        MOVED = "moved", pgettext_lazy("court date", "New court date")
        NO_DATE = "no_date", pgettext_lazy("court date", "No new court date yet")
        MISSED = "missed", pgettext_lazy("court date", "They couldn't be at court")
        CLOSED = "closed", pgettext_lazy("court date", "Case over")
        REMINDED = "reminded", pgettext_lazy("court date", "Reminded of the court date")
        RESTORED = "restored", pgettext_lazy("court date", "Import undone: the earlier court date")

    case = models.ForeignKey(CourtCase, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    court = models.CharField(max_length=10, choices=Court)
    room = models.CharField(max_length=20, blank=True)
    when = models.CharField(max_length=10, choices=When)
    on = models.DateField(null=True)
    time = models.TimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care", plain="id case what on time recorded_at recorded_by_id", justice="court room when"
    )

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.case}"


class CourtOrder(models.Model):
    """A warrant, which is no charge, or an order to stay away. One that ended stays with how it ended."""

    class Kind(models.TextChoices):
        WARRANT = "warrant", _("Warrant")
        STAY_AWAY = "stay_away", _("Stay-away order")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="court_orders")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    ended_on = models.DateField(null=True)
    how_ended = models.CharField(max_length=MOST_WORDS, blank=True)
    ended_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person starts_on ends_on recorded_at recorded_by_id ended_on ended_by_id key",
        justice="kind number words how_ended",
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="court_order_key_not_blank")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class CourtTextWish(models.Model):
    """What a text to someone about a court date may say, as they wish. The newest holds; without one, no court word."""

    class Says(models.TextChoices):
        NOTHING = "nothing", _("No texts about this")
        NEUTRAL = "neutral", _("Day and time only, nothing about court")
        COURT = "court", _("Day, time, and place, with the word court")
        CASES = "cases", _("Day, time, place, and case numbers")

    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="court_wishes")
    says = models.CharField(max_length=10, choices=Says)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id person recorded_at recorded_by_id", justice="says")

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.says} for {self.person}"
