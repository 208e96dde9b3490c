"""Legal requests for records: what is asked, the papers that came with it, and the answer by two people (C7)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels


class FactKind(models.TextChoices):
    """The kinds of facts that an answer may contain: the labels that every field carries."""

    IDENTITY = "identity", _("Who the person is and how to reach them")
    JUSTICE = "justice", _("Charges, encounters, and referrals by police")
    HEALTH = "health", _("Health and services")
    PART2 = "part2", _("Program participation and substance use services (42 CFR Part 2)")
    COUNSELING = "counseling", _("Counseling notes")


class PaperKind(models.TextChoices):
    """The kinds of legal requests and of the papers that come with them."""

    SUBPOENA = "subpoena", _("Subpoena")
    COURT_ORDER = "court_order", _("Court order")
    PART2_ORDER = "part2_order", _("Court order under 42 CFR Part 2 (2.61 to 2.67)")
    SEARCH_WARRANT = "search_warrant", _("Search warrant")
    PUBLIC_RECORDS = "public_records", _("Public-records request (N.C.G.S. 132)")
    OTHER = "other", _("Something else")


class LegalRequest(models.Model):
    """One legal request. `person` is empty if it asks for records in general. Two different people answer it."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        MAIL = "mail", _("By mail")
        EMAIL = "email", _("By email")
        FAX = "fax", _("By fax")
        OTHER = "other", _("Another way")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROPOSED = "proposed", _("Answer proposed")
        APPROVED = "approved", _("Release approved")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Not released")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Answer(models.TextChoices):
        RELEASE = "release", _("Release the kinds of information checked")
        REFUSE = "refuse", _("Release nothing, and say why")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PaperKind)
    person = models.ForeignKey(
        "participants.Person", on_delete=models.PROTECT, related_name="legal_requests", null=True
    )
    from_whom = models.CharField(max_length=160)
    received_on = models.DateField()
    received_how = models.CharField(max_length=10, choices=How)
    due_on = models.DateField(null=True, blank=True)
    scope_asked = models.CharField(max_length=1000)
    notes = models.CharField(max_length=500, blank=True)
    counsel_name = models.CharField(max_length=120, blank=True)
    counsel_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    answer_reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by_id = models.BigIntegerField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, unique=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program number kind person from_whom received_on received_how due_on counsel_name "
        "counsel_on state answer kinds recorded_at recorded_by_id proposed_at proposed_by_id approved_at "
        "approved_by_id ended_at ended_by_id sha256 key",
        justice="scope_asked notes answer_reason",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="legal_request_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("proposed_by_id")),
                name="legal_answer_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "released", "refused"])
                | Q(proposed_by_id__isnull=False, approved_by_id__isnull=False, approved_at__isnull=False),
                name="legal_answer_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(answer="release", ended_at__isnull=False) & ~Q(sha256=""),
                name="legal_release_is_sealed",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="legal_request_key_not_blank"),
        ]
        indexes = [models.Index(fields=["program", "state"], name="legal_request_by_state")]

    def __str__(self) -> str:
        return f"legal request {self.number}"

    @property
    def is_open(self) -> bool:
        """True while it is unanswered; until then it holds the person's records."""
        return self.state in {self.State.RECEIVED, self.State.PROPOSED, self.State.APPROVED}


class LegalPaper(models.Model):
    """A paper of a request: the subpoena, the order. `names_counseling`: the order itself names it (2.63, 2.64)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(LegalRequest, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=PaperKind)
    issued_on = models.DateField(null=True, blank=True)
    issued_by = models.CharField(max_length=160, blank=True)
    names_counseling = models.BooleanField(default=False)
    scan = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()

    LABELS = labels(
        origin="program",
        plain="id public_id request kind issued_on issued_by names_counseling scan recorded_at recorded_by_id",
    )

    def __str__(self) -> str:
        return f"{self.kind} of {self.request}"


class LegalRequestEvent(models.Model):
    """A dated step of a request. Never changed or removed."""

    request = models.ForeignKey(LegalRequest, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=30)
    details = models.JSONField(default=dict, blank=True)
    occurred_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id request what details occurred_at recorded_by_id")

    def __str__(self) -> str:
        return f"{self.what}: {self.request}"
