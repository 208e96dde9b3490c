"""Links to a referral letter that a provider opens with a one-time code (K2, ADR 0056)."""

import uuid

from django.db import models
from django.db.models import F, Q

from handoff.core.labels import labels


class LetterLink(models.Model):
    """A link to the letter about one referral, for the agency that it is addressed to.

    Only digests of its token and of its code are stored. It ends when the letter was opened, after its last instant, or
    after a few wrong codes; what the letter may say is asked of the consent gate when it is opened.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "casework.ServiceReferral", on_delete=models.PROTECT, related_name="letter_links"
    )
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    ends_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program referral agency token_digest code_digest made_at made_by_id ends_at "
        "wrong_tries opened_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("made_at")), name="letter_link_in_order"),
        ]

    def __str__(self) -> str:
        return f"letter link {self.public_id}"
