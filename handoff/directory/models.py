"""Organizations and the services they offer, after HSDS 3 (openreferral.org). No fact about any person."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from handoff.core.labels import labels
from handoff.directory.definitions import NEEDS


class Organization(models.Model):
    """Who offers services: a clinic, a shelter, a county office.

    `agency` is the partner of the program that it is, if it is one: its users then answer referrals to its services, as
    far as an ROI names them (ADR 0056).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    website = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    agency = models.ForeignKey(
        "programs.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    source_id = models.CharField(max_length=100, blank=True)
    source_name = models.CharField(max_length=100, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program name description website email agency source_id source_name",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "source_name", "source_id"],
                condition=~Q(source_id=""),
                name="organization_source_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """Something an organization offers. A closed service is kept, because referrals name it, and offered no more.

    `imported` is what its source said last, as an `EntryFacts`; `missing_since` the date of the first file without it.
    `checked_on` is the day when the entry was last found right: by a user of the program, or by the source of a file.
    `search_key` holds the names without accents, for the search.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Open")
        INACTIVE = "inactive", _("Not offered now")
        TEMPORARILY_CLOSED = "temporarily closed", _("Temporarily closed")
        DEFUNCT = "defunct", _("Closed or moved away")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    alternate_name = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    alert = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    eligibility = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    fees = models.TextField(blank=True)
    how_to_apply = models.TextField(blank=True)
    note = models.TextField(blank=True)
    search_key = models.TextField(blank=True)
    source_id = models.CharField(max_length=100, blank=True)
    source_name = models.CharField(max_length=100, blank=True)
    imported = models.JSONField(default=dict, blank=True)
    missing_since = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    LABELS = labels(
        origin="program",
        plain="id public_id program organization name alternate_name description status alert url email eligibility "
        "minimum_age maximum_age fees how_to_apply note search_key source_id source_name imported "
        "missing_since checked_on checked_by_id "
        "added_at changed_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="service_named"),
            models.CheckConstraint(
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(maximum_age__gte=F("minimum_age")),
                name="service_ages_in_order",
            ),
            models.UniqueConstraint(
                fields=["program", "source_name", "source_id"],
                condition=~Q(source_id=""),
                name="service_source_once",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "status", "name"], name="service_by_name"),
            models.Index(fields=["program", "checked_on"], name="service_by_check"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceNeed(models.Model):
    """A kind of need that a service is for."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=20, choices=NEEDS)

    LABELS = labels(origin="program", plain="id program service kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "kind"], name="service_need_once")]

    def __str__(self) -> str:
        return self.kind


class ServiceLanguage(models.Model):
    """A language in which a service is offered: its code, or the name that a file has in place of one."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=40)

    LABELS = labels(origin="program", plain="id program service code")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="service_language_once")]

    def __str__(self) -> str:
        return self.code


class Location(models.Model):
    """A place, by its address. `place_key` holds the words it is found by, without accents."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    address_1 = models.CharField(max_length=200, blank=True)
    address_2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    neighborhood = models.CharField(max_length=100, blank=True)
    directions = models.CharField(max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_key = models.TextField(blank=True)
    source_id = models.CharField(max_length=100, blank=True)
    source_name = models.CharField(max_length=100, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program name address_1 address_2 city state postal_code neighborhood directions latitude "
        "longitude place_key source_id source_name",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "source_name", "source_id"],
                condition=~Q(source_id=""),
                name="location_source_once",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.address_1


class ServiceAtLocation(models.Model):
    """That a service is offered at a place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")
    source_id = models.CharField(max_length=100, blank=True)

    LABELS = labels(origin="program", plain="id public_id program service location source_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="service_location_once")]

    def __str__(self) -> str:
        return f"{self.service} at {self.location}"


class Schedule(models.Model):
    """One spell of opening on some weekdays ("MO,TU"), weekly or in some weeks of the month ("2", "L" for the last).

    Times are local to the program; a closing time that isn't after the opening is on the next day. Without times the
    description is all that is known.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    weekdays = models.CharField(max_length=20, blank=True)
    weeks = models.CharField(max_length=9, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    description = models.CharField(max_length=300, blank=True)
    source_id = models.CharField(max_length=100, blank=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program service weekdays weeks opens_at closes_at valid_from valid_to description "
        "source_id",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | (Q(opens_at__isnull=False, closes_at__isnull=False) & ~Q(weekdays="")),
                name="schedule_days_and_both_times",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="schedule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekdays}: {self.opens_at} to {self.closes_at}"


class Phone(models.Model):
    """A number of a service, as it was written; the extension is text, because "012" is not 12."""

    class Kind(models.TextChoices):
        VOICE = "voice", _("Phone")
        TEXT = "text", _("Text message")
        FAX = "fax", _("Fax")
        TTY = "textphone", _("TTY")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=120)
    extension = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.VOICE)
    description = models.CharField(max_length=200, blank=True)
    source_id = models.CharField(max_length=100, blank=True)

    LABELS = labels(
        origin="program", plain="id public_id program service number extension kind description source_id"
    )

    def __str__(self) -> str:
        return self.number


class CostOption(models.Model):
    """What one thing costs, in dollars; without an amount, `option` says it in words."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="costs")
    option = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    source_id = models.CharField(max_length=100, blank=True)

    LABELS = labels(origin="program", plain="id public_id program service option amount source_id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=Decimal(0)), name="cost_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.option


class DifferentServices(models.Model):
    """Two services with nearly the same name that someone looked at: they aren't the same, so no one is asked again."""

    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    said_by_id = models.BigIntegerField(null=True)

    LABELS = labels(origin="program", plain="id program one other said_at said_by_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="different_services_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="different_services_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} isn't {self.other}"


class DirectoryImport(models.Model):
    """A file of services: read and shown first, then imported in one step, which can be undone in one step.

    `entries` are the services as `EntryFacts`; `faults` what couldn't be taken; `before` what undoing needs. Of a file
    that is one table, `table` are its headings and rows until it is imported, and `columns` the places by which it was
    read.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    program = models.ForeignKey("programs.Program", on_delete=models.PROTECT, related_name="+")
    source_name = models.CharField(max_length=100)
    entries = models.JSONField(default=list)
    table = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    before = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    LABELS = labels(
        origin="program",
        plain="id public_id program source_name entries table columns faults before result read_at read_by_id "
        "imported_at undone_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(imported_at__isnull=False),
                name="import_undone_after_import",
            )
        ]
        indexes = [models.Index(fields=["program", "read_at"], name="import_by_time")]

    def __str__(self) -> str:
        return f"{self.source_name} {self.read_at}"
