"""Who did and saw what. Plain values without foreign keys, so that the trail outlives the records it is about."""

from django.db import models

from handoff.core.labels import labels


class AuditChain(models.Model):
    """The head of one program's chain; locked while a row is added. Program 0 is the installation itself."""

    program_id = models.BigIntegerField(primary_key=True)
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    LABELS = labels(origin="program", plain="program_id length head")

    def __str__(self) -> str:
        return f"chain {self.program_id} at {self.length}"


class AuditEvent(models.Model):
    """One action, view, refusal or sign-in. Holds ids and counts, never a person's words, name or date of birth."""

    program_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    username = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, default="done")
    details = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    LABELS = labels(
        origin="program",
        plain="id program_id number at user_id username action subject reason outcome details address previous hash",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program_id", "number"], name="audit_number_once")]
        indexes = [
            models.Index(fields=["program_id", "subject"], name="audit_subject"),
            models.Index(fields=["program_id", "user_id"], name="audit_user"),
            models.Index(fields=["program_id", "at"], name="audit_when"),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.number}"


class AccessReview(models.Model):
    """A week of access that a manager reviewed and signed (CJIS AU-6)."""

    program_id = models.BigIntegerField()
    week_starts_on = models.DateField()
    findings = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by_id = models.BigIntegerField()

    LABELS = labels(
        origin="program",
        plain="id program_id week_starts_on findings reviewed_at reviewed_by_id",
        identity="note",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program_id", "week_starts_on"], name="week_reviewed_once")
        ]

    def __str__(self) -> str:
        return f"access review of {self.week_starts_on}"
