"""A program, its partners, its hours and the policies that apply at each date (handbook 2, 3)."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class Program(models.Model):
    """One jurisdiction's diversion program. Programs share an installation and never see each other's people."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    jurisdiction = models.CharField(max_length=120)
    state = models.CharField(max_length=2, default="NC")
    county_fips = models.CharField(max_length=5, blank=True)
    residence_rule = models.CharField(max_length=300, blank=True)
    demographics = models.JSONField(default=dict, blank=True)
    time_zone = models.CharField(max_length=40, default="America/New_York")
    languages = models.JSONField(default=list)
    phone = models.CharField(max_length=40)
    text_number = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    card_message = models.CharField(max_length=300, blank=True)
    card_message_es = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    LABELS = labels(
        origin="program",
        plain="id slug name jurisdiction state county_fips residence_rule demographics time_zone languages phone "
        "text_number email address card_message card_message_es is_demo created_at",
    )

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """The program's policy settings from one date on. Past referrals keep the version they were made under (P4)."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="policies")
    number = models.PositiveIntegerField()
    effective_on = models.DateField()
    intake_window_days = models.PositiveSmallIntegerField(default=14)
    contact_due_hours = models.PositiveSmallIntegerField(default=48)
    remind_before_days = models.PositiveSmallIntegerField(default=3)
    staffing_every_days = models.PositiveSmallIntegerField(default=14)
    caseload_full_time = models.PositiveSmallIntegerField(default=20)
    caseload_part_time = models.PositiveSmallIntegerField(default=10)
    caseload_ceiling = models.PositiveSmallIntegerField(default=25)
    weight_intensive = models.PositiveSmallIntegerField(default=150)
    weight_light = models.PositiveSmallIntegerField(default=50)
    silent_days = models.PositiveSmallIntegerField(default=14)
    out_of_touch_days = models.PositiveSmallIntegerField(default=30)
    declined_kept_days = models.PositiveSmallIntegerField(default=365)
    roi_days = models.PositiveSmallIntegerField(default=365)
    directory_check_days = models.PositiveSmallIntegerField(default=180)
    look_back_days = models.PositiveSmallIntegerField(default=180)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id program number effective_on intake_window_days contact_due_hours remind_before_days "
        "staffing_every_days caseload_full_time caseload_part_time caseload_ceiling weight_intensive weight_light "
        "silent_days out_of_touch_days declined_kept_days roi_days "
        "directory_check_days look_back_days made_at made_by_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="policy_number_once"),
            models.CheckConstraint(
                condition=Q(intake_window_days__gte=7, intake_window_days__lte=28),
                name="policy_window_1_to_4_weeks",
            ),
            models.CheckConstraint(
                condition=Q(roi_days__gte=1, roi_days__lte=365), name="policy_roi_at_most_a_year"
            ),
            models.CheckConstraint(
                condition=Q(caseload_full_time__gte=1, caseload_full_time__lte=25),
                name="policy_caseload_1_to_25",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} policy {self.number}"

    @property
    def contact_due(self) -> timedelta:
        return timedelta(hours=self.contact_due_hours)


class Agency(models.Model):
    """A partner organization of one program (handbook 2a)."""

    class Kind(models.TextChoices):
        LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement agency")
        DISTRICT_ATTORNEY = "district_attorney", _("District attorney's office")
        COMMUNITY_CORRECTIONS = "community_corrections", _("Probation and parole")
        CASE_MANAGEMENT = "case_management", _("Case management or peer support agency")
        TREATMENT = "treatment", _("Treatment provider")
        COMMUNITY = "community", _("Community resource")
        LME_MCO = "lme_mco", _("LME/MCO")
        HOSPITAL_EMS = "hospital_ems", _("Hospital or EMS")
        MOBILE_CRISIS = "mobile_crisis", _("Mobile crisis team")
        JAIL = "jail", _("Jail")
        DEFENDER = "defender", _("Public defender or defense lawyer")
        COURT = "court", _("Court")

    class Approval(models.TextChoices):
        USUAL = "usual", _("As usual: law enforcement and the DA's office do")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    COURT_KINDS = frozenset({Kind.DEFENDER, Kind.COURT})
    """Partners who are only there for cases: no release but the one for legal proceedings names them (ADR 0068)."""
    CASE_KINDS = COURT_KINDS | {Kind.DISTRICT_ATTORNEY}
    """Who a summary of participation can be for."""
    LAW_SIDE = CASE_KINDS | {Kind.LAW_ENFORCEMENT, Kind.COMMUNITY_CORRECTIONS, Kind.JAIL}
    """Who never receives what a person says to get care, whatever a release names (C10)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=30, choices=Kind)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    sworn_officers = models.PositiveIntegerField(null=True, blank=True)
    takes_handoffs_all_hours = models.BooleanField(default=False)
    approval = models.CharField(max_length=10, choices=Approval, default=Approval.USUAL)
    is_active = models.BooleanField(default=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program kind name phone email address sworn_officers takes_handoffs_all_hours approval "
        "is_active",
    )

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [models.UniqueConstraint(fields=["program", "name"], name="agency_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def must_approve(self) -> bool:
        """True if criteria take effect only once this partner has approved them (P7)."""
        if self.approval == self.Approval.USUAL:
            return self.kind in {self.Kind.LAW_ENFORCEMENT, self.Kind.DISTRICT_ATTORNEY}
        return self.approval == self.Approval.YES

    @property
    def is_law_side(self) -> bool:
        return self.kind in self.LAW_SIDE


class AgencyHeadCount(models.Model):
    """How many sworn officers an agency has from a day on, as its leadership counted them (M5).

    Rows are only added; of several for one day the newest counts.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="head_counts")
    counted_on = models.DateField()
    officers = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program", plain="id public_id agency counted_on officers recorded_at recorded_by_id"
    )

    class Meta:
        indexes = [models.Index(fields=["agency", "counted_on"], name="head_count_by_day")]

    def __str__(self) -> str:
        return f"{self.officers} officers of {self.agency} on {self.counted_on}"


class AgencyContact(models.Model):
    """A person to call at a partner organization."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    job = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    LABELS = labels(origin="program", plain="id agency name job phone email")

    def __str__(self) -> str:
        return self.name


class AgencyService(models.Model):
    """Something a partner offers to participants."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=120)
    how_to_get_it = models.CharField(max_length=300, blank=True)

    LABELS = labels(origin="program", plain="id agency name how_to_get_it")

    def __str__(self) -> str:
        return self.name


class AgencyAgreement(models.Model):
    """A memorandum of understanding or data-sharing agreement with a partner (handbook 4a)."""

    class Kind(models.TextChoices):
        MOU = "mou", _("Memorandum of understanding")
        DATA_SHARING = "data_sharing", _("Data-sharing agreement")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=20, choices=Kind)
    signed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True)

    LABELS = labels(origin="program", plain="id public_id agency kind signed_on expires_on document")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("signed_on")),
                name="agreement_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.agency}"


class OpenHours(models.Model):
    """When program staff can be reached on one weekday (0 is Monday), in the program's own time zone (H1)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="open_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    LABELS = labels(origin="program", plain="id program weekday opens_at closes_at")

    class Meta:
        verbose_name_plural = "open hours"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="open_hours_weekday"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="open_hours_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens_at} to {self.closes_at}"


class Closure(models.Model):
    """A day on which the program is closed although it is no state holiday, or a state holiday on which it is open."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    name = models.CharField(max_length=80)
    is_open = models.BooleanField(default=False)

    LABELS = labels(origin="program", plain="id program day name is_open")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "day"], name="closure_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OnCallShift(models.Model):
    """Who answers the phone between two instants (half-open); a shift may end after midnight."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="on_call_shifts")
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id program user_id name phone starts_at ends_at")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_in_order")]
        indexes = [models.Index(fields=["program", "starts_at"], name="shift_program_start")]

    def __str__(self) -> str:
        return f"{self.name} from {self.starts_at}"


class Script(models.Model):
    """The words an officer reads aloud when offering the program, versioned, per language (R1, requirement T2)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="scripts")
    language = models.CharField(max_length=5)
    text = models.TextField()
    effective_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program language text effective_at made_by_id")

    def __str__(self) -> str:
        return f"{self.language} script of {self.program}"


class FieldInstruction(models.Model):
    """A program's own instruction at a field, versioned, per language; a blank one brings the default back (X2)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="field_instructions")
    form = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    text = models.CharField(max_length=300, blank=True)
    effective_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program form field language text effective_at made_by_id")

    class Meta:
        indexes = [models.Index(fields=["program", "effective_at"], name="instruction_by_time")]

    def __str__(self) -> str:
        return f"instruction at {self.form}.{self.field}"


class IntakeQuestion(models.Model):
    """A question the program adds to its intake assessment (I1)."""

    class AnswerKind(models.TextChoices):
        TEXT = "text", _("Short answer")
        YES_NO = "yes_no", _("Yes, no, or unknown")
        CHOICE = "choice", _("One from a list")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="intake_questions")
    section = models.CharField(max_length=30)
    text = models.CharField(max_length=200)
    text_es = models.CharField(max_length=200, blank=True)
    answer_kind = models.CharField(max_length=10, choices=AnswerKind, default=AnswerKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    LABELS = labels(
        origin="program",
        plain="id public_id program section text text_es answer_kind choices is_active position",
    )

    def __str__(self) -> str:
        return self.text


class PreparationMark(models.Model):
    """What someone said of a preparation for the launch that no record shows (P3); the newest of a key counts."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="preparation_marks")
    key = models.CharField(max_length=30)
    is_done = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField()
    marked_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program key is_done note marked_at marked_by_id")

    def __str__(self) -> str:
        return f"{self.key} of {self.program}"
