"""What participants answer about their wellbeing and the program, without a trace of who and when (M8, ADR 0071)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class SurveyRound(models.Model):
    """One round of questions with one link for everyone. It is a draft until `opened_on`.

    Results are shown once it is closed, and only where at least `least` people answered; to evaluators, funders and
    partners once they were shared (`shared_at`), with small counts hidden. `answered` counts forms, by
    link and on paper; there is no row for one.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    token = models.CharField(max_length=32, unique=True)
    last_on = models.DateField()
    least = models.PositiveSmallIntegerField(default=11)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    shared_at = models.DateTimeField(null=True)
    answered = models.PositiveIntegerField(default=0)
    on_paper = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program name token last_on least opened_on closed_on shared_at answered on_paper "
        "made_at made_by_id",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="survey_name_once"),
            models.CheckConstraint(condition=Q(least__gte=11), name="survey_holds_back_10"),
            models.CheckConstraint(condition=Q(on_paper__lte=F("answered")), name="survey_paper_is_a_part"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="survey_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(closed_on__isnull=False),
                name="only_a_closed_survey_is_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"survey {self.public_id}"


class SurveyQuestion(models.Model):
    """A question of a round in both languages, as it was asked: once the round is open it never changes."""

    class Scale(models.TextChoices):
        AGREE = "agree", _("Strongly disagree to strongly agree")
        WELL = "well", _("Very badly to very well")
        CHANGE = "change", _("Much worse to much better")
        OFTEN = "often", _("Never to always")
        YES_NO = "yes_no", _("Yes or no")
        WORDS = "words", _("In their own words")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    scale = models.CharField(max_length=10, choices=Scale)
    text = models.CharField(max_length=200)
    text_es = models.CharField(max_length=200)

    LABELS = labels(origin="program", plain="id public_id survey position scale text text_es")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"question {self.position} of {self.survey}"


class SurveyCount(models.Model):
    """How many gave one answer to one question. All rows exist, at zero, from the day the round opens."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="counts")
    value = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    LABELS = labels(origin="program", plain="id question value count")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "value"], name="survey_count_once")]

    def __str__(self) -> str:
        return f"{self.value} to {self.question}"


class SurveyComment(models.Model):
    """What someone answered in their own words. Its key is random, and all of a round are stored anew in random order
    with each one that is added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="comments")
    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="comments")
    text = models.CharField(max_length=1000)

    LABELS = labels(origin="care", plain="id survey question", health="text")

    def __str__(self) -> str:
        return f"comment on {self.question}"
