"""Good news for whoever made a referral, in words the participant agreed to, and the thanks that come back (T3)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels

MOST_NEWS = 300
"""Characters of good news."""


class GoodNews(models.Model):
    """One piece of good news about a referral that a worker chose to tell, with the day on which its person agreed.

    It is read only while an ROI lets the referrer's agency know how the person is doing, and until it's withdrawn.
    """

    class Thanks(models.TextChoices):
        THANK_YOU = "thank_you", _("Thank you for telling me.")
        GLAD = "glad", _("I'm glad. Please tell them.")
        PROUD = "well_done", _("Well done. Please tell them.")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="good_news")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="good_news")
    words = models.CharField(max_length=MOST_NEWS)
    agreed_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by_id = models.BigIntegerField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.BigIntegerField(null=True)
    thanks = models.CharField(max_length=10, choices=Thanks, blank=True)
    thanked_at = models.DateTimeField(null=True)
    thanked_by_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="care",
        plain="id public_id program referral person agreed_on sent_at sent_by_id taken_back_at taken_back_by_id thanks "
        "thanked_at thanked_by_id key",
        part2="words",
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(words=""), name="news_key_and_words_not_blank"),
            models.CheckConstraint(
                condition=Q(thanks="", thanked_at__isnull=True)
                | (~Q(thanks="") & Q(thanked_at__isnull=False)),
                name="news_thanked_when",
            ),
        ]

    def __str__(self) -> str:
        return f"good news {self.public_id}"
