"""Dated case notes, each under a confidentiality label and corrected by a new version (K2, handbook 5b)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class NoteLabel(models.TextChoices):
    """How confidential a note is, which decides who on the care side reads it (ADR 0046)."""

    GENERAL = "general", _("General")
    HEALTH = "health", _("Health")
    PART2 = "part2", _("Substance use services (42 CFR Part 2)")
    COUNSELING = "counseling", _("Counseling session")


TEXT_FIELDS = {
    NoteLabel.GENERAL: "text",
    NoteLabel.HEALTH: "health_text",
    NoteLabel.PART2: "text",
    NoteLabel.COUNSELING: "counseling_text",
}
"""Where the words of a note are kept: each kind of fact has its own field, so that a copy, a release and an erasure
tell them apart. Counseling notes are separate from the rest of the record, as 42 CFR 2.11 defines them."""


class CaseNote(models.Model):
    """One case note about a participant. What it says is in its versions; `label` is the newest version's."""

    class Kind(models.TextChoices):
        CONVERSATION = "conversation", _("Conversation or visit")
        SERVICE = "service", _("Connection to a service")
        ACCOMPANIED = "accompanied", _("Went along to an appointment")
        TEAM = "team", _("Team discussion")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="case_notes")
    label = models.CharField(max_length=15, choices=NoteLabel)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(origin="care", plain="id public_id program person label added_at added_by_id key")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="note_key_not_blank")]
        indexes = [models.Index(fields=["person", "added_at"], name="note_by_person")]

    def __str__(self) -> str:
        return f"note {self.public_id}"

    @property
    def current(self) -> "CaseNoteVersion":
        """The newest version; no query of its own where the versions are prefetched."""
        return list(self.versions.all())[-1]


class CaseNoteVersion(models.Model):
    """What a note said from one moment on. A correction is a new row; earlier ones stay readable."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=CaseNote.Kind)
    label = models.CharField(max_length=15, choices=NoteLabel)
    text = models.TextField(blank=True)
    health_text = models.TextField(blank=True)
    counseling_text = models.TextField(blank=True)
    occurred_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id note number kind label occurred_at written_at written_by_id",
        part2="text",
        health="health_text",
        counseling="counseling_text",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="note_version_once"),
            # All blank is an erased note; anything else is in the field of its label alone.
            models.CheckConstraint(
                condition=Q(label__in=["general", "part2"], health_text="", counseling_text="")
                | Q(label="health", text="", counseling_text="")
                | Q(label="counseling", text="", health_text=""),
                name="note_words_under_their_label",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.note}"

    @property
    def words(self) -> str:
        return str(getattr(self, TEXT_FIELDS[NoteLabel(self.label)]))
