"""Erasing a person's records: one user requests it, another approves, and it is done at once (C9)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels

ERASURE_IS_OPEN = Q(done_at__isnull=True, withdrawn_at__isnull=True)
"""Neither done nor withdrawn."""


class ErasureRequest(models.Model):
    """A request to erase one person's records. Open until done or withdrawn; someone other than the requester
    approves it.
    """

    class Reason(models.TextChoices):
        WISH = "wish", _("The person asked for it")
        ERROR = "error", _("The record was created by mistake")
        KEPT_LONG_ENOUGH = "kept_long_enough", _("The retention period has passed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="erasure_requests"
    )
    reason = models.CharField(max_length=20, choices=Reason)
    words = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    requested_by_id = models.BigIntegerField()
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program person reason requested_at requested_by_id approved_by_id done_at "
        "withdrawn_at withdrawn_by_id",
        identity="words",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("requested_by_id")),
                name="erasure_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, approved_by_id__isnull=True)
                | Q(done_at__isnull=False, approved_by_id__isnull=False, withdrawn_at__isnull=True),
                name="erasure_done_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="erasure_withdrawn_by_and_when",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=ERASURE_IS_OPEN,
                name="one_open_erasure_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None
