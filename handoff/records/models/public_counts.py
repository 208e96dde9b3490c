"""Counts of referrals that were made public: by closed quarter, and never computed again (C7)."""

from django.db import models

from handoff.core.labels import labels


class PublishedQuarter(models.Model):
    """The counts of one closed quarter as they were first made public; `counts` has null for a suppressed one.

    Frozen, because a count that changes later (a person enrolls) tells by subtraction who it was.
    """

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    counts = models.JSONField()
    total = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id program starts_on counts total published_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "starts_on"], name="quarter_published_once")
        ]

    def __str__(self) -> str:
        return f"referrals of the quarter from {self.starts_on}"
