"""Reading ROIs, the disclosure log and renewal visits. What a partner may learn is decided by `consent.gate`."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from handoff.access.actor import Actor
from handoff.consent.models import Disclosure, Release, RenewalVisit
from handoff.consent.wording.release_form import ONE_PURPOSE_FORMS
from handoff.core.statements import ListStatement, Statement
from handoff.documents.models import StoredFile
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, time_zone_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXPIRING_WITHIN_DAYS = 30
EXPIRY_STEPS = (30, 60, 90)

ROI_WORDS: dict[str, "StrOrPromise"] = {
    "none": _("No release (ROI)"),
    "live": _("Release (ROI) active"),
    "expiring": _("Release (ROI) expires soon"),
    "expired": _("Release (ROI) expired"),
    "revoked": _("Release (ROI) ended"),
}
"""What a person's ROI status is called, by its kind."""


def live_condition(at: datetime, prefix: str = "") -> Q:
    """The condition that a release is live at an instant: started, not ended (half-open), not revoked by then."""
    started = Q(**{f"{prefix}starts_at__lte": at, f"{prefix}ends_at__gt": at})
    return started & (Q(**{f"{prefix}revoked_at__isnull": True}) | Q(**{f"{prefix}revoked_at__gt": at}))


def live_releases(person: "Person | int", at: datetime) -> QuerySet[Release]:
    """A person's live releases, the one that lasts longest first."""
    person_id = person if isinstance(person, int) else person.pk
    return Release.objects.filter(live_condition(at), person_id=person_id).order_by("-ends_at", "-pk")


@dataclass(frozen=True)
class RoiState:
    """A person's ROI status: none, live, expiring (within 30 days), expired or revoked."""

    kind: str
    ends_at: datetime | None = None
    release_id: uuid.UUID | None = None

    @property
    def is_live(self) -> bool:
        return self.kind in {"live", "expiring"}

    @property
    def last_moment(self) -> datetime | None:
        """An instant on the last day: a release ends as the next day begins."""
        return self.ends_at and self.ends_at - timedelta(microseconds=1)

    @property
    def words(self) -> str:
        return str(ROI_WORDS[self.kind])

    @property
    def tag(self) -> str:
        """The kind of status tag."""
        return {"live": "done", "expiring": "soon"}.get(
            self.kind, "overdue" if self.kind != "none" else "info"
        )


NO_ROI = RoiState("none")
STATE_FIELDS = (
    "public_id",
    "person_id",
    "form_version",
    "for_counseling",
    "signed_at",
    "starts_at",
    "ends_at",
    "revoked_at",
)
"""What a release's part in the state is computed from."""


def roi_state_from(releases: Iterable[Release], at: datetime) -> RoiState:
    """The status that a person's releases add up to: the longest live one decides, otherwise the newest."""
    known = sorted(
        (
            each
            for each in releases
            # Forms of one purpose say nothing of the general ROI, which is what the state is about.
            if each.starts_at <= at and not each.for_counseling and each.form_version not in ONE_PURPOSE_FORMS
        ),
        key=lambda each: (each.signed_at, each.pk),
        reverse=True,
    )
    live = [each for each in known if each.is_live(at)]
    if live:
        longest = max(live, key=lambda each: each.ends_at)
        soon = longest.ends_at - at <= timedelta(days=EXPIRING_WITHIN_DAYS)
        return RoiState("expiring" if soon else "live", longest.ends_at, longest.public_id)
    if not known:
        return NO_ROI
    newest = known[0]
    if newest.revoked_at is not None and newest.revoked_at <= at:
        return RoiState("revoked", newest.revoked_at, newest.public_id)
    return RoiState("expired", newest.ends_at, newest.public_id)


SIGNED_RELEASES = Statement(
    lambda person_id: (
        Release.objects.filter(person_id=person_id).order_by("signed_at", "pk").defer("signature")
    )
)


def signed_releases_of(person_id: int) -> list[Release]:
    """Every release of a person, oldest first, without the drawn signatures."""
    return SIGNED_RELEASES.rows(person_id)


def roi_state(person_id: int, at: datetime) -> RoiState:
    return roi_state_from(signed_releases_of(person_id), at)


STATES = ListStatement(lambda *people: Release.objects.filter(person_id__in=people).only(*STATE_FIELDS))


def roi_states(people_ids: Collection[int], at: datetime) -> dict[int, RoiState]:
    """The ROI status of several people, in one query."""
    found: dict[int, list[Release]] = {person_id: [] for person_id in people_ids}
    for release in STATES.about(list(people_ids)):
        found[release.person_id].append(release)
    return {person_id: roi_state_from(releases, at) for person_id, releases in found.items()}


def expiring_releases(program: Program, at: datetime, *, days: int) -> QuerySet[Release]:
    """Live releases that end within some days and are not followed by a longer one, soonest first (C3)."""
    # A longer ROI of the other form does not count: counseling notes and the general ROI do not renew each other.
    later = Release.objects.filter(
        live_condition(at),
        person_id=OuterRef("person_id"),
        for_counseling=OuterRef("for_counseling"),
        ends_at__gt=OuterRef("ends_at"),
    ).exclude(form_version__in=ONE_PURPOSE_FORMS)
    ending = Release.objects.filter(
        live_condition(at), program=program, ends_at__lte=at + timedelta(days=days)
    )
    # No one asks to renew the release of someone who has died (C-F08).
    died = Release.objects.filter(
        person__enrollments__status_periods__ends_at__isnull=True,
        person__enrollments__status_periods__reason="deceased",
    )
    ending = ending.exclude(pk__in=died.values("pk"))
    # A form of one purpose has served it, and is not renewed.
    ending = ending.exclude(form_version__in=ONE_PURPOSE_FORMS)
    return ending.filter(~Exists(later)).select_related("person", "program").order_by("ends_at", "pk")


def releases_of(person: Person) -> QuerySet[Release]:
    """Every release of a person, newest first, with its recipients and events."""
    rows = Release.objects.filter(person=person).select_related("program", "scan")
    return rows.prefetch_related("recipients__agency", "events").order_by("-signed_at", "-pk")


def find_release(program: Program, public_id: uuid.UUID) -> Release | None:
    rows = Release.objects.filter(program=program, public_id=public_id).select_related(
        "person", "program", "scan"
    )
    return rows.prefetch_related("recipients__agency", "events").first()


def disclosures_of(person: Person) -> QuerySet[Disclosure]:
    """What was disclosed about a person, newest first: the basis of an accounting (42 CFR 2.25)."""
    return (
        Disclosure.objects.filter(person=person)
        .select_related("agency", "release")
        .order_by("-disclosed_at", "-pk")
    )


def local_day_bounds(program: Program, at: datetime) -> tuple[datetime, datetime]:
    """The first instant of a day in the program's time zone, and the first instant of the next day."""
    first = local_date(program, at)
    where = time_zone_of(program)
    start, end = (datetime.combine(first + timedelta(days=each), time(), where) for each in (0, 1))
    return start, end


def disclosures_under(release: Release) -> QuerySet[Disclosure]:
    """What was shared under one release, newest first."""
    rows = Disclosure.objects.filter(release=release).select_related("agency", "release__program")
    return rows.order_by("-disclosed_at", "-pk")


def latest_renewable_release(person: Person) -> Release | None:
    """What a renewal starts from: the newest ROI that the person did not revoke, ended or not."""
    # What the person took back must not come back checked on the next form.
    rows = Release.objects.filter(person=person, revoked_at__isnull=True, for_counseling=False)
    return rows.exclude(form_version__in=ONE_PURPOSE_FORMS).order_by("-signed_at", "-pk").first()


def visits_of(person: Person) -> QuerySet[RenewalVisit]:
    return RenewalVisit.objects.filter(person=person).order_by("-planned_on", "-pk")


def disclosed_today(actor: Actor, what: str, at: datetime) -> set[tuple[int, int, tuple[str, ...]]]:
    """What the disclosure log already holds about what this user was shown today: person, agency, kinds.

    A row whose ROI has since ended does not count, so that what a new ROI allows is logged under the new one.
    """
    start, end = local_day_bounds(Program.objects.get(pk=actor.program_id), at)
    rows = Disclosure.objects.filter(
        live_condition(at, "release__"),
        program_id=actor.program_id,
        to_user_id=actor.user_id,
        what=what,
        disclosed_at__gte=start,
        disclosed_at__lt=end,
    )
    return {
        (each.person_id, each.agency_id, tuple(each.kinds)) for each in rows if each.agency_id is not None
    }


def unused_scan(actor: Actor, public_id: uuid.UUID) -> StoredFile | None:
    """A scan that this user stored in this program and that no release carries yet."""
    mine = StoredFile.objects.filter(
        public_id=public_id,
        program_id=actor.program_id,
        kind=StoredFile.Kind.ROI_SCAN,
        stored_by_id=actor.user_id or 0,
    )
    return mine.filter(~Exists(Release.objects.filter(scan_id=OuterRef("pk")))).first()


def discloser_of(program: Program) -> str:
    """Who may disclose: the program's staff and the agencies that employ them, by name."""
    care = Agency.objects.filter(program=program, kind=Agency.Kind.CASE_MANAGEMENT, is_active=True).order_by(
        "name"
    )
    return ", ".join([program.name, *(agency.name for agency in care)])[:300]


def person_of_release(program_id: int, public_id: uuid.UUID) -> Person | None:
    return Person.objects.filter(program_id=program_id, releases__public_id=public_id).first()


def person_of_scan(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person whose signed ROI a stored file shows; other files belong to no one."""
    return Person.objects.filter(program_id=program_id, releases__scan__public_id=public_id).first()
