"""Offenses, encounters, charges set aside with their deadline, and new charges (handbook 3b, 3c, 5d)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handoff.charges.definitions import title_in
from handoff.core.labels import labels


class Offense(models.Model):
    """An offense as the program reads the statute: dated, sourced, editable. Confirm with counsel."""

    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="offenses")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    statute = models.CharField(max_length=40, blank=True)
    offense_class = models.CharField(max_length=20, blank=True)
    felony = models.BooleanField(default=False)
    kind = models.CharField(max_length=40)
    has_victim = models.BooleanField(default=False)
    asks_for_drug = models.BooleanField(default=False)
    asks_for_value = models.BooleanField(default=False)
    is_common = models.BooleanField(default=False)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    reviewed_by = models.CharField(max_length=120, blank=True)

    LABELS = labels(
        origin="program",
        plain="id program key title statute offense_class felony kind has_victim asks_for_drug asks_for_value "
        "is_common effective_from effective_to source reviewed_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "key", "effective_from"], name="offense_once_per_date"
            ),
            # Two NULLs are distinct to a unique constraint, and SQLite can't be told otherwise.
            models.UniqueConstraint(
                fields=["program", "key"],
                condition=Q(effective_from__isnull=True),
                name="offense_once_without_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """The title in the reader's language; what is stored stays in English."""
        return title_in(self.key, self.title, get_language() or "en")


class Encounter(models.Model):
    """A meeting of an officer and a person in which a chargeable offense was found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="encounters")
    officer_id = models.BigIntegerField(null=True)
    incident_number = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    LABELS = labels(
        origin="police",
        plain="id public_id program agency person officer_id recorded_at",
        justice="incident_number occurred_at",
    )

    def __str__(self) -> str:
        return f"encounter {self.public_id}"


class SetAsideCharge(models.Model):
    """A charge that an officer set aside. It is held, never filed, until the intake confirms the diversion or the hold
    lapses (G1).

    `first_lapses_on` is the last day of the hold as first set; later policies never move it. `lapses_on` includes
    extensions. Whether the deadline has passed is computed from that date, not stored. `needs_more_time` keeps the
    charge held after that date: the program asks for it, and says no more (ADR 0029).
    """

    class State(models.TextChoices):
        HELD = "held", _("Set aside")
        DIVERTED = "diverted", _("Diverted: intake completed")
        REFERRED_TO_DA = "referred_to_da", _("Officer chose to pursue the charge")
        DROPPED = "dropped", _("Officer dropped the charge")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="set_aside_charges")
    offense_key = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    statute = models.CharField(max_length=40, blank=True)
    drug = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    value_dollars = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.HELD)
    set_aside_at = models.DateTimeField()
    first_lapses_on = models.DateField()
    lapses_on = models.DateField()
    needs_more_time = models.BooleanField(default=False)

    LABELS = labels(
        origin="police",
        plain="id public_id encounter state set_aside_at first_lapses_on lapses_on needs_more_time",
        justice="offense_key title statute drug quantity unit value_dollars",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["held", "diverted", "referred_to_da", "dropped"]),
                name="charge_state_known",
            ),
            models.CheckConstraint(
                condition=Q(lapses_on__gte=F("first_lapses_on")), name="charge_hold_only_grows"
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | ~Q(unit=""), name="charge_quantity_has_unit"
            ),
        ]
        indexes = [models.Index(fields=["state", "lapses_on"], name="charge_by_lapse")]

    def __str__(self) -> str:
        return f"charge {self.public_id}"

    @property
    def shown_title(self) -> str:
        """The title in the reader's language; what is stored stays in English."""
        return title_in(self.offense_key, self.title, get_language() or "en")


class SetAsideChargeEvent(models.Model):
    """A dated step of a set-aside charge. Rows are only ever added."""

    charge = models.ForeignKey(SetAsideCharge, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=30)
    reason = models.CharField(max_length=300, blank=True)
    lapses_on = models.DateField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="police",
        plain="id charge what lapses_on occurred_at recorded_at recorded_by_id",
        justice="reason",
    )

    def __str__(self) -> str:
        return f"{self.what}: {self.charge}"


class NewCharge(models.Model):
    """A charge against a person after their referral. It ends no one's participation (G7)."""

    class How(models.TextChoices):
        CITATION = "citation", _("Citation")
        ARREST = "arrest", _("Arrest")
        WARRANT = "warrant", _("Warrant")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="new_charges")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    officer_id = models.BigIntegerField(null=True)
    offense_key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=160)
    statute = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=10, choices=How)
    incident_number = models.CharField(max_length=40, blank=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program person agency officer_id recorded_at recorded_by_id key",
        justice="offense_key title statute how incident_number occurred_on",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="new_charge_key_not_blank")]

    def __str__(self) -> str:
        return f"new charge {self.public_id}"

    @property
    def shown_title(self) -> str:
        """The title in the reader's language; what is stored stays in English."""
        return title_in(self.offense_key, self.title, get_language() or "en")
