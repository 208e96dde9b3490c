"""Dated facts: housing, work, income, benefits, treatment, coverage and documents, each with its history (K2, K13)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.casework.facts import LABELS
from handoff.core.labels import labels

CODE_LABELS = [(code, _(label)) for code, label in LABELS.items()]
MOST_WORDS = 300
"""Characters of what is said beside a fact."""


class DatedFact(models.Model):
    """One fact about how things stand for a participant. What it says is in its versions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="dated_facts")
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(origin="care", plain="id public_id program person added_at added_by_id key")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="dated_fact_key_not_blank")]

    def __str__(self) -> str:
        return f"dated fact {self.public_id}"

    @property
    def current(self) -> "DatedFactVersion":
        """The newest version; no query of its own where the versions are prefetched."""
        return list(self.versions.all())[-1]


class DatedFactVersion(models.Model):
    """What a fact said from one moment on: since when, until when, and how it is known. Rows are only added.

    A fact about health or treatment is in `health_code` and `health_words` alone, so that a page, a copy and a release
    tell it apart by its field.
    """

    class Kind(models.TextChoices):
        HOUSING = "housing", _("Housing")
        WORK = "work", _("Work")
        INCOME = "income", _("Income")
        BENEFITS = "benefits", _("Benefits")
        TREATMENT = "treatment", _("Treatment")
        COVERAGE = "coverage", _("Coverage")
        DOCUMENTS = "documents", _("ID and documents")

    class What(models.TextChoices):
        ADDED = "added", _("Recorded")
        CORRECTED = "corrected", _("Corrected")
        ENDED = "ended", _("End recorded")
        WITHDRAWN = "withdrawn", _("Removed (mistake)")

    class Source(models.TextChoices):
        PARTICIPANT = "participant", _("They said so")
        DOCUMENT = "document", _("A document was seen")
        PROVIDER = "provider", _("A provider or agency said so")
        FAMILY = "family", _("Family or someone close said so")
        WORKER = "worker", _("A worker saw it")

    fact = models.ForeignKey(DatedFact, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=30, choices=CODE_LABELS, blank=True)
    health_code = models.CharField(max_length=30, choices=CODE_LABELS, blank=True)
    since = models.DateField()
    since_about = models.BooleanField(default=False)
    until = models.DateField(null=True)
    source = models.CharField(max_length=15, choices=Source)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    health_words = models.CharField(max_length=MOST_WORDS, blank=True)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id fact number what since since_about until source written_at written_by_id",
        part2="kind code words",
        health="health_code health_words",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["fact", "number"], name="dated_fact_version_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="dated_fact_in_order"
            ),
            models.CheckConstraint(
                condition=Q(health_code="", health_words="") & ~Q(code="")
                | Q(code="", words="") & ~Q(health_code=""),
                name="dated_fact_under_its_label",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.fact}"

    @property
    def is_protected(self) -> bool:
        """True of a fact about health or treatment."""
        return bool(self.health_code)

    @property
    def value(self) -> str:
        """The code of its list, whichever field holds it."""
        return self.health_code or self.code

    @property
    def said(self) -> str:
        return self.health_words or self.words

    @property
    def is_withdrawn(self) -> bool:
        return self.what == self.What.WITHDRAWN
