"""Releases of information (ROI) and what was disclosed under them (handbook 4b; 42 CFR 2.31; 10A NCAC 26B .0202)."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class InformationKind(models.TextChoices):
    """The kinds of information that a person may allow to be shared."""

    PARTICIPATION = (
        "participation",
        _("That I'm in the program, who my worker is, and whether my intake is done"),
    )
    INTAKE_DONE = "intake_done", _("That my intake is done, and nothing else")
    CONTACT = "contact", _("My name, date of birth, and how to reach me")
    CHARGES = "charges", _("Charges set aside and new charges")
    PROGRESS = "progress", _("My goals and how I'm doing")
    NEEDS = "needs", _("The services I need and use, such as housing, food, and work")
    TREATMENT = "treatment", _("Substance use treatment")
    HEALTH = "health", _("Health and mental health")
    COUNSELING = "counseling", _("Counseling notes about substance use, on a separate form")
    SUMMARY = "summary", _("A summary in words I read and agreed to, on a separate form")


class Purpose(models.TextChoices):
    """What shared information may be used for. Legal proceedings stand on a form of their own, alone (ADR 0068)."""

    SERVICES = "services", _("To arrange the help and services the person wants")
    INTAKE_DONE = "intake_done", _("To tell the officer who made the referral that intake is done")
    TEAM = "team", _("To plan support together at team meetings")
    REACH = "reach", _("To reach the person and keep them safe")
    PROCEEDINGS = "proceedings", _("To be read in the person's case, as they asked")


class DisclosureContext(models.TextChoices):
    """What was disclosed to a partner, as the disclosure log stores it."""

    LOOKUP = "lookup answered", _("Whether the person is in the program, and who to call")
    INTAKE = "intake completed", _("That intake is done")
    CHARGE = "new charge opened", _("A new charge, and the team's input if shared")
    CHARGES = "new charges listed", _("That the person is in the program, in the list of new charges")
    SHARED_LIST = "shared list opened", _("The list of what's shared with the agency")
    SHARED_PERSON = "shared person opened", _("The page showing what's shared with the agency")
    SHARED_WORKBOOK = "shared list exported", _("The list of what's shared, as an Excel file")
    SHARED_PAPER = "shared list printed", _("The list of what's shared, as a PDF")
    SERVICE_LIST = "service referrals listed", _("The list of who was referred to the agency's services")
    SERVICE_REFERRAL = "service referral opened", _("A referral to one of the agency's services")
    SERVICE_LETTER = "referral letter", _("A letter about a referral to one of the agency's services")
    MEETING_SCREEN = "meeting packet opened", _("A partner's own screen of a staffing meeting")
    MEETING_PACKET = "meeting packet printed", _("A partner's packet for a staffing meeting, as a PDF")
    MEETING_PROJECTOR = "meeting projector shown", _("The projector at a staffing meeting")
    MEETING_ACTIONS = "meeting actions listed", _("The partner's own actions from staffing meetings")
    SUMMARY_READ = "summary read", _("A summary of participation, in words the person agreed to")
    SUMMARY_PAPER = (
        "summary on paper",
        _("A summary of participation on paper, in words the person agreed to"),
    )
    GOOD_NEWS = "good news read", _("Good news about a referral, in words the person agreed to")
    OWN_RECORD = "own_record", _("A copy of the person's record")
    LEGAL_REQUEST = "legal_request", _("Records, in response to a legal request")


ARRANGE_PURPOSE = "arrange the help and services the person wants"
PROCEEDINGS_PURPOSE = "be read in the person's case"
SHARED_PURPOSE = "work together on the person's support"
LEGAL_PURPOSE = "legal request "
OWN_COPY_PURPOSE = "copy of the record"
TO_THE_PERSON = "the person"


MOST_STATEMENT = 1500
"""Characters of a summary that a person agrees to."""


class Release(models.Model):
    """One signed ROI. Live from `starts_at` up to, not including, `ends_at`, unless revoked earlier.

    Holds every element of 42 CFR 2.31(a): patient, discloser, what, to whom (rows of ReleaseRecipient), purpose, right
    to revoke (in the form's wording), expiry, signature and date. A name typed as the signature is kept as it was
    typed, with the staff member who saw it (ADR 0042) or by the link that was sent (ADR 0045). `for_counseling` marks
    the separate form that notes of substance use counseling need (42 CFR 2.31(b)): it covers that kind and no other.
    `statement` is what the separate form for legal proceedings lets a recipient read: those words and no others.
    """

    class Signer(models.TextChoices):
        SELF = "self", _("The person")
        GUARDIAN = "guardian", _("A legal guardian")

    class Means(models.TextChoices):
        DRAWN = "drawn", _("Signed on the screen")
        TYPED = "typed", _("Signed by typing the name")
        SCANNED = "scanned", _("Signed on paper and scanned")
        LINKED = "linked", _("Signed by typing the name, on a link sent to the person")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="releases")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="releases")
    form_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    discloser = models.CharField(max_length=300)
    purposes = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    signer = models.CharField(max_length=10, choices=Signer, default=Signer.SELF)
    signer_name = models.CharField(max_length=160)
    means = models.CharField(max_length=10, choices=Means)
    signature = models.JSONField(null=True, blank=True)
    typed_name = models.CharField(max_length=160, blank=True)
    witnessed_by_id = models.BigIntegerField(null=True, blank=True)
    scan = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True)
    signed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    copy_given = models.BooleanField(default=False)
    replaces_earlier = models.BooleanField(default=False)
    for_counseling = models.BooleanField(default=False)
    statement = models.TextField(max_length=MOST_STATEMENT, blank=True, default="")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person form_version language discloser purposes starts_at ends_at days "
        "signer means scan signed_at recorded_at recorded_by_id copy_given replaces_earlier for_counseling "
        "revoked_at revoked_by_id witnessed_by_id key",
        identity="signer_name signature typed_name",
        part2="statement",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=365), name="roi_at_most_365_days"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="roi_in_order"),
            models.CheckConstraint(
                condition=Q(means="drawn", signature__isnull=False)
                | Q(means="scanned", scan__isnull=False)
                | (Q(means="typed", witnessed_by_id__isnull=False) & ~Q(typed_name=""))
                | (Q(means="linked") & ~Q(typed_name="")),
                name="roi_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by_id__isnull=True)
                | Q(revoked_at__isnull=False),
                name="roi_revoked_by_and_when",
            ),
            models.CheckConstraint(condition=~Q(discloser="") & ~Q(signer_name=""), name="roi_names_who"),
            models.CheckConstraint(
                condition=Q(signed_at__lte=F("recorded_at")), name="roi_signed_before_recorded"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="roi_key_not_blank"),
            models.CheckConstraint(
                condition=~Q(form_version="") & ~Q(language=""), name="roi_names_its_form"
            ),
        ]
        indexes = [models.Index(fields=["program", "ends_at"], name="roi_by_end")]

    def __str__(self) -> str:
        return f"ROI {self.public_id}"

    def is_live(self, at: datetime) -> bool:
        """The interval is half-open, and a revocation ends it at its own instant."""
        return self.starts_at <= at < self.ends_at and (self.revoked_at is None or self.revoked_at > at)

    @property
    def last_on(self) -> date:
        """The last day on which it is live, in the program's time zone."""
        return (self.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(self.program.time_zone)).date()


class ReleaseRecipient(models.Model):
    """A named partner that may receive some kinds of information under a release."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="recipients")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField()

    LABELS = labels(origin="care", plain="id release agency kinds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "agency"], name="roi_recipient_once")]

    def __str__(self) -> str:
        return f"{self.agency} under {self.release}"


class ReleaseEvent(models.Model):
    """A step in the life of a release: signed, revoked, replaced, copy given. Never changed or removed."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=30)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id release what occurred_at recorded_at recorded_by_id")

    def __str__(self) -> str:
        return f"{self.what}: {self.release}"


class Disclosure(models.Model):
    """One disclosure of a person's information, to a partner or outside the program by law: who, to whom, what and
    why (42 CFR 2.25).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    recipient_name = models.CharField(max_length=160, blank=True)
    to_user_id = models.BigIntegerField(null=True)
    kinds = models.JSONField()
    what = models.CharField(max_length=60)
    purpose = models.CharField(max_length=120)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="disclosures", null=True)
    disclosed_at = models.DateTimeField()

    LABELS = labels(
        origin="care",
        plain="id public_id program person agency recipient_name to_user_id kinds what purpose release disclosed_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, recipient_name="")
                | Q(agency__isnull=True) & ~Q(recipient_name=""),
                name="disclosure_names_one_recipient",
            )
        ]
        indexes = [
            models.Index(fields=["person", "disclosed_at"], name="disclosure_by_person"),
            models.Index(fields=["program", "disclosed_at"], name="disclosure_by_day"),
        ]

    def __str__(self) -> str:
        return f"disclosure {self.public_id}"

    @property
    def recipient(self) -> str:
        """The partner, or a recipient outside the program such as a court."""
        return self.agency.name if self.agency is not None else self.recipient_name


class RenewalVisit(models.Model):
    """A meeting planned to renew an ROI that ends soon: the day, the worker and the outcome (C3).

    Done means that they met; whether the person then signed is read from the ROIs. Declining is the person's right.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Scheduled")
        DONE = "done", _("They met")
        DECLINED = "declined", _("The person chose not to renew")
        MISSED = "missed", _("They did not meet")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="renewal_visits")
    planned_on = models.DateField()
    worker_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person planned_on worker_id state recorded_at recorded_by_id closed_at "
        "closed_by_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="planned"), name="one_planned_visit_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", closed_at__isnull=True)
                | (~Q(state="planned") & Q(closed_at__isnull=False)),
                name="visit_closed_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"renewal visit {self.public_id}"
