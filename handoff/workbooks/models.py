"""What a program's own workbook brought: answers about it, the rows it is recognized by, and what an undo puts back."""

from django.db import models
from django.db.models import Q

from handoff.core.labels import labels


class WorkbookAnswer(models.Model):
    """What a user said about a value, a cell or a row of a workbook: a code, or whose record it is.

    `key` is a keyed fingerprint of the question, so that no cell is stored; the next workbook of the same source finds
    the answer again.
    """

    batch = models.ForeignKey(
        "spreadsheets.ImportBatch", on_delete=models.CASCADE, related_name="workbook_answers"
    )
    key = models.CharField(max_length=64)
    value = models.CharField(max_length=64)
    answered_at = models.DateTimeField()
    answered_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id batch key value answered_at answered_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "key"], name="workbook_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="workbook_answer_not_blank"),
        ]

    def __str__(self) -> str:
        return f"answer about {self.batch}"


class WorkbookRow(models.Model):
    """A row of a source's workbook that was imported: whose it is, and fingerprints of its cells.

    They recognize the row in the next workbook and tell which of its cells changed; no cell can be read from them.
    """

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=100)
    identity = models.CharField(max_length=64)
    person = models.ForeignKey("participants.Person", on_delete=models.CASCADE, related_name="workbook_rows")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.SET_NULL, null=True, related_name="workbook_rows"
    )
    prints = models.JSONField(default=dict)

    LABELS = labels(origin="program", plain="id program source_name identity person referral prints")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "source_name", "identity"], name="workbook_row_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"row about {self.person}"


class FormerValue(models.Model):
    """A value of a record before a workbook changed it, sealed, for the undo of that import.

    It belongs to a person, so that an erasure deletes it.
    """

    batch = models.ForeignKey("spreadsheets.ImportBatch", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=60)
    record_id = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    content = models.BinaryField()
    written = models.CharField(max_length=64)
    """A keyed fingerprint of what the import wrote: another value means that someone changed it since."""

    LABELS = labels(
        origin="program", plain="id batch person table record_id field written", identity="content"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "table", "record_id", "field"], name="former_value_once_in_a_batch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.person} before {self.batch}"
