"""Which columns the files of a source have, as a program saved them."""

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class ColumnMapping(models.Model):
    """For one kind of file from one source: the heading under which each fact is found. No cell is stored."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    source_name = models.CharField(max_length=100)
    headings = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program kind source_name headings saved_at saved_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "kind", "source_name"], name="columns_once_per_source"
            ),
            models.CheckConstraint(condition=~Q(source_name=""), name="columns_name_their_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.source_name}"
