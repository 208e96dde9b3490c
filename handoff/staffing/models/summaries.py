"""A summary of participation for a case: written with the person, and read only under a consent of its own (J5)."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.consent.models import MOST_STATEMENT
from handoff.core.labels import labels


class ParticipationSummary(models.Model):
    """Words for one recipient in a case: a draft until the person signs, and from then on never changed.

    What the recipient may read is the consent's own copy of the words, while that consent is live. `version` counts the
    changes of the draft: a signature counts only for the version that was on the screen.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="summaries")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=MOST_STATEMENT)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)
    release = models.OneToOneField(
        "consent.Release", on_delete=models.PROTECT, related_name="summary", null=True
    )
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person agency version written_at written_by_id release key",
        part2="words",
    )

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(words=""), name="summary_key_and_words_not_blank"
            )
        ]

    def __str__(self) -> str:
        return f"summary {self.public_id}"
