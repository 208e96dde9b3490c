"""Dated facts that a partner at the table adds about a participant whose release names it (P8)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from handoff.core.labels import labels
from handoff.programs.models import Agency

AgencyKind = Agency.Kind


class PartnerFact(models.Model):
    """One dated fact of an agency's own, from a short list: no free text, so that it says no more than that.

    The care team reads it. The agency reads its own while a live release lets it know of the person. Rows are only
    added; one that was entered in error is marked.
    """

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", pgettext_lazy("partner fact", "Next appointment with us")
        SEEN = "seen", pgettext_lazy("partner fact", "We saw them")
        SUPERVISION_ENDS = "supervision_ends", pgettext_lazy("partner fact", "Supervision ends")
        IN_CUSTODY = "in_custody", pgettext_lazy("partner fact", "Came into custody")
        RELEASE_DUE = "release_due", pgettext_lazy("partner fact", "Expected to leave custody")
        LEFT_CUSTODY = "left_custody", pgettext_lazy("partner fact", "Left custody")
        STAYS = "stays", pgettext_lazy("partner fact", "Has a place with us")
        LEFT = "left", pgettext_lazy("partner fact", "Left our place")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="partner_facts")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person agency on added_at added_by_id withdrawn_at withdrawn_by_id key",
        part2="kind",
    )

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="partner_fact_key_not_blank")]

    def __str__(self) -> str:
        return f"partner fact {self.public_id}"


Kind = PartnerFact.Kind
KINDS_OF: dict[str, tuple[Kind, ...]] = {
    AgencyKind.COMMUNITY_CORRECTIONS: (Kind.APPOINTMENT, Kind.SEEN, Kind.SUPERVISION_ENDS),
    AgencyKind.JAIL: (Kind.IN_CUSTODY, Kind.RELEASE_DUE, Kind.LEFT_CUSTODY),
    AgencyKind.COMMUNITY: (Kind.STAYS, Kind.LEFT, Kind.APPOINTMENT, Kind.SEEN),
    AgencyKind.TREATMENT: (Kind.APPOINTMENT, Kind.SEEN),
    AgencyKind.LME_MCO: (Kind.APPOINTMENT, Kind.SEEN),
    AgencyKind.HOSPITAL_EMS: (Kind.APPOINTMENT, Kind.SEEN),
    AgencyKind.MOBILE_CRISIS: (Kind.APPOINTMENT, Kind.SEEN),
}
"""What each kind of agency may add. Police, prosecutors, courts and defenders have their own ways, and none here."""
AHEAD = frozenset({Kind.APPOINTMENT, Kind.SUPERVISION_ENDS, Kind.RELEASE_DUE})
"""Facts of a day to come; the others are of a day that has come."""
