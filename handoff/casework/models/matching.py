"""What staff say about themselves and what a participant wishes, so that someone fitting is suggested (K11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class LivedExperience(models.TextChoices):
    """What someone knows from their own life, as staff may say and participants may wish."""

    SUBSTANCES = "substances", _("Substance use or recovery")
    HOMELESSNESS = "homelessness", _("Being without a home")
    ARREST = "arrest", _("Arrest, jail, or prison")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    SEX_WORK = "sex_work", _("Sex work")
    VIOLENCE = "violence", _("Violence at home")
    CUSTODY = "custody", _("Losing or getting back custody of children")
    MILITARY = "military", _("Military service")
    MIGRATION = "migration", _("Coming from another country")
    LGBTQ = "lgbtq", _("Being LGBTQ+")


class WorkerGender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NONBINARY = "nonbinary", _("Non-binary")


WISHED_GENDERS = (
    (WorkerGender.WOMAN.value, _("A woman")),
    (WorkerGender.MAN.value, _("A man")),
    (WorkerGender.NONBINARY.value, _("Someone non-binary")),
)
"""What a participant may wish, in words that answer the question."""


class WorkerProfile(models.Model):
    """What a worker says about themselves, all of it optional. They alone write it, and can remove it for good."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    languages = models.JSONField(default=list)
    gender = models.CharField(max_length=10, choices=WorkerGender, blank=True)
    neighborhoods = models.CharField(max_length=300, blank=True)
    experiences = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    LABELS = labels(
        origin="program", plain="id program user_id languages gender neighborhoods experiences changed_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user_id"], name="one_worker_profile_per_program")
        ]

    def __str__(self) -> str:
        return f"profile of user {self.user_id}"


class WorkerWish(models.Model):
    """Which worker a participant wishes, without a reason. Rows are only added; the newest applies."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("participants.Person", on_delete=models.PROTECT, related_name="worker_wishes")
    another_worker = models.BooleanField(default=False)
    worker_id = models.BigIntegerField(null=True)
    gender = models.CharField(max_length=10, choices=WorkerGender, blank=True)
    experiences = models.JSONField(default=list)
    words = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(
        origin="care",
        plain="id program person another_worker worker_id recorded_at recorded_by_id",
        part2="gender experiences words",
    )

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"wish of {self.person}"
