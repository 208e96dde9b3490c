"""Files that belong to a record: scans of paper forms, signed agreements, legal orders.

They are kept outside the web root, under random names.
"""

import uuid

from django.db import models

from handoff.core.labels import labels


class StoredFile(models.Model):
    """One file. Its bytes are in the files folder under `storage_name`; the name it was uploaded with is not kept."""

    class Kind(models.TextChoices):
        ROI_SCAN = "roi_scan", "ROI scan"
        AGREEMENT = "agreement", "agreement"
        LEGAL_ORDER = "legal_order", "legal order"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    media_type = models.CharField(max_length=40)
    storage_name = models.CharField(max_length=80, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    stored_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program_id kind media_type size sha256 stored_at stored_by_id storage_name",
    )

    class Meta:
        indexes = [models.Index(fields=["program_id", "kind"], name="file_program_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
