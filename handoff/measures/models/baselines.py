"""A program's own figures about the people of its jurisdiction, by group and since a day (M4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class OwnBaseline(models.Model):
    """Each group's share of the jurisdiction, in percent, since a day. The newest entry of a day is the figure."""

    class Dimension(models.TextChoices):
        RACE = "race", _("Race and ethnicity")
        GENDER = "gender", _("Gender")
        AGE = "age", _("Age")

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=10, choices=Dimension)
    since = models.DateField()
    source = models.CharField(max_length=200)
    shares = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program", plain="id program dimension since source shares recorded_at recorded_by_id"
    )

    class Meta:
        ordering = ["dimension", "-since", "-recorded_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="baseline_has_a_source")]

    def __str__(self) -> str:
        return f"{self.dimension} since {self.since}"
