"""Users, their roles in programs, and the confidentiality agreement they sign (C4)."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from handoff.access.roles import ROLES, RoleName
from handoff.core.labels import labels
from handoff.programs.models import Agency

Kind = Agency.Kind
KINDS_OF_ROLE: dict[RoleName, frozenset[str]] = {
    RoleName.OFFICER: frozenset({Kind.LAW_ENFORCEMENT}),
    RoleName.LAW_LEADER: frozenset({Kind.LAW_ENFORCEMENT}),
    RoleName.CRIME_ANALYST: frozenset({Kind.LAW_ENFORCEMENT}),
    RoleName.DISTRICT_ATTORNEY: frozenset({Kind.DISTRICT_ATTORNEY}),
    RoleName.PROBATION_OFFICER: frozenset({Kind.COMMUNITY_CORRECTIONS}),
    RoleName.JAIL_STAFF: frozenset({Kind.JAIL}),
    RoleName.TREATMENT_PROVIDER: frozenset({Kind.TREATMENT}),
    RoleName.LME_MCO: frozenset({Kind.LME_MCO}),
    RoleName.COMMUNITY_PARTNER: frozenset({Kind.COMMUNITY, Kind.MOBILE_CRISIS}),
    RoleName.HOSPITAL_EMS: frozenset({Kind.HOSPITAL_EMS}),
    RoleName.MOBILE_CRISIS: frozenset(
        {Kind.COMMUNITY, Kind.HOSPITAL_EMS, Kind.LME_MCO, Kind.MOBILE_CRISIS, Kind.TREATMENT}
    ),
    RoleName.PEER_SUPPORT: frozenset({Kind.CASE_MANAGEMENT}),
    RoleName.CASE_MANAGER: frozenset({Kind.CASE_MANAGEMENT}),
    RoleName.PROGRAM_MANAGER: frozenset({Kind.CASE_MANAGEMENT}),
    RoleName.DATA_MANAGER: frozenset({Kind.CASE_MANAGEMENT}),
}
"""The kinds of partner for which a role can be held (P8); program staff may also belong to none."""


def role_fits(role: str, kind: str | None) -> bool:
    """True if a role can be held for a partner of this kind, or for none (P8)."""
    kinds = KINDS_OF_ROLE.get(RoleName(role))
    return kind is None or kinds is None or kind in kinds


def role_fits_agency() -> Q:
    """Memberships whose role can be held for their partner; all others give no access (P8)."""
    free = [role.value for role in ROLES if role not in KINDS_OF_ROLE]
    fitting = Q(agency__isnull=True) | Q(role__in=free)
    for kind in Agency.Kind:
        bound = [role.value for role, kinds in KINDS_OF_ROLE.items() if kind in kinds]
        fitting |= Q(agency__kind=kind, role__in=bound)
    return fitting


class UserManager(BaseUserManager["User"]):
    """Creates users; there are no superusers."""

    def create_user(
        self, *, username: str, full_name: str, password: str | None = None, **fields: object
    ) -> "User":
        # Normalized as `get_by_natural_key` does: a name stored in another form could never sign in.
        user = self.model(username=self.model.normalize_username(username), full_name=full_name, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=self.model.normalize_username(username or ""))


class User(AbstractBaseUser):
    """A user who signs in: staff of a partner organization, never a participant."""

    class Theme(models.TextChoices):
        DAY = "day", _("Day")
        NIGHT = "night", _("Night")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    badge_number = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="en")
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.DAY)
    is_active = models.BooleanField(default=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    active_since = models.DateTimeField(null=True, blank=True)
    oidc_subject = models.CharField(max_length=255, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[UserManager] = UserManager()

    LABELS = labels(
        origin="program",
        plain="id public_id username password last_login full_name email phone badge_number language theme is_active "
        "last_seen_at must_change_password active_since oidc_subject",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once_in_any_case"),
            models.UniqueConstraint(
                fields=["oidc_subject"], condition=~Q(oidc_subject=""), name="agency_subject_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Invitation(models.Model):
    """A link with which a new user chooses their first password, once, within a week. Only its hash is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id user token_hash made_at expires_at used_at made_by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_in_order")
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class CredentialIssue(models.Model):
    """A manager created an account, or reset a way to sign in to it, and so could use it themselves.

    Until another manager vouches that its owner has the account, the two don't count as two people for what takes two.
    """

    class What(models.TextChoices):
        MADE = "made", _("Account created")
        LINK = "link", _("Sign-in link sent")
        FACTORS = "factors", _("Two-step verification reset")
        AGENCY = "agency", _("Linked to the agency's sign-in")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="credential_issues")
    what = models.CharField(max_length=10, choices=What)
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField()
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by_id = models.BigIntegerField(null=True, blank=True)

    LABELS = labels(origin="program", plain="id user what issued_at issued_by_id vouched_at vouched_by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(vouched_at__isnull=True, vouched_by_id__isnull=True)
                | Q(vouched_at__isnull=False, vouched_by_id__isnull=False)
                & ~Q(vouched_by_id=F("issued_by_id")),
                name="vouched_for_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.issued_by_id}"


class FailedTry(models.Model):
    """One failed or unfinished sign-in from an IP address, kept for 15 minutes to slow down guessing.

    `subject` is the account. `is_open` marks an attempt whose password is still being compared: it counts as failed, so
    that many attempts at once can't pass the limit.
    """

    address = models.CharField(max_length=45)
    tried_at = models.DateTimeField()
    subject = models.CharField(max_length=40, blank=True)
    is_open = models.BooleanField(default=False)

    LABELS = labels(origin="program", plain="id address tried_at subject is_open")

    class Meta:
        indexes = [models.Index(fields=["address", "tried_at"], name="try_by_address")]

    def __str__(self) -> str:
        return f"try at {self.tried_at}"


class Membership(models.Model):
    """One role of one user in one program, for one agency, over a half-open period of days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(
        "programs.Agency", on_delete=models.PROTECT, related_name="memberships", null=True
    )
    role = models.CharField(max_length=30, choices=[(role.value, each.title) for role, each in ROLES.items()])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    granted_by_id = models.BigIntegerField(null=True)
    needs_confirmation = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_id = models.BigIntegerField(null=True, blank=True)
    covers_id = models.BigIntegerField(null=True, blank=True)
    """The user who is away while someone else holds the role; such a role has its last day from the start (K5)."""

    LABELS = labels(
        origin="program",
        plain="id user program agency role starts_on ends_on granted_by_id needs_confirmation confirmed_at "
        "confirmed_by_id covers_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "program", "role"], condition=Q(ends_on__isnull=True), name="one_open_role"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_in_order"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False)
                & ~Q(confirmed_by_id=F("granted_by_id")),
                name="role_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["program", "role"], name="membership_program_role")]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"

    @property
    def waits_for_confirmation(self) -> bool:
        """True until a second manager confirms it; a cover that ended before gave no day."""
        lasts = self.ends_on is None or (self.covers_id is not None and self.ends_on > self.starts_on)
        return self.needs_confirmation and self.confirmed_at is None and lasts

    def can_be_removed(self, on: date) -> bool:
        """True while it has no last day; a cover has one from the start, and can be removed until then."""
        return self.ends_on is None or (self.covers_id is not None and self.ends_on > on)

    @property
    def fits_kind(self) -> bool:
        """True if the role can be held for the partner."""
        return role_fits(self.role, self.agency.kind if self.agency is not None else None)


class Departure(models.Model):
    """Someone leaves the program or their post: from what day, and who takes over (P9).

    What is left to do is computed from records and stored nowhere.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="departures")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="departures")
    leaves_on = models.DateField()
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by_id = models.BigIntegerField()

    LABELS = labels(
        origin="program",
        plain="id public_id program user leaves_on stand_in planned_at planned_by_id",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user"], name="one_departure_per_member"),
            models.CheckConstraint(condition=~Q(stand_in=F("user")), name="no_one_succeeds_themselves"),
        ]

    def __str__(self) -> str:
        return f"departure of {self.user}"


class ConfidentialityAgreement(models.Model):
    """One version of what every user signs before opening participant data (handbook 4a, 7c)."""

    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="confidentiality_agreements"
    )
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_es = models.TextField(blank=True)
    effective_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program number text text_es effective_at made_by_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="agreement_number_once")]

    def __str__(self) -> str:
        return f"confidentiality agreement {self.number}"


class AgreementSignature(models.Model):
    """A user's signature under one version of the agreement."""

    agreement = models.ForeignKey(
        ConfidentialityAgreement, on_delete=models.PROTECT, related_name="signatures"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreement_signatures")
    typed_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id agreement user typed_name signed_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="agreement_signed_once")]

    def __str__(self) -> str:
        return f"{self.typed_name} under {self.agreement}"


class TypedPage(models.Model):
    """What a user typed on one page and hasn't saved yet: sealed, for that user alone, for a day (D7)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="typed_pages")
    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="typed_pages")
    page = models.CharField(max_length=64)
    record = models.CharField(max_length=64, blank=True)
    """A hash of the public ID of the record that the page is about, for the erasure of a person; blank without one."""
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id user program page record kept_at expires_at", health="sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "program", "page"], name="typed_page_once"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("kept_at")), name="typed_page_in_order"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="typed_page_expiry")]

    def __str__(self) -> str:
        return f"typed page {self.pk}"


class SavedForm(models.Model):
    """A form that a user saved within the last day, by a hash of its submission key (C-F01, C-F03).

    Another page or device that still shows the form keeps no text of it any more, and learns that it was saved.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey("programs.Program", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=64)
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    LABELS = labels(origin="program", plain="id user program form saved_at expires_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "program", "form"], name="saved_form_once"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="saved_form_expiry")]

    def __str__(self) -> str:
        return f"saved form {self.pk}"
