"""Which columns the files of a source have, and which files were imported."""

import uuid

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


class ImportBatch(models.Model):
    """A file that was read to be imported: what came of its rows, when, and who imported it. It holds no cell of it.

    `digest` recognizes the same file again; `counts` are the rows by outcome (`RowOutcome`), `undo_counts` how many
    records an undo removed or changed back, and how many it kept because someone has worked with them since.
    `rows_done` of `rows_of` were read by an import that someone started at `sending_at` and that hasn't ended.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    source_name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField(null=True)
    imported_by_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undo_counts = models.JSONField(default=dict, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_of = models.PositiveIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program kind source_name digest counts read_at read_by_id imported_at imported_by_id "
        "undone_at undone_by_id undo_counts rows_done rows_of sending_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(imported_at__isnull=False),
                name="batch_undone_after_import",
            ),
            models.UniqueConstraint(
                fields=["program", "kind", "digest"],
                condition=Q(imported_at__isnull=False, undone_at__isnull=True),
                name="file_imported_once",
            ),
        ]
        indexes = [models.Index(fields=["program", "kind", "read_at"], name="batch_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.source_name}"


class UploadedTable(models.Model):
    """The rows of a file between its upload and its import, sealed. Deleted with the import, or a day later.

    After an import, for a day at most, only the rows that it left out, each marked with the reason.
    `columns` are the places by which it is read. Once they are chosen, the cells of all other columns are empty.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="table")
    content = models.BinaryField()
    columns = models.JSONField(default=dict, blank=True)

    LABELS = labels(origin="program", plain="id batch columns", identity="content")

    def __str__(self) -> str:
        return f"rows of {self.batch}"


class ImportedRecord(models.Model):
    """A record that an import added or changed, so that the import can be undone. It holds no values.

    `fingerprint` is of the record as the import left it: another one means that someone has worked with it since.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="records")
    table = models.CharField(max_length=60)
    record_id = models.CharField(max_length=40)
    is_added = models.BooleanField()
    fingerprint = models.CharField(max_length=64, blank=True)

    LABELS = labels(origin="program", plain="id batch table record_id is_added fingerprint")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "table", "record_id"], name="record_once_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.record_id}"
