"""Needs, the referrals to services that follow until someone is really served, and milestones (K2, handbook 5b)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.casework.definitions import OPEN_NEED
from handoff.core.labels import labels
from handoff.directory.wording import NEED_LABELS

MOST_WORDS = 500
"""Characters of what is said about a need, an outcome or a milestone."""


class Need(models.Model):
    """Something the participant wants help with, in their words."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=list(NEED_LABELS.items()))
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    opened_on = models.DateField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person opened_on added_at added_by_id key",
        part2="kind words",
    )

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="need_key_not_blank")]

    def __str__(self) -> str:
        return f"need {self.public_id}"

    @property
    def state(self) -> str:
        """What last happened with it, `opened` at first; no query of its own where the events are prefetched."""
        events = list(self.events.all())
        return events[-1].what if events else OPEN_NEED

    @property
    def is_open(self) -> bool:
        return self.is_open_after(self.state)

    @staticmethod
    def is_open_after(last: str | None) -> bool:
        """Whether a need is open after what last happened with it; nothing happened with a new one."""
        return last in {None, OPEN_NEED, NeedEvent.What.OPENED_AGAIN}


class NeedEvent(models.Model):
    """A need was met, or is no longer wanted, or wanted again. Rows are only added."""

    class What(models.TextChoices):
        MET = "met", _("Need met")
        NOT_WANTED = "not_wanted", _("No longer wanted")
        OPENED_AGAIN = "opened_again", _("Wanted again")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=15, choices=What)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="care", plain="id need what occurred_on recorded_at recorded_by_id")

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.need}"


class ServiceReferral(models.Model):
    """A participant sent to a service for a need. Where it stands is its newest event.

    `provider` is what the service was called on that day, or the name of one that isn't in the directory.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(
        "directory.Service", on_delete=models.PROTECT, related_name="referrals", null=True
    )
    provider = models.CharField(max_length=410)
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care", plain="id public_id need added_at added_by_id key", part2="service provider"
    )

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="service_referral_key_not_blank")]

    def __str__(self) -> str:
        return f"service referral {self.public_id}"

    @property
    def current(self) -> "ServiceReferralEvent":
        """The newest event; no query of its own where the events are prefetched."""
        return list(self.events.all())[-1]


class ServiceReferralEvent(models.Model):
    """What became of a referral to a service on a day. Rows are only added."""

    class State(models.TextChoices):
        MADE = "made", _("Referral made")
        ACCEPTED = "accepted", _("Accepted by the provider")
        APPOINTMENT = "appointment", _("Appointment made")
        CONNECTED = "connected", _("Connected: went to the first appointment")
        RECEIVING = "receiving", _("Receiving the service")
        COMPLETED = "completed", _("Service finished")
        PARTICIPANT_DECLINED = "participant_declined", _("Declined by the participant")
        PROVIDER_DECLINED = "provider_declined", _("Declined by the provider, or no place")
        LOST_CONTACT = "lost_contact", _("Lost contact")

    class Barrier(models.TextChoices):
        NO_PLACE = "no_place", _("No place, or a waiting list")
        TRANSPORT = "transport", _("No way to get there")
        COST = "cost", _("Cost or insurance")
        DOCUMENTS = "documents", _("ID or documents missing")
        HOURS = "hours", _("Hours or distance")
        LANGUAGE = "language", _("Language")
        PHONE = "phone", _("No phone, or can't be reached")
        CHILDREN = "children", _("Child care")
        RULES = "rules", _("The provider's rules")
        TRUST = "trust", _("Doesn't trust it, or a bad experience")
        OTHER = "other", _("Something else")

    referral = models.ForeignKey(ServiceReferral, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=25, choices=State)
    occurred_on = models.DateField()
    appointment_on = models.DateField(null=True)
    barrier = models.CharField(max_length=15, choices=Barrier, blank=True)
    outcome = models.CharField(max_length=MOST_WORDS, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id referral occurred_on appointment_on recorded_at recorded_by_id",
        part2="state barrier outcome",
    )

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="appointment", appointment_on__isnull=False)
                | (~Q(state="appointment") & Q(appointment_on__isnull=True)),
                name="service_referral_appointment_has_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.referral}"


class ProviderAnswer(models.Model):
    """What the agency that a participant was referred to says about it, in its own words. Rows are only added.

    It is the agency's own record: it stays readable there when the ROI has ended (ADR 0056). `event` is how it moved
    the referral, if it did.
    """

    class What(models.TextChoices):
        ACCEPTED = "accepted", _("We accept them")
        NO_PLACE = "no_place", _("No place now")
        APPOINTMENT = "appointment", _("We gave them an appointment")
        ATTENDED = "attended", _("They came to the first appointment")
        DECLINED = "declined", _("We can't take them")
        NOT_WANTED = "not_wanted", _("They don't want it")
        MESSAGE = "message", _("A message only")

    class Reason(models.TextChoices):
        RULES = "rules", _("They don't meet our conditions")
        FUNDS = "funds", _("No funds now, or not covered")
        AREA = "area", _("They live outside our area")
        UNREACHED = "unreached", _("We couldn't reach them")
        OTHER_SERVICE = "other_service", _("Another service fits better")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    referral = models.ForeignKey(ServiceReferral, on_delete=models.PROTECT, related_name="answers")
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(
        ServiceReferralEvent, on_delete=models.PROTECT, related_name="answer", null=True
    )
    what = models.CharField(max_length=15, choices=What)
    occurred_on = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=15, choices=Reason, blank=True)
    starts_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id referral agency event occurred_on until starts_at recorded_at recorded_by_id key",
        part2="what reason place words",
    )

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="provider_answer_key_not_blank"),
            models.CheckConstraint(
                condition=Q(what="appointment", starts_at__isnull=False)
                | (~Q(what="appointment") & Q(starts_at__isnull=True)),
                name="provider_answer_appointment_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.public_id}"


class Milestone(models.Model):
    """Something the participant reached: a home, work, treatment, benefits, an ID. One made by mistake is withdrawn."""

    class Kind(models.TextChoices):
        HOUSING = "housing", _("Housing")
        EMPLOYMENT = "employment", _("Work")
        TREATMENT = "treatment", _("Treatment")
        BENEFITS = "benefits", _("Benefits")
        IDENTITY = "identity", _("ID and documents")
        FAMILY = "family", _("Family")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=15, choices=Kind)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    reached_on = models.DateField()
    added_at = models.DateTimeField()
    added_by_id = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program person reached_on added_at added_by_id withdrawn_at withdrawn_by_id key",
        part2="kind words",
    )

    class Meta:
        ordering = ["reached_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="milestone_key_not_blank")]

    def __str__(self) -> str:
        return f"milestone {self.public_id}"
