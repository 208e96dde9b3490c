"""What a program hands out, the funds that pay for it, and where a free phone stands (K6, K8).

Money is kept in whole cents: a decimal column is a floating-point number in SQLite (ADR 0054).
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handoff.casework.models.outreach import HelpGiven
from handoff.core.labels import labels

MOST_WORDS = 200
"""Characters of where money came from, or of a reason."""


class SupplyItem(models.Model):
    """Something on the program's own list of what it hands out. An item that is used no more is retired."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=HelpGiven.Kind)
    name = models.CharField(max_length=60)
    name_es = models.CharField(max_length=60, blank=True)
    cost_cents = models.PositiveIntegerField(null=True)
    """What one usually costs the program."""
    retired_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program kind name name_es cost_cents retired_at added_at added_by_id",
    )

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], condition=Q(retired_at__isnull=True), name="supply_item_once"
            )
        ]

    def __str__(self) -> str:
        return (self.name_es if get_language() == "es" else "") or self.name


class Fund(models.Model):
    """Money for participants' urgent needs, from one source. Its balance is the sum of its entries."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id public_id program name closed_at opened_at opened_by_id")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="fund_name_once")]

    def __str__(self) -> str:
        return self.name


class FundEntry(models.Model):
    """Money that came into a fund or was spent from it. Rows are only added; a wrong one is reversed by another.

    `amount_cents` is below zero for what was spent. `reason` says why an entry was made although the fund didn't have
    enough.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("fund", "Received")
        SPENT = "spent", pgettext_lazy("fund", "Spent on help")
        REVERSED = "reversed", pgettext_lazy("fund", "Entry reversed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    amount_cents = models.IntegerField()
    help_given = models.ForeignKey(
        "casework.HelpGiven", on_delete=models.PROTECT, related_name="fund_entries", null=True
    )
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, related_name="reversal", null=True)
    occurred_on = models.DateField()
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    reason = models.CharField(max_length=MOST_WORDS, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program fund kind amount_cents help_given reverses occurred_on words reason recorded_at "
        "recorded_by_id key",
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "fund entries"
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="fund_entry_key_not_blank"),
            models.CheckConstraint(
                condition=Q(kind="received", amount_cents__gt=0)
                | Q(kind="spent", amount_cents__lt=0, help_given__isnull=False)
                | Q(kind="reversed", reverses__isnull=False),
                name="fund_entry_as_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of fund {self.fund_id}"


class HelpCorrection(models.Model):
    """Help that was recorded by mistake: the row stays on record and counts no longer."""

    class Why(models.TextChoices):
        TWICE = "twice", _("Recorded twice")
        PERSON = "person", _("It was for someone else")
        DETAILS = "details", _("Wrong item, quantity, cost, or fund")
        NOT_HANDED_OVER = "not_handed_over", _("They didn't get it after all")

    help_given = models.OneToOneField(
        "casework.HelpGiven", on_delete=models.PROTECT, related_name="correction"
    )
    why = models.CharField(max_length=20, choices=Why)
    corrected_at = models.DateTimeField()
    corrected_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id help_given why corrected_at corrected_by_id")

    def __str__(self) -> str:
        return f"correction of {self.help_given}"


class PhoneStep(models.Model):
    """What happened with a free phone for a participant, on one day (K6). An entry made by mistake is withdrawn."""

    class What(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("free phone", "Applied for")
        RECEIVED = "received", pgettext_lazy("free phone", "They have it")
        WORKS = "works", pgettext_lazy("free phone", "It works")
        LOST = "lost", pgettext_lazy("free phone", "Lost or doesn't work")
        REPLACED = "replaced", pgettext_lazy("free phone", "Replaced by another")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="phone_steps")
    what = models.CharField(max_length=10, choices=What)
    contact_point = models.ForeignKey(
        "participants.ContactPoint", on_delete=models.SET_NULL, related_name="+", null=True
    )
    note = models.CharField(max_length=MOST_WORDS, blank=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person what contact_point occurred_on recorded_at recorded_by_id withdrawn_at "
        "withdrawn_by_id key",
        part2="note",
    )

    class Meta:
        ordering = ["occurred_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="phone_step_key_not_blank")]

    def __str__(self) -> str:
        return f"phone {self.what} for {self.person}"
