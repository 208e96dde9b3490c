"""Offenses, encounters, charges set aside with their deadline, and new charges (handbook 3b, 3c, 5d)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handoff.charges.definitions import title_in
from handoff.charges.facts import ChargeValue, FormerCourtDate, read_values
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
    """A charge against a person after their referral. It ends no one's participation (G7).

    A charge first put on the wrong person isn't deleted: it is marked as entered in error, and says so where it stood.
    """

    class How(models.TextChoices):
        CITATION = "citation", _("Citation")
        ARREST = "arrest", _("Arrest")
        WARRANT = "warrant", _("Warrant")
        NOT_KNOWN = "not_known", _("Not known")

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
    occurred_at = models.DateTimeField(null=True, blank=True)
    counts = models.PositiveSmallIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    entered_in_error_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program person agency officer_id recorded_at recorded_by_id entered_in_error_at key",
        justice="offense_key title statute how incident_number occurred_on occurred_at counts",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="new_charge_key_not_blank")]

    def __str__(self) -> str:
        return f"new charge {self.public_id}"

    @property
    def shown_title(self) -> str:
        """The title in the reader's language; what is stored stays in English."""
        return title_in(self.offense_key, self.title, get_language() or "en")

    @property
    def asks_for_decision(self) -> bool:
        """A warrant asks for help to clear it, not for a joint decision; neither does a charge entered in error."""
        return self.how != self.How.WARRANT and self.entered_in_error_at is None


class NewChargeChange(models.Model):
    """A change of a new charge by its source, or by the undo of an import. Rows are only ever added.

    `former` keeps the values that the change replaced, by field; of a charge entered in error the court date that went
    off the record with it. Code reads `former_values` and `former_court_date`.
    """

    class What(models.TextChoices):
        CORRECTED = "corrected", _("Time corrected")
        AMENDED = "amended", _("Amended")
        ENTERED_IN_ERROR = "entered_in_error", _("Entered in error")
        RESTORED = "restored", _("Change undone")

    charge = models.ForeignKey(NewCharge, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=20, choices=What)
    former = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="police", plain="id charge what changed_at changed_by_id", justice="former")

    def __str__(self) -> str:
        return f"{self.what}: {self.charge}"

    @property
    def former_values(self) -> dict[str, ChargeValue]:
        """The values of the charge before an amendment or correction; none of any other change."""
        return {} if self.what == self.What.ENTERED_IN_ERROR else read_values(self.former)

    @property
    def former_court_date(self) -> FormerCourtDate | None:
        """The court date that a charge entered in error took along, if it had one."""
        taken = self.former if self.what == self.What.ENTERED_IN_ERROR else {}
        return FormerCourtDate.read(taken) if taken else None


class Disposition(models.Model):
    """How a court closed a new charge, in the codes of North Carolina's courts, and the sentence. Rows are only added.

    The newest holds. A new charge has none while its case is open, also after the DA's decision to continue it.
    """

    class Code(models.TextChoices):
        DISMISSED = "VD", _("Dismissed without leave (VD)")
        WITH_LEAVE = "VL", _("Dismissed with leave (VL)")
        DEFERRED = "DPD", _("Dismissed after deferred prosecution (DPD)")
        CONDITIONAL = "DD", _("Conditional discharge and dismissal (DD)")
        BY_COURT = "DC", _("Dismissed by the court (DC)")
        NO_CAUSE = "NPC", _("No probable cause (NPC)")
        NEVER_SERVED = "NTBS", _("Never to be served (NTBS)")
        JUDGE = "JU", _("Decided by a judge (JU)")
        JURY = "JR", _("Decided by a jury (JR)")
        CAUSE_FOUND = "PC", _("Probable cause found (PC)")
        CAUSE_WAIVED = "WP", _("Probable cause hearing waived (WP)")
        SUPERSEDED = "SI", _("Superseding indictment (SI)")
        REMANDED = "RM", _("Remanded (RM)")
        OTHER = "OT", _("Other (OT)")

    class Verdict(models.TextChoices):
        GUILTY = "GU", _("Guilty (GU)")
        GUILTY_OF_LESS = "GL", _("Guilty of a lesser offense (GL)")
        NOT_GUILTY = "NG", _("Not guilty (NG)")
        ARRESTED = "JA", _("Judgment arrested (JA)")
        CONTINUED = "PJC", _("Prayer for judgment continued (PJC)")
        RESPONSIBLE = "RS", _("Responsible (RS)")
        RESPONSIBLE_FOR_LESS = "RL", _("Responsible for a lesser offense (RL)")
        NOT_RESPONSIBLE = "NR", _("Not responsible (NR)")

    class Sentence(models.TextChoices):
        ACTIVE = "active", _("Jail or prison")
        SUPERVISED = "supervised", _("Supervised probation")
        UNSUPERVISED = "unsupervised", _("Unsupervised probation")
        FINE = "fine", _("Fine or costs only")
        SERVICE = "service", _("Community service")
        SERVED = "served", _("Time served")
        OTHER = "other", _("Another sentence")

    charge = models.ForeignKey(NewCharge, on_delete=models.PROTECT, related_name="dispositions")
    code = models.CharField(max_length=5, choices=Code)
    verdict = models.CharField(max_length=5, choices=Verdict, blank=True)
    sentence = models.CharField(max_length=15, choices=Sentence, blank=True)
    words = models.CharField(max_length=200, blank=True)
    disposed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="police",
        plain="id charge recorded_at recorded_by_id",
        justice="code verdict sentence words disposed_on",
    )

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.charge}"


class SourceCharge(models.Model):
    """A charge as one source knows it, so that its next export is recognized (J1).

    Only keyed fingerprints are kept, of the source's numbers, of the person and of the charge: nothing of someone
    who is no participant can be read from them. `charge` is what it became. `names_print` is of the names without the
    birth date, and `content_print` is one of each fact, so that a later export with fewer columns changes nothing.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To compare")
        LINKED = "linked", _("A participant's charge")
        DROPPED = "dropped", _("No participant")

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=100)
    identity = models.CharField(max_length=64)
    person_print = models.CharField(max_length=64)
    names_print = models.CharField(max_length=64, blank=True)
    content_print = models.CharField(max_length=64)
    former_prints = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State)
    charge = models.ForeignKey(NewCharge, on_delete=models.PROTECT, null=True, related_name="sources")
    batch = models.ForeignKey(
        "spreadsheets.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="police",
        plain="id program source_name identity person_print names_print content_print former_prints state charge "
        "batch judged_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "source_name", "identity"], name="source_charge_once"),
            models.CheckConstraint(
                condition=Q(state="linked", charge__isnull=False) | ~Q(state="linked"),
                name="linked_source_charge_has_charge",
            ),
        ]
        indexes = [models.Index(fields=["program", "person_print"], name="source_charge_by_person")]

    def __str__(self) -> str:
        return f"charge of {self.source_name}"


class DifferentPerson(models.Model):
    """A named person of a source who was compared with a participant: they aren't the same, so no one is asked
    again. `person_print` is a keyed fingerprint of the name and birth date.
    """

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.CASCADE, related_name="+")
    person_print = models.CharField(max_length=64)
    judged_at = models.DateTimeField()
    judged_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id program person person_print judged_at judged_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "person_print"], name="different_person_once")
        ]

    def __str__(self) -> str:
        return f"not {self.person}"
