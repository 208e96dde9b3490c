"""What a supervising officer is asked about a person on probation or parole, and answers (E10)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class SupervisionQuestion(models.Model):
    """One question to a probation or parole office, asked in Handoff or by phone: does the officer agree?

    Only asked once the person has said that it's OK (ADR 0039). It belongs to the officer's draft, or to the referral
    that law enforcement checks at a desk; once a check rests on it, also to that check. The name and the birth date are
    there only while the question waits.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting for the supervising officer")
        AGREES = "agrees", _("The supervising officer agrees")
        DISAGREES = "disagrees", _("The supervising officer doesn't agree")
        NOT_OURS = "not_ours", _("That office doesn't supervise them")
        WITHDRAWN = "withdrawn", _("No longer asked")

    class How(models.TextChoices):
        IN_HANDOFF = "in_handoff", _("In Handoff")
        BY_PHONE = "by_phone", _("By phone")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="supervision_questions"
    )
    agency = models.ForeignKey("programs.Agency", on_delete=models.PROTECT, related_name="+", null=True)
    draft = models.ForeignKey(
        "referrals.ReferralDraft", on_delete=models.CASCADE, related_name="supervision_questions", null=True
    )
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="supervision_questions", null=True
    )
    eligibility = models.ForeignKey(
        "eligibility.EligibilityDecision",
        on_delete=models.PROTECT,
        related_name="supervision_questions",
        null=True,
    )
    how = models.CharField(max_length=12, choices=How, default=How.IN_HANDOFF)
    name = models.CharField(max_length=165, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    consent_at = models.DateTimeField()
    consent_recorded_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    LABELS = labels(
        origin="police",
        plain="id public_id program agency draft referral eligibility how consent_at consent_recorded_by_id asked_at "
        "asked_by_id answer answered_at answered_by_id answered_by_name",
        identity="name date_of_birth",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at__isnull=True)
                | ~Q(answer="waiting") & Q(answered_at__isnull=False, name="", date_of_birth__isnull=True),
                name="supervision_names_no_one_once_answered",
            ),
            models.CheckConstraint(
                condition=Q(how="in_handoff") | ~Q(answer="waiting") & ~Q(answered_by_name=""),
                name="supervision_phone_names_who_answered",
            ),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(answer="waiting"), name="one_supervision_question_per_draft"
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(answer="waiting"),
                name="one_supervision_question_per_referral",
            ),
        ]
        indexes = [models.Index(fields=["program", "answer"], name="supervision_by_answer")]

    def __str__(self) -> str:
        return f"supervision question {self.public_id}"

    @property
    def audited_as(self) -> uuid.UUID:
        """The public id under which a list's audit row names who this is about: of a draft, the draft's own."""
        if self.referral:
            return self.referral.audited_as
        return self.draft.public_id if self.draft else self.public_id
