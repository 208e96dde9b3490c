"""Criteria versions with their approvals, and the dated decisions made under them (handbook 3a)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class CriteriaVersion(models.Model):
    """A version of a program's criteria. It takes effect on its date or at its last approval, the later one (E2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="criteria_versions"
    )
    number = models.PositiveIntegerField()
    criteria = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField()
    approvers = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program number criteria note effective_on approvers made_at made_by_id proposed_at "
        "approved_at withdrawn_at",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="criteria_number_once")]

    def __str__(self) -> str:
        return f"criteria {self.number}"


class CriteriaApproval(models.Model):
    """One partner's approval of a version, by a user of that partner. All `approvers` of the version are needed."""

    version = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField()

    LABELS = labels(origin="program", plain="id version agency approved_at approved_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "agency"], name="criteria_approved_once_per_agency")
        ]

    def __str__(self) -> str:
        return f"agency {self.agency_id} approves {self.version}"


class CriteriaReading(models.Model):
    """Someone new at a partner read the criteria that their predecessor approved (P9). The approval stays as it is."""

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Read, no changes asked for")
        CHANGES = "changes", _("Read, changes asked for")

    version = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="readings")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer)
    changes = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField()

    LABELS = labels(origin="program", plain="id version agency answer changes read_at read_by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="confirmed", changes="")
                | models.Q(answer="changes") & ~models.Q(changes=""),
                name="changes_asked_for_are_named",
            )
        ]

    def __str__(self) -> str:
        return f"reading of {self.version} for agency {self.agency_id}"


class EligibilityDecision(models.Model):
    """A dated check: the facts, the findings, the advice, and the officer's decision (E5, G8).

    Facts are the officer's conclusions and amounts, never the text of a criminal history.
    """

    class Decision(models.TextChoices):
        OFFER = "offer", _("Offer the program")
        ASK_EXCEPTION = "ask_exception", _("Ask for an exception")
        SOCIAL = "social", _("Make a social referral")
        NO_OFFER = "no_offer", _("Don't offer the program now")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="eligibility_decisions", null=True
    )
    facts = models.JSONField()
    findings = models.JSONField()
    advice = models.CharField(max_length=30)
    decision = models.CharField(max_length=20, choices=Decision)
    decision_reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program version person advice decision decided_at decided_by_id",
        justice="facts findings decision_reason",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(advice=""), name="eligibility_has_advice"),
        ]

    def __str__(self) -> str:
        return f"eligibility {self.public_id}"


class ArrestListMapping(models.Model):
    """Which column of an agency's arrest lists holds which fact. No row of a list is ever stored (E7)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="arrest_list_mappings"
    )
    name = models.CharField(max_length=60)
    columns = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id public_id program name columns saved_at saved_by_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="arrest_mapping_name_once")]

    def __str__(self) -> str:
        return self.name
