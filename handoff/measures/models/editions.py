"""Figures as they left the program: numbered editions that later ones are checked against (M9)."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class FiguresEdition(models.Model):
    """The figures of one period as they were shared, with the names of those that are hidden.

    It never changes and is never deleted: what was read once is known. `figures` holds numbers alone, no record's id.
    `period` is a period's code, such as 2026-07. An edition is for evaluators and funders; between `public_at` and
    `withdrawn_at` anyone can read it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=10)
    figures = models.JSONField()
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    public_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program number period figures made_at made_by_id public_at withdrawn_at",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="figures_edition_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(public_at__isnull=False),
                name="figures_withdrawn_were_public",
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.period}"

    @property
    def is_public(self) -> bool:
        return self.public_at is not None and self.withdrawn_at is None
