"""The views of the participant database that a program saved under a name."""

import uuid

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class SavedView(models.Model):
    """A choice of rows, columns and order of the participant database. It holds codes, never what is in a record.

    `query` is the query string of the page's address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=3000, blank=True)
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id public_id program name query saved_at saved_by_id")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="database_view_once"),
            models.CheckConstraint(condition=~Q(name=""), name="database_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"view {self.public_id}"
