"""People: who they are and how to reach them. One person belongs to one program; programs never share people."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels

ERASED_NAME = "(erased)"
"""What stands for the first name of someone whose record was erased; nothing else of who they are is left."""


class Gender(models.TextChoices):
    """Self-identified gender (handbook 7a): a short list, the person's own words, or declining to answer."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NONBINARY = "nonbinary", _("Non-binary")
    SELF_DESCRIBED = "self_described", _("In their own words")
    DOES_NOT_KNOW = "does_not_know", _("Doesn't know")
    PREFERS_NOT = "prefers_not", _("Prefers not to say")
    NOT_ASKED = "not_asked", _("Didn't ask")


class RaceEthnicity(models.TextChoices):
    """OMB Statistical Policy Directive 15 (March 28, 2024): seven equal categories, check all that apply."""

    AMERICAN_INDIAN = "american_indian", _("American Indian or Alaska Native")
    ASIAN = "asian", _("Asian")
    BLACK = "black", _("Black or African American")
    HISPANIC = "hispanic", _("Hispanic or Latino")
    MIDDLE_EASTERN = "middle_eastern", _("Middle Eastern or North African")
    PACIFIC_ISLANDER = "pacific_islander", _("Native Hawaiian or Pacific Islander")
    WHITE = "white", _("White")
    DOES_NOT_KNOW = "does_not_know", _("Doesn't know")
    PREFERS_NOT = "prefers_not", _("Prefers not to say")
    NOT_ASKED = "not_asked", _("Didn't ask")


class Person(models.Model):
    """Anyone referred. Becomes a participant only by a completed intake."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="people")
    first_name = models.CharField(max_length=80)
    middle_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80)
    suffix = models.CharField(max_length=10, blank=True)
    preferred_name = models.CharField(max_length=80, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    approximate_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender, default=Gender.NOT_ASKED)
    gender_words = models.CharField(max_length=80, blank=True)
    race_ethnicity = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=5, default="en")
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_people"
    )

    LABELS = labels(
        origin="police",
        plain="id public_id program added_at added_by_id language merged_into",
        identity="first_name middle_name last_name suffix preferred_name date_of_birth approximate_age gender "
        "gender_words race_ethnicity",
    )

    class Meta:
        verbose_name_plural = "people"
        indexes = [models.Index(fields=["program", "last_name", "first_name"], name="person_by_name")]

    def __str__(self) -> str:
        return f"person {self.public_id}"

    @property
    def recorded_name(self) -> str:
        """First and last name, as an officer wrote it; the preferred name belongs to the care side."""
        return " ".join(part for part in (self.first_name, self.last_name, self.suffix) if part)

    @property
    def full_name(self) -> str:
        """The name as it is spoken, with the preferred name if there is one."""
        called = self.preferred_name or self.first_name
        return " ".join(part for part in (called, self.last_name, self.suffix) if part)


class PossibleDuplicate(models.Model):
    """Two records that may be about one person, until someone on staff decides (D6)."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("To review")
        MERGED = "merged", _("Merged")
        DIFFERENT = "different", _("Two different people")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    noticed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program one other score reasons noticed_at decision decided_at decided_by_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_of_people_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"


class PersonMerge(models.Model):
    """One record merged into another, with everything needed to separate them again (ADR 0031)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    filled_fields = models.JSONField(default=list)
    merged_at = models.DateTimeField()
    merged_by_id = models.BigIntegerField(null=True)
    separated_at = models.DateTimeField(null=True, blank=True)
    separated_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program kept merged filled_fields merged_at merged_by_id separated_at separated_by_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(separated_at__isnull=True), name="merged_into_one_person"
            ),
            models.CheckConstraint(condition=~Q(kept=models.F("merged")), name="merge_of_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} in {self.kept}"


class MergedRow(models.Model):
    """A row that a merge moved to the other person, or added; separating moves it back, or deletes it."""

    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=60)
    column = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    is_added = models.BooleanField(default=False)

    LABELS = labels(origin="program", plain="id merge table column row_id is_added")

    class Meta:
        indexes = [models.Index(fields=["table", "row_id"], name="merged_row_by_id")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class PersonName(models.Model):
    """Another name the person is or was known by."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="other_names")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)

    LABELS = labels(origin="police", plain="id person", identity="first_name last_name")

    def __str__(self) -> str:
        return f"other name of {self.person}"


class LookupKey(models.Model):
    """One key under which a person may be looked up; see `participants.lookup.rules.keys`."""

    program_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lookup_keys")

    LABELS = labels(origin="program", plain="id program_id person", identity="key")

    class Meta:
        indexes = [models.Index(fields=["program_id", "key", "person"], name="lookup_by_key")]

    def __str__(self) -> str:
        return f"key of {self.person}"


class ContactPoint(models.Model):
    """A way to reach a person: a phone, an address, a place they often are, someone who can pass on a message (K6)."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        ADDRESS = "address", _("Address")
        PLACE = "place", _("Place they can often be found")
        EMAIL = "email", _("Email")
        THROUGH = "through", _("Someone who can pass on a message")

    class Works(models.TextChoices):
        YES = "yes", _("Works")
        NO = "no", _("Doesn't work")
        UNKNOWN = "unknown", _("Not verified")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=200)
    works = models.CharField(max_length=10, choices=Works, default=Works.UNKNOWN)
    safe_to_text = models.BooleanField(default=False)
    safe_to_leave_word = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    from_care = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    LABELS = labels(
        origin="care",
        plain="id public_id person kind works safe_to_text safe_to_leave_word from_care added_at added_by_id ended_at",
        identity="value note",
    )

    def __str__(self) -> str:
        return f"{self.kind} of {self.person}"


class ApproachNote(models.Model):
    """How the person wishes to be approached and whom to avoid; shown before any visit or call (K9)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="approach_notes")
    text = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id person written_at written_by_id", identity="text")

    def __str__(self) -> str:
        return f"approach note for {self.person}"


class PersonKeyUsed(models.Model):
    """A submission key that has already added a person: a second click finds the row of the first."""

    key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    LABELS = labels(origin="program", plain="id key person")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="person_key_not_blank")]

    def __str__(self) -> str:
        return self.key


class TeamMember(models.Model):
    """A user who works with the person, for a half-open span of time: they open the record without a reason."""

    class Why(models.TextChoices):
        WORKER = "worker", _("Their worker")
        INTAKE = "intake", _("Started the intake")
        CONTACT = "contact", _("In contact in the last 30 days")
        ADDED = "added", _("Added to the team")
        COVER = "cover", _("Covers, or takes over")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team")
    user_id = models.BigIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    added_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id person user_id why starts_at ends_at added_by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="team_in_order",
            ),
        ]
        indexes = [models.Index(fields=["person", "user_id"], name="team_of_person")]

    def __str__(self) -> str:
        return f"user {self.user_id} on the team of {self.person}"


class RecordOpening(models.Model):
    """A record opened from outside its team, with the reason, until the shift ends (C8)."""

    class Reason(models.TextChoices):
        COVERING = "covering", _("Covering for a colleague")
        MEETING = "meeting", _("Team meeting")
        SUPERVISION = "supervision", _("Supervision")
        CORRECTION = "correction", _("Correcting data")
        ASKED = "asked", _("The person asked for me")
        EMERGENCY = "emergency", _("Emergency")
        OTHER = "other", _("Something else")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="openings")
    user_id = models.BigIntegerField()
    reason = models.CharField(max_length=15, choices=Reason)
    note = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    LABELS = labels(origin="care", plain="id person user_id reason opened_at ends_at", identity="note")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("opened_at")), name="opening_in_order"),
            models.CheckConstraint(condition=~Q(reason="other", note=""), name="other_reason_has_words"),
        ]
        indexes = [models.Index(fields=["person", "user_id", "ends_at"], name="opening_of_person")]

    def __str__(self) -> str:
        return f"opening of {self.person} by user {self.user_id}"
