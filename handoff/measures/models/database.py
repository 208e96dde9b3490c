"""Saved filters of the participant database, and findings of data quality that someone settled."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class SettledFinding(models.Model):
    """Someone checked a missing or odd detail of a person, and nothing more can be done about it (D4).

    `seen` is a keyed fingerprint of the values that the finding rested on: once they change it counts again.
    """

    class Why(models.TextChoices):
        CANT_BE_HAD = "cant_be_had", _("Checked: it can't be had")
        RIGHT = "right", _("Checked: it's right as it is")

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="settled_findings"
    )
    check_key = models.CharField(max_length=20)
    why = models.CharField(max_length=15, choices=Why)
    seen = models.CharField(max_length=64)
    settled_at = models.DateTimeField()
    settled_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id program person check_key why seen settled_at settled_by_id")

    class Meta:
        indexes = [models.Index(fields=["program", "check_key"], name="settled_by_check")]

    def __str__(self) -> str:
        return f"{self.check_key} settled for {self.person}"
