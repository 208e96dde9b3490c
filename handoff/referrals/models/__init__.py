"""Referrals on three pathways, drafts, exceptions and handoffs (handbook 3b, 3c)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels
from handoff.referrals.models.exceptions import ExceptionRequest
from handoff.referrals.models.past import PastReferral
from handoff.referrals.models.supervision import SupervisionQuestion

__all__ = [
    "AgeBand",
    "CommunityMessage",
    "ExceptionRequest",
    "HandoffRecord",
    "PastReferral",
    "Pathway",
    "Referral",
    "ReferralDraft",
    "ReferralEvent",
    "ServiceWanted",
    "SupervisionQuestion",
]


class Pathway(models.TextChoices):
    """How a person comes to the program."""

    ARREST_DIVERSION = "arrest_diversion", _("Arrest diversion")
    OFFICER_SOCIAL = "officer_social", _("Social referral by an officer")
    COMMUNITY = "community", _("Community referral")


class ServiceWanted(models.TextChoices):
    """What a person may want help with: the tiles of the screening form."""

    HOUSING = "housing", _("A place to stay")
    FOOD = "food", _("Food")
    PHONE = "phone", _("A phone")
    IDENTITY = "identity", _("ID and documents")
    BENEFITS = "benefits", _("Benefits and income")
    WORK = "work", _("Work or training")
    TRANSPORT = "transport", _("Transportation")
    HEALTH = "health", _("Health care")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SUBSTANCE_USE = "substance_use", _("Substance use help")
    HARM_REDUCTION = "harm_reduction", _("Harm reduction supplies")
    LEGAL = "legal", _("Legal help")
    SAFETY = "safety", _("Safety from someone")
    FAMILY = "family", _("Family and children")
    UNKNOWN = "unknown", _("Unknown")


class AgeBand(models.TextChoices):
    """The age of a person who said 'not now'. Voluntary, and all that is stored of their age."""

    UNDER_25 = "under_25", _("18 to 24")
    TO_34 = "25_34", _("25 to 34")
    TO_44 = "35_44", _("35 to 44")
    TO_54 = "45_54", _("45 to 54")
    TO_64 = "55_64", _("55 to 64")
    OVER_64 = "65_up", _("65 or older")
    NOT_ASKED = "not_asked", _("Didn't ask")


class ReferralDraft(models.Model):
    """An unsent referral, saved at every step until it is sent or discarded (R1).

    The answers are emptied as soon as the draft is sent. A draft that waits for the DA keeps them; `referral` is then
    the referral whose exception was requested.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="+")
    owner_id = models.BigIntegerField()
    pathway = models.CharField(max_length=20, choices=Pathway, default=Pathway.ARREST_DIVERSION)
    step = models.CharField(max_length=20, default="who")
    answers = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(default=0)
    shown_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    LABELS = labels(
        origin="police",
        plain="id public_id program owner_id pathway step seconds shown_at started_at saved_at sent_at discarded_at "
        "referral",
        identity="answers",
    )

    class Meta:
        indexes = [models.Index(fields=["program", "owner_id", "sent_at"], name="draft_by_owner")]

    def __str__(self) -> str:
        return f"draft {self.public_id}"


class Referral(models.Model):
    """A referral. `intake_due_on` is set once, when it is made, and only for arrest diversions (I3).

    `entered_name` and `entered_phone` are what the referrer typed, the phone if it is OK to text. The referrer's pages
    show these and never the person's record, which may hold what the referrer may not know.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting")
        EXCEPTION_REQUESTED = "exception_requested", _("Exception requested")
        ACCEPTED = "accepted", _("The person said yes")
        HANDED_OFF = "handed_off", _("Handed off")
        DECLINED = "declined", _("The person said “not now”")
        INELIGIBLE = "ineligible", _("Not eligible")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class ReferrerKind(models.TextChoices):
        OFFICER = "officer", _("Officer")
        STAFF = "staff", _("Program staff")
        PARTNER = "partner", _("Partner organization")
        COMMUNITY = "community", _("Someone in the community")
        SELF = "self", _("The person")

    class DeclineReason(models.TextChoices):
        NOT_READY = "not_ready", _("Not ready now")
        NO_NEED = "no_need", _("Doesn't feel they need it")
        DISTRUST_POLICE = "distrust_police", _("Doesn't trust police")
        DISTRUST_PROGRAM = "distrust_program", _("Doesn't trust the program")
        FEARS_LEGAL = "fears_legal", _("Worried about legal trouble")
        PREFERS_CHARGE = "prefers_charge", _("Prefers to face the charge")
        ALREADY_SERVED = "already_served", _("Already getting help")
        NOT_OFFERED = "not_offered", _("Wants services the program doesn't have")
        NO_TIME = "no_time", _("No time, or not safe to talk here")
        IN_CRISIS = "in_crisis", _("In crisis or intoxicated")
        LANGUAGE = "language", _("Language")
        OUT_OF_AREA = "out_of_area", _("Lives elsewhere or is moving")
        NO_REASON = "no_reason", _("Didn't give a reason")
        OTHER = "other", _("Another reason")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="referrals")
    number = models.PositiveIntegerField()
    pathway = models.CharField(max_length=20, choices=Pathway)
    referrer_kind = models.CharField(max_length=10, choices=ReferrerKind)
    referrer_user_id = models.BigIntegerField(null=True)
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    checking_agency = models.ForeignKey(
        "programs.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="referrals", null=True
    )
    encounter = models.OneToOneField(
        "charges.Encounter", on_delete=models.PROTECT, null=True, related_name="referral"
    )
    eligibility = models.ForeignKey(
        "eligibility.EligibilityDecision", on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    policy = models.ForeignKey("programs.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.SUBMITTED)
    occurred_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    contact_due_at = models.DateTimeField()
    intake_due_on = models.DateField(null=True, blank=True)
    services_wanted = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    withdraw_reason = models.CharField(max_length=200, blank=True)
    care_reason = models.CharField(max_length=500, blank=True)
    care_withdraw_reason = models.CharField(max_length=200, blank=True)
    demographics = models.JSONField(default=dict, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    officer_seconds = models.PositiveIntegerField(null=True, blank=True)
    officer_seconds_corrected = models.PositiveIntegerField(null=True, blank=True)
    script_language = models.CharField(max_length=5, blank=True)
    entered_name = models.CharField(max_length=165, blank=True)
    entered_phone = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program number pathway referrer_kind referrer_user_id agency checking_agency person "
        "encounter eligibility policy "
        "state occurred_at submitted_at answered_at contact_due_at intake_due_on keep_until officer_seconds "
        "officer_seconds_corrected script_language key decline_reason",
        identity="demographics entered_name entered_phone",
        justice="reason withdraw_reason",
        health="services_wanted",
        part2="care_reason care_withdraw_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="referral_number_once"),
            models.CheckConstraint(
                condition=Q(pathway="arrest_diversion") | Q(intake_due_on__isnull=True),
                name="only_arrest_diversions_have_an_intake_window",
            ),
            models.CheckConstraint(
                condition=Q(decline_reason="") | Q(state__in=["declined", "withdrawn"]),
                name="decline_reason_when_declined",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(state__in=["declined", "ineligible", "withdrawn", "exception_requested", "submitted"]),
                name="who_accepts_is_known",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="referral_key_not_blank"),
        ]
        indexes = [
            models.Index(fields=["program", "state", "submitted_at"], name="referral_by_state"),
            models.Index(fields=["program", "referrer_user_id"], name="referral_by_referrer"),
            models.Index(fields=["program", "occurred_at"], name="referral_by_day"),
        ]

    def __str__(self) -> str:
        return f"referral {self.number}"

    @property
    def is_past(self) -> bool:
        """True if it was made before Handoff, and the program's own workbook brought it."""
        return hasattr(self, "past")

    @property
    def audited_as(self) -> uuid.UUID:
        """The public id under which a list's audit row names who this is about; its own where no one is on record."""
        return self.person.public_id if self.person else self.public_id


class ReferralEvent(models.Model):
    """A dated step of a referral. Rows are only ever added."""

    class Kind(models.TextChoices):
        """The steps, with the words that every page showing the history uses."""

        SUBMITTED = "submitted", _("Referral sent")
        ACCEPTED = "accepted", _("The person said yes")
        DECLINED = "declined", _("The person said “not now”")
        NOT_OFFERED = "not_offered", _("The program was not offered")
        HANDED_OFF = "handed_off", _("Handed off")
        HELP_ARRIVED = "help_arrived", _("Peer support arrived")
        PARTNER_ARRIVED = "partner_arrived", _("The 24-hour partner arrived")
        PARTNER_MET = "partner_met", _("The 24-hour partner talked with the person")
        PARTNER_STOPPED = "partner_stopped", _("The person no longer wants the 24-hour partner to see this")
        TAKEN_OVER = "taken_over", _("Program staff took over from the 24-hour partner")
        ELIGIBILITY_RECORDED = "eligibility_recorded", _("Eligibility checked by law enforcement")
        EXCEPTION_REQUESTED = "exception_requested", _("Exception requested")
        EXCEPTION_APPROVED = "exception_approved", _("The DA approved the exception")
        EXCEPTION_NOT_APPROVED = "exception_not_approved", _("The DA didn't approve the exception")
        RESPONSIBILITY_ENDED = (
            "responsibility_ended",
            _("Referring agency notified that the intake is done"),
        )
        INTAKE_STARTED = "intake_started", _("Intake started")
        INTAKE_COMPLETED = "intake_completed", _("Intake complete: the person is a participant")
        WINDOW_EXTENDED = "window_extended", _("Intake deadline extended")
        SCREENED = "screened", _("Screening form completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        TIME_CORRECTED = "time_corrected", _("Officer's time changed")
        CHARGE_SENT_TO_DA = "charge_sent_to_da", _("The officer chose to pursue the charge")
        CHARGE_DROPPED = "charge_dropped", _("The officer dropped the charge")
        ANONYMIZED = "anonymised", _("Identifying details removed")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, blank=True)

    LABELS = labels(origin="police", plain="id referral what occurred_at recorded_at recorded_by_id details")

    def __str__(self) -> str:
        return f"{self.what}: {self.referral}"

    @property
    def title(self) -> str:
        """What happened, in the reader's language; the stored code if this release does not know it."""
        known = self.what in self.Kind.values
        return str(self.Kind(self.what).label) if known else self.what


class HandoffRecord(models.Model):
    """How a person was handed off to program staff (handbook 3c).

    `called_at`, `answered_at` and `arrived_at` are when the officer said so; their distance is the response time (R10).
    `partner` is the 24-hour partner that sees the referral, with the person's agreement, until program staff take over
    or the person no longer agrees (H5).
    """

    class Kind(models.TextChoices):
        WARM = "warm", _("Warm handoff: staff called to the scene")
        ALL_HOURS_PARTNER = "all_hours_partner", _("24-hour partner")
        CARD = "card", _("Card given. Outreach will call the next business day.")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="handoffs")
    kind = models.CharField(max_length=20, choices=Kind)
    called_name = models.CharField(max_length=120, blank=True)
    called_phone = models.CharField(max_length=40, blank=True)
    reached = models.BooleanField(null=True)
    scene = models.CharField(max_length=200, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    partner = models.ForeignKey(
        "programs.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    partner_met_at = models.DateTimeField(null=True, blank=True)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    taken_over_by_id = models.BigIntegerField(null=True, blank=True)
    agreement_ended_at = models.DateTimeField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="police",
        plain="id referral kind called_name called_phone reached called_at answered_at arrived_at partner "
        "partner_met_at taken_over_at taken_over_by_id agreement_ended_at occurred_at recorded_at recorded_by_id",
        identity="scene",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("occurred_at")), name="handoff_recorded_after"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(arrived_at__gte=F("called_at")),
                name="help_arrives_after_the_call",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) | Q(kind="all_hours_partner"),
                name="only_an_all_hours_partner_sees_a_handoff",
            ),
            models.CheckConstraint(
                condition=Q(taken_over_at__isnull=True, taken_over_by_id__isnull=True)
                | Q(taken_over_at__isnull=False, taken_over_by_id__isnull=False),
                name="handoff_taken_over_by_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} handoff of {self.referral}"

    @property
    def response_minutes(self) -> int | None:
        """Whole minutes from the call until help arrived; None until then."""
        if self.called_at is None or self.arrived_at is None:
            return None
        return round((self.arrived_at - self.called_at).total_seconds() / 60)


class CommunityMessage(models.Model):
    """A message from the public page, unchanged, until program staff make a referral of it (R2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    for_self = models.BooleanField()
    person_name = models.CharField(max_length=160)
    how_to_reach = models.CharField(max_length=300)
    safe_ways = models.JSONField(default=list, blank=True)
    help_wanted = models.CharField(max_length=500, blank=True)
    person_knows = models.CharField(max_length=10, blank=True)
    referrer_name = models.CharField(max_length=160, blank=True)
    referrer_contact = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=5)
    address_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program for_self language received_at referral set_aside_at key safe_ways person_knows",
        identity="person_name how_to_reach referrer_name referrer_contact address_hash",
        health="help_wanted",
    )

    class Meta:
        indexes = [
            models.Index(fields=["program", "address_hash", "received_at"], name="community_by_address")
        ]

    def __str__(self) -> str:
        return f"community message {self.public_id}"
